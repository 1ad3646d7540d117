"""Posts, mandates, elections and context: what is documented, and what the sample adds."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import transaction

from partnerships import actions
from partnerships.management.documented import load_source, read, spread
from partnerships.models import (
    ContextEvent,
    Election,
    Exactness,
    Mandate,
    Post,
    Source,
    Twinning,
)
from partnerships.models.trajectory import add_months, end_of_month
from stedenband import clock
from stedenband.accounts.models import User

Person = Callable[[str, str], User]


@transaction.atomic
def load_documented_mandates() -> None:
    """Write what is documented; loading it again brings it back to what the file says."""
    data = read("mandates.json")
    for row in data["sources"]:
        load_source(row)
    sources = {one.key: one for one in Source.objects.all()}
    for row in data["posts"]:
        load_post(row, sources)
    for row in data["elections"]:
        load_election(row, sources)
    for row in data["context"]:
        load_context(row, sources)


def known(name: str, text: str | None) -> dict[str, Any]:
    """`2019`, `2019-01` or `2019-01-31` as a day and how exactly it is known."""
    if text is None:
        return {f"{name}_on": None}
    exactness = {4: Exactness.YEAR, 7: Exactness.MONTH, 10: Exactness.DAY}[len(text)]
    day = date.fromisoformat((text + "-01-01")[:10])
    column = "office" if name == "in_office" else name
    return {f"{name}_on": day, f"{column}_known": exactness}


def load_post(row: dict[str, Any], sources: dict[str, Source]) -> None:
    twinning = Twinning.objects.get(slug=row["twinning"])
    about = {"twinning": twinning, "side": row["side"], "kind": row["kind"]}
    post, _new = Post.objects.get_or_create(source=sources[row["source"]], **about)
    for term in row["terms"]:
        days = known("starts", term["starts"]) | known("ends", term["ends"])
        source = sources[term["source"]]
        mandate = Mandate.objects.filter(post=post, source=source).first() or Mandate(post=post)
        put(mandate, filled=term["filled"], source=source, **days)


def load_election(row: dict[str, Any], sources: dict[str, Source]) -> None:
    about = {name: row[name] for name in ("country", "region", "kind")}
    about["source"] = sources[row["source"]]
    days = known("held", row["held"]) | known("in_office", row["office"])
    put(Election.objects.filter(**about).first() or Election(**about), **days)


def load_context(row: dict[str, Any], sources: dict[str, Source]) -> None:
    about = {"kind": row["kind"], "source": sources[row["source"]]}
    days = known("starts", row["starts"]) | known("ends", row["ends"])
    event = ContextEvent.objects.filter(**about).first() or ContextEvent(**about)
    put(event, countries=row["countries"], **days, **spread("text", row["text"]))


def put(row: Any, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(row, name, value)
    row.widen()
    row.full_clean()
    row.save()


def play_mandates(person: Person) -> None:
    """The sample's posts, their terms and an election to come, so many months from now."""
    data = read("mandates.json")["sample"]
    for row in data["posts"]:
        play_post(row, person)
    for row in data["elections"]:
        election = Election(country=row["country"], kind=row["kind"], is_sample=True)
        days = {"held_on": in_months(row["held_in"]), "in_office_on": in_months(row["office_in"])}
        put(election, **days)


def play_post(row: dict[str, Any], person: Person) -> None:
    twinning = Twinning.objects.get(slug=row["twinning"])
    by = person("editor", twinning.organisation_of(row["side"]).slug)
    fields = {name: row[name] for name in ("side", "kind", "title", "language")}
    post = actions.add_post(twinning=twinning, by=by, is_sample=True, **fields)
    for term in row["terms"]:
        words = {name: term[name] for name in ("filled", "note", "language")}
        ends = term["ends_in"]
        actions.add_mandate(
            post=post,
            by=by,
            is_sample=True,
            starts_on=in_months(term["starts_in"]),
            ends_on=None if ends is None else end_of_month(in_months(ends)),
            **words,
        )


def in_months(months: int) -> date:
    """The first day of the month so many months from this one."""
    return add_months(clock.today(), months)
