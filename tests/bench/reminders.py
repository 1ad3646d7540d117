"""How long reminders take with many twinnings; by hand, on a PostgreSQL database of its own.

    DATABASE_URL=postgres://…/bench STEDENBAND_MODE=test python -m tests.bench.reminders

Fills the database, unless it holds so many twinnings already, and reminds on three days: one on
which everything ends, one on which everything is late, and the second once more.
"""

import argparse
import os
import resource
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

MOST = 20_000
MONTHS = 36
FIRST = date(2026, 1, 1)
DAYS = (date(2027, 6, 30), date(2027, 7, 30), date(2027, 7, 30))


def set_up() -> None:
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        raise SystemExit("Name a PostgreSQL database of its own in DATABASE_URL.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stedenband.settings")
    import django
    from django.conf import settings

    django.setup()
    if settings.PRODUCTION:
        raise SystemExit("This fills a database with nonsense: never in production.")
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def fill(number: int) -> None:
    """So many twinnings of 36 milestones, an editor on each side, half a year reported."""
    from partnerships.models import Milestone, Programme, Trajectory, Twinning
    from partnerships.models.trajectory import add_months, end_of_month

    if Twinning.objects.count() >= number:
        return
    programme, _made = Programme.objects.get_or_create(
        slug="bench", defaults={"name_nl": "Bench", "first_month": FIRST}
    )
    sides = organisations(number)
    twinnings = Twinning.objects.bulk_create(
        Twinning(slug=f"bench-{n}", flemish=one, partner=other)
        for n, (one, other) in enumerate(zip(*sides, strict=True))
    )
    roads = Trajectory.objects.bulk_create(
        [Trajectory(twinning=one, programme=programme, first_month=FIRST) for one in twinnings]
    )
    ends = [end_of_month(add_months(FIRST, n)) for n in range(MONTHS)]
    duties = ("flemish", "partner", "joint", "coordination")
    for some in chunks(roads, 500):
        Milestone.objects.bulk_create(
            Milestone(
                trajectory=road,
                due_on=end,
                duty=duties[n % 3 if n % 12 else 3],
                title_nl=f"Mijlpaal {n + 1}",
                state="done" if n < 12 else "planned",
            )
            for road in some
            for n, end in enumerate(ends)
        )


def organisations(number: int) -> tuple[list[Any], list[Any]]:
    """The sides of so many twinnings, each with somebody who writes for it."""
    from partnerships.models import Membership, Organisation
    from stedenband.accounts.models import User

    def made(side: str, country: str, language: str) -> list[Any]:
        rows = Organisation.objects.bulk_create(
            Organisation(name=f"{side} {n}", slug=f"{side}-{n}", country=country)
            for n in range(number)
        )
        users = User.objects.bulk_create(
            User(email=f"{one.slug}@bench.example", name=one.name, language=language)
            for one in rows
        )
        Membership.objects.bulk_create(
            Membership(user=user, organisation=one, role="editor", starts_on=FIRST)
            for user, one in zip(users, rows, strict=True)
        )
        return rows

    vvsg = Organisation.objects.create(name="Bench", slug="bench", country="BE")
    user = User.objects.create(email="coordination@bench.example", name="Coordination")
    Membership.objects.create(user=user, organisation=vvsg, role="coordinator", starts_on=FIRST)
    return made("flemish", "BE", "nl"), made("partner", "PE", "es")


def chunks(rows: list[Any], size: int) -> Iterator[list[Any]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def measure(day: date) -> str:
    from django.db import connection

    from partnerships.actions import reminder
    from partnerships.models import Membership
    from stedenband import clock

    asked = [0]

    def count(execute: Any, *rest: Any) -> Any:
        asked[0] += 1
        return execute(*rest)

    start = time.perf_counter()
    moment = datetime(day.year, day.month, day.day, 6, tzinfo=UTC)
    with clock.at(moment), connection.execute_wrapper(count):
        answered = reminder.remind()
        people = Membership.objects.values("user").distinct().count()
    seconds = time.perf_counter() - start
    batches = -(-people // reminder.BATCH)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return (
        f"{day}: {answered[0]} reminders and {answered[1]} digests to {people} people in "
        f"{seconds:.1f} s, peak {peak} MB, {asked[0] / batches:.1f} queries for each batch"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--twinnings", type=int, default=10_000)
    number = min(parser.parse_args().twinnings, MOST)
    set_up()
    from partnerships.models import ReminderRun, ReminderSent
    from stedenband.models import OutgoingMail

    fill(number)
    for model in (ReminderRun, ReminderSent, OutgoingMail):
        model.objects.all().delete()
    for day in DAYS:
        print(measure(day), flush=True)


if __name__ == "__main__":
    main()
