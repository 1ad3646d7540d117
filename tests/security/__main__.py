"""Every figure of security, one line each: `python -m tests.security [--long] [--table]`.

The short form is what runs with the other tests; the long one takes every role at every address
and ten thousand inputs for each form and view, which is days on one core: `--inputs 300` takes as
many as there is time for, others each time. `--table` prints who may do what, as a table in
Markdown. `--observatory https://ADDRESS [--ca FILE]` scores a portal that is up, as Mozilla's
scanner does.
"""

import argparse
import os
import sys

from tests.security.observatory import watch

# Figures of tests that share their ground with others.
ELSEWHERE = (
    "tests/accounts/test_admin.py",
    "tests/accounts/test_leaving.py",
    "tests/browser/test_kept.py",
    "tests/browser/test_stored.py",
    "tests/furnished/test_access_admin.py",
    "tests/furnished/test_canary.py",
    "tests/furnished/test_growth.py",
    "tests/furnished/test_hostile_files.py",
    "tests/furnished/test_inputs.py",
    "tests/furnished/test_kept.py",
    "tests/furnished/test_letters.py",
    "tests/furnished/test_matrix.py",
    "tests/furnished/test_oracle.py",
    "tests/furnished/test_stored.py",
    "tests/partnerships/test_sheets.py",
    "tests/partnerships/test_workflow.py",
    "tests/reliability",
    "tests/stedenband/test_backup.py",
    "tests/stedenband/test_spreadsheets.py",
)


def main() -> int:
    given = argparse.ArgumentParser(prog="python -m tests.security", description=__doc__)
    given.add_argument("--long", action="store_true", help="all of it, on both ways of looking")
    given.add_argument("--inputs", metavar="N", type=int, help="of the long form, for each")
    given.add_argument("--table", action="store_true", help="print who may do what, and stop")
    given.add_argument("-k", default="", help="only the tests with this in their name")
    given.add_argument(
        "--observatory", metavar="ADDRESS", help="score what answers there, and stop"
    )
    given.add_argument("--ca", metavar="FILE", help="the authority that vouches for that address")
    wanted = given.parse_args()
    if wanted.observatory:
        return watch(wanted.observatory, wanted.ca)
    os.environ.setdefault("STEDENBAND_MODE", "test")
    if wanted.long:
        os.environ["STEDENBAND_FIGURES"] = "long"
    if wanted.inputs:
        os.environ["STEDENBAND_INPUTS"] = str(wanted.inputs)
    if wanted.table:
        return print_table()
    return run(wanted.k)


def run(named: str) -> int:
    import pytest  # noqa: PLC0415 - not installed where a portal is only looked at

    from tests.security.figures import LONG, TOLD, line  # noqa: PLC0415 - only after the form is chosen

    words = ["tests/security", *ELSEWHERE, "-q", "-p", "no:randomly"]
    words += ["-o", "timeout=0"] if LONG else []  # it takes as long as it takes
    status = pytest.main(words + (["-k", named] if named else []))
    print("\n" + "\n".join(map(line, sorted(TOLD))))
    return int(status)


def print_table() -> int:
    import django  # noqa: PLC0415 - the mode is chosen first

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stedenband.settings")
    django.setup()
    from tests.security.rights import markdown  # noqa: PLC0415 - reads the models

    print(markdown())
    return 0


if __name__ == "__main__":
    sys.exit(main())
