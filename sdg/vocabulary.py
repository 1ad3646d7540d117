"""Loading the vocabulary from `sdg/data`, as often as one likes."""

import csv
from collections.abc import Iterator
from pathlib import Path

from django.db import transaction

from sdg.models import Goal, Target, parse_code, position
from stedenband.texts import LANGUAGES

DATA = Path(__file__).resolve().parent / "data"


@transaction.atomic
def load_vocabulary() -> tuple[int, int]:
    """Write goals and targets as the files have them; answers how many of each."""
    goals = [goal_of(row) for row in rows("goals.csv")]
    Goal.objects.bulk_create(
        goals,
        update_conflicts=True,
        unique_fields=["number"],
        update_fields=[*(f"name_{code}" for code in LANGUAGES), "colour", "text_colour"],
    )
    targets = [target_of(row) for row in rows("targets.csv")]
    Target.objects.bulk_create(
        targets,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["goal", "position", *(f"label_{code}" for code in LANGUAGES)],
    )
    return len(goals), len(targets)


def rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def goal_of(row: dict[str, str]) -> Goal:
    names = {f"name_{code}": row[code] for code in LANGUAGES}
    return Goal(
        number=int(row["number"]), colour=row["colour"], text_colour=row["text_colour"], **names
    )


def target_of(row: dict[str, str]) -> Target:
    code = parse_code(row["code"])
    labels = {f"label_{language}": row[language] for language in LANGUAGES}
    return Target(code=code, goal_id=int(row["goal"]), position=position(code), **labels)
