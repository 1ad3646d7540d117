"""How long the world's register takes to come in, and its pages to be read; by hand.

    DATABASE_URL=… STEDENBAND_MODE=test python -m tests.bench.register RELATIONS NAMES

Takes both files in twice, into a database of its own, and reads the list of twinnings after that.
"""

import argparse
import os
import resource
import time
from pathlib import Path

PAGES = ["", "?page=2", "?page=700", "?q=tarija", "?q=san", "?q=zzzz", "?state=registered"]
TIMES = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("relations", type=Path)
    parser.add_argument("names", type=Path)
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stedenband.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    for run in ("first", "again"):
        start = time.perf_counter()
        call_command("import_register", given.relations, given.names)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"{run}: {time.perf_counter() - start:.1f} s, {peak} MB at most")
    read_pages()


def read_pages() -> None:
    from django.test import Client

    browser = Client()
    for query in PAGES:
        took = []
        for _ in range(TIMES):
            start = time.perf_counter()
            response = browser.get(f"/nl/twinnings/{query}", headers={"host": "localhost"})
            took.append((time.perf_counter() - start) * 1000)
            assert response.status_code == 200
        print(f"/nl/twinnings/{query}: {min(took):.0f} to {max(took):.0f} ms")


if __name__ == "__main__":
    main()
