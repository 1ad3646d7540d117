"""Every accident, one after the other: `python -m tests.reliability [--long]`.

The long form kills twelve times, stops PostgreSQL for thirty seconds and clicks four hundred times;
both print what they did and what was lost, and end with 1 when anything was.
"""

import argparse
import os
import sys

from tests.reliability import accidents
from tests.reliability.portal import cluster, portal, tools

WANTED_NONE = (
    "lost",
    "lost updates",
    "half-written",
    "rows without file",
    "wrong",
    "503 without the text",
    "507 without the text",
    "409 without both texts",
    "mail lost",
)


def bad(found):
    wrong = [name for name in WANTED_NONE if found.get(name)]
    wrong += ["integrity"] if found.get("integrity", "ok") != "ok" else []
    wrong += ["first after"] if found.get("first after", 200) != 200 else []
    return wrong


def told(name, found):
    print(f"\n{name}", flush=True)
    for word, value in found.items():
        print(f"  {word}: {value}", flush=True)
    return [f"{name}: {word}" for word in bad(found)]


def on_each(long, url=""):
    """What is done to both databases."""
    on = "PostgreSQL" if url else "SQLite"
    tries = {
        "SIGKILL": lambda one: accidents.killed(one, kills=12 if long else 2),
        "two editors": lambda one: accidents.edited_by_two(one, rounds=200 if long else 10),
        "sent twice": lambda one: accidents.sent_twice(one, forms=50 if long else 5),
        "saves by 8": lambda one: accidents.speed(one, seconds=30 if long else 5),
        "silent mail server": lambda one: accidents.silent_mail(one, saves=20 if long else 3),
    }
    failed = []
    with portal(url) as one:
        for name, accident in tries.items():
            failed += told(f"{name}, {on}", accident(one))
    return failed


def disks(long):
    """Room runs out where files are kept, and where they wait for their form."""
    if os.getuid() != 0:
        print("\n!!! A small disk is mounted by root alone: the full disk is NOT tried. !!!")
        return []
    posts = 40 if long else 8
    failed = []
    with portal() as one:
        files = one.folder / "files"
        failed += told(
            "disk of files full", accidents.full_disk(one, files, posts=posts, size=90_000)
        )
    with portal() as one:
        waiting = one.folder / "waiting"
        one.env["UPLOAD_TEMP_DIR"] = str(waiting)
        big = 3_000_000  # larger ones wait on the disk
        failed += told("disk of uploads full", accidents.full_disk(one, waiting, posts=3, size=big))
    return failed


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--long", action="store_true", help="the numbers of the acceptance")
    long = parser.parse_args().long
    failed = on_each(long) + disks(long)
    if tools():
        with cluster() as own:
            failed += on_each(long, own.url)
        with cluster() as own, portal(own.url) as one:
            down = 30 if long else 5
            found = accidents.without_database(one, own, down=down)
            failed += told("PostgreSQL stopped", found)
    else:
        print("\n!!! initdb is lacking: nothing is tried on PostgreSQL. !!!")
    print(f"\nFailed: {', '.join(failed)}" if failed else "\nNothing was lost.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
