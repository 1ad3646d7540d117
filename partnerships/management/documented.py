"""The documented facts: organisations, twinnings and the programme of 2019–2021, with sources."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from partnerships.actions.twinning import make_pages
from partnerships.models import (
    Fact,
    Milestone,
    Organisation,
    Programme,
    Source,
    State,
    Trajectory,
    Twinning,
)
from partnerships.models.trajectory import add_months, end_of_month
from sdg.models import Target
from stedenband.texts import LANGUAGES

DATA = Path(__file__).resolve().parent.parent / "data"


def read(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((DATA / name).read_text(encoding="utf-8"))
    return content


def spread(name: str, texts: dict[str, str] | None) -> dict[str, str]:
    """One text in four languages as the four columns of `name`."""
    return {f"{name}_{code}": (texts or {}).get(code, "") for code in LANGUAGES}


@transaction.atomic
def load_documented() -> None:
    """Write the documented facts; loading them again brings them back to what the file says."""
    data = read("documented.json")
    sources = {row["key"]: load_source(row) for row in data["sources"]}
    organisations = load_organisations(data["organisations"], sources)
    for row in data["twinnings"]:
        load_twinning(row, organisations, sources)
    load_programme(data["programme"], organisations, sources)


def load_source(row: dict[str, Any]) -> Source:
    day = date.fromisoformat(row["published_on"]) if row["published_on"] else None
    fields = {"title": row["title"], "url": row["url"], "published_on": day}
    return Source.objects.update_or_create(key=row["key"], defaults=fields)[0]


def load_organisations(
    rows: list[dict[str, Any]], sources: dict[str, Source]
) -> dict[str, Organisation]:
    found: dict[str, Organisation] = {}
    for row in rows:
        fields = {
            name: row[name]
            for name in ("name", "kind", "country", "place", "latitude", "longitude", "precision")
        }
        fields |= {
            "languages": row["languages"],
            "time_zone": row.get("time_zone", "Europe/Brussels"),
            "population": row["population"],
            "population_year": row["population_year"],
            "population_source": sources.get(row["population_source"] or ""),
            "name_variants": "\n".join(row["name_variants"]),
            "wikidata_id": row.get("wikidata_id", ""),
        }
        found[row["slug"]] = Organisation.objects.update_or_create(
            slug=row["slug"], defaults=fields
        )[0]
    for row in rows:
        if row["within"]:
            found[row["slug"]].within = found[row["within"]]
            found[row["slug"]].save()
    return found


def load_twinning(
    row: dict[str, Any], organisations: dict[str, Organisation], sources: dict[str, Source]
) -> Twinning:
    fields = {
        "flemish": organisations[row["flemish"]],
        "partner": organisations[row["partner"]],
        "since_year": row["since_year"],
        "since_source": sources.get(row["since_source"] or ""),
        "is_listed": True,
        **spread("summary", row["summary"]),
    }
    twinning = Twinning.objects.update_or_create(slug=row["slug"], defaults=fields)[0]
    make_pages(twinning)
    twinning.facts.all().delete()
    for number, fact in enumerate(row["facts"]):
        Fact.objects.create(
            twinning=twinning,
            when=fact["when"],
            source=sources[fact["source"]],
            position=number,
            **spread("text", fact["text"]),
        )
    return twinning


def load_programme(
    row: dict[str, Any], organisations: dict[str, Organisation], sources: dict[str, Source]
) -> None:
    fields = {
        **programme_fields(row, organisations),
        "funder": organisations[row["funder"]],
        "amount": row["amount"],
        "currency": row["currency"],
        "first_month": date.fromisoformat(row["first_month"] + "-01"),
        "is_first_month_assumed": row["first_month_assumed"],
    }
    programme = Programme.objects.update_or_create(slug=row["slug"], defaults=fields)[0]
    programme.supporters.set([organisations[slug] for slug in row["supporters"]])
    programme.sources.set([sources[key] for key in row["sources"]])
    for trajectory in row["trajectories"]:
        load_closed_trajectory(programme, trajectory, sources)


def programme_fields(row: dict[str, Any], organisations: dict[str, Organisation]) -> dict[str, Any]:
    return {
        "lead": organisations[row["lead"]],
        "length": row["length"],
        "is_listed": True,
        **spread("name", row["name"]),
        **spread("call", row["call"]),
        **spread("summary", row["summary"]),
    }


def load_closed_trajectory(
    programme: Programme, row: dict[str, Any], sources: dict[str, Source]
) -> None:
    """What is documented of a trajectory that ended; nobody acts in it any more."""
    twinning = Twinning.objects.get(slug=row["twinning"])
    trajectory, is_new = Trajectory.objects.get_or_create(
        twinning=twinning,
        programme=programme,
        defaults={
            "first_month": programme.first_month,
            "length": programme.length,
            "state": Trajectory.State.CLOSED,
        },
    )
    if is_new:
        for item in row["milestones"]:
            load_milestone(trajectory, item, sources)


def load_milestone(trajectory: Trajectory, row: dict[str, Any], sources: dict[str, Source]) -> None:
    milestone = Milestone(
        trajectory=trajectory,
        due_on=end_of_month(add_months(trajectory.first_month, row["month"] - 1)),
        duty=row["duty"],
        state=State(row["state"]),
        happened_on=date.fromisoformat(row["on"]) if row["on"] else None,
        source=sources.get(row["source"] or ""),
        **spread("title", row["title"]),
        **spread("closing", row["evidence"]),
    )
    milestone.full_clean()
    milestone.save()
    milestone.targets.set(Target.objects.filter(code__in=row["targets"]))
