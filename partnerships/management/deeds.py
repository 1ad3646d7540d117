"""Deeds at home: the documented ones with their sources, and the sample's."""

from datetime import timedelta
from typing import Any

from partnerships import actions
from partnerships.management.documented import load_source, read, spread
from partnerships.models import Deed, OwnGoal, Source, Twinning
from sdg.models import Target
from stedenband import clock
from stedenband.accounts.models import User

A_MONTH = timedelta(days=30)
PLAIN = ("language", "title", "description", "level", "state", "reason")
CODES = ("objective_code", "plan_code", "action_code", "plan_name")


def load_documented_deeds() -> None:
    """Write own goals and documented deeds that are not there yet; what stands is left alone."""
    data = read("deeds.json")
    for row in data["sources"]:
        load_source(row)
    for row in data["own_goals"]:
        twinning = Twinning.objects.get(slug=row["twinning"])
        names = spread("name", row["name"])
        OwnGoal.objects.get_or_create(twinning=twinning, number=row["number"], defaults=names)
    for row in data["documented"]:
        load_deed(row)


def load_deed(row: dict[str, Any]) -> None:
    twinning = Twinning.objects.get(slug=row["twinning"])
    if Deed.objects.filter(twinning=twinning, title=row["title"]).exists():
        return
    source = Source.objects.get(key=row["source"])
    deed = Deed(twinning=twinning, side=row["side"], source=source, **fields_of(row, twinning))
    deed.full_clean()
    deed.save()
    deed.side_targets.set(Target.objects.filter(code__in=row["side_targets"]))


def fields_of(row: dict[str, Any], twinning: Twinning) -> dict[str, Any]:
    number = row.get("own_goal")
    return {
        **{name: row[name] for name in (*PLAIN, *CODES) if name in row},
        "main_target": Target.objects.filter(code=row["main"] or "").first(),
        "own_goal": twinning.own_goals.filter(number=number).first() if number else None,
    }


def play_deeds(person: Any) -> None:
    """Enter the sample's deeds, each by its own side's editor and some months ago.

    `person` finds the account of a post at an organisation.
    """
    for row in read("deeds.json")["sample"]:
        twinning = Twinning.objects.get(slug=row["twinning"])
        by: User = person("editor", twinning.organisation_of(row["side"]).slug)
        with clock.at(clock.now() - row["months_ago"] * A_MONTH):
            actions.add_deed(
                twinning=twinning,
                side=row["side"],
                by=by,
                side_targets=Target.objects.filter(code__in=row["side_targets"]),
                since=clock.today(),
                is_sample=True,
                **fields_of(row, twinning),
            )
