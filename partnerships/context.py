"""What happened around a twinning, behind the months of its ribbon: context events and elections.

They are fetched together with its documented facts: three tables, one query.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from string import ascii_lowercase
from typing import Any, NamedTuple

from django.db.models import BooleanField, CharField, DateField, IntegerField, QuerySet, Value
from django.utils.translation import gettext as _
from django_countries import countries

from partnerships.models import ContextEvent, Election, Fact, Twinning
from partnerships.models.exactness import in_words
from partnerships.models.trajectory import add_months
from partnerships.ribbon import Ribbon, stretch_of
from stedenband.texts import LANGUAGES, LocalText, columns, first_written, interface_language

FACT, CONTEXT, ELECTION = "fact", "context", "election"
BEFORE = 6  # months before the start that are told too: what it began with


class Row(NamedTuple):
    """One row of any of the three tables."""

    table: str
    starts_on: date | None
    ends_on: date | None
    starts_known: str
    ends_known: str
    kind: str
    place: str
    country: str
    when: str
    nl: str
    es: str
    fr: str
    en: str
    url: str | None
    is_sample: bool
    number: int

    @property
    def text(self) -> LocalText:
        return first_written(lambda code: getattr(self, code))


@dataclass(frozen=True)
class Happening:
    """One line of the context: what, when, and from which month to which."""

    label: str
    text: LocalText
    when: str
    starts_on: date
    ends_on: date
    url: str
    is_sample: bool
    letter: str = ""


def documented_of(twinning: Twinning, user: object) -> tuple[list[Row], list[Happening]]:
    """The documented facts of a twinning in their order, and what happened around it by date."""
    contexts = ContextEvent.objects.visible_to(user).concerning(twinning)
    elections = Election.objects.visible_to(user).concerning(twinning)
    rows = context_rows(contexts).union(
        election_rows(elections), fact_rows(twinning.facts.all()), all=True
    )
    found = [Row(*row) for row in rows]
    facts = sorted((row for row in found if row.table == FACT), key=lambda row: row.number)
    around = [happening_of(row) for row in found if row.table != FACT]
    return facts, sorted(around, key=lambda one: (one.starts_on, one.label))


def text(value: str) -> Value:
    return Value(value, output_field=CharField())


def no_day() -> Value:
    return Value(None, output_field=DateField())


def number(value: int) -> Value:
    return Value(value, output_field=IntegerField())


def context_rows(events: QuerySet[ContextEvent]) -> QuerySet[Any, Any]:
    return events.order_by().values_list(
        text(CONTEXT),
        "starts_on",
        "ends_on",
        "starts_known",
        "ends_known",
        "kind",
        text(""),
        text(""),
        text(""),
        *columns("text"),
        "source__url",
        "is_sample",
        number(0),
    )


def election_rows(elections: QuerySet[Election]) -> QuerySet[Any, Any]:
    return elections.order_by().values_list(
        text(ELECTION),
        "held_on",
        "in_office_on",
        "held_known",
        "office_known",
        "kind",
        "region",
        "country",
        text(""),
        *(text("") for _code in LANGUAGES),
        "source__url",
        "is_sample",
        number(0),
    )


def fact_rows(facts: QuerySet[Fact]) -> QuerySet[Any, Any]:
    return facts.order_by().values_list(
        text(FACT),
        no_day(),
        no_day(),
        *(text("") for _column in range(5)),
        "when",
        *columns("text"),
        "source__url",
        Value(value=False, output_field=BooleanField()),
        "position",
    )


def happening_of(row: Row) -> Happening:
    starts = row.starts_on or date.min
    given: dict[str, Any] = {
        "starts_on": starts,
        "url": row.url or "",
        "is_sample": bool(row.is_sample),
    }
    if row.table == ELECTION:
        return election_happening(row, given)
    ends = row.ends_on or starts
    when = in_words(starts, row.starts_known)
    if row.ends_on and row.ends_on != starts:
        when = f"{when} – {in_words(row.ends_on, row.ends_known)}"
    label = str(ContextEvent.Kind(row.kind).label)
    return Happening(label=label, text=row.text, when=when, ends_on=ends, **given)


def election_happening(row: Row, given: dict[str, Any]) -> Happening:
    """The vote, and in its words when those elected take office."""
    words = {
        "what": Election.Kind(row.kind).label,
        "place": row.place or countries.name(row.country),
    }
    told = _("Election: %(what)s, %(place)s") % words
    if row.ends_on:
        day = in_words(row.ends_on, row.ends_known)
        told = _("%(election)s; in office %(day)s") % {"election": told, "day": day}
    return Happening(
        label=str(_("election")),
        text=LocalText(told, interface_language()),
        when=in_words(given["starts_on"], row.starts_known),
        ends_on=row.ends_on or given["starts_on"],
        **given,
    )


def behind(ribbon: Ribbon, happenings: Iterable[Happening]) -> Ribbon:
    """The ribbon with what happened during its months, and just before; a letter for each."""
    trajectory = ribbon.trajectory
    first = add_months(trajectory.first_month, -BEFORE)
    last = trajectory.due_on(trajectory.length)
    around = [one for one in happenings if one.starts_on <= last and one.ends_on >= first]
    lettered = [
        replace(one, letter=letter) for one, letter in zip(around, ascii_lowercase, strict=False)
    ]
    drawn = [stretch_of(trajectory, one.letter, one.starts_on, one.ends_on) for one in lettered]
    return replace(ribbon, happenings=lettered, stretches=[one for one in drawn if one])
