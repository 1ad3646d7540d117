"""The sessions that are public: documented, or agreed to by every side that took part."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from django.db.models import Prefetch

from partnerships.models import Attendance, Group, Minutes, Participation, Session, Side
from partnerships.models.session import SessionQuerySet
from partnerships.opendata.words import Markdown, Pages, Reference, Said, pages, reference, said
from partnerships.opendata.words import wording as written
from stedenband.openapi import Says


@dataclass(frozen=True)
class Counted:
    """How many of a group were in the room. Groups overlap: they are not added up."""

    side: Side
    group: Group
    number: int


@dataclass(frozen=True)
class MinutesRecord:
    """The minutes in one language."""

    text: Markdown
    missing_voices: Said


@dataclass(frozen=True)
class SessionRecord:
    """One conversation between the sides."""

    id: int
    pages: Pages
    twinnings: Annotated[list[str], Says("The twinnings' ids.")]
    kind: Session.Kind
    title: Said
    agenda: Markdown
    host: Annotated[str | None, Says("The name of the organisation that hosts it.")]
    place: str
    starts_at: Annotated[datetime | None, Says("Empty where only the month is known.")]
    ends_at: Annotated[datetime | None, Says("Empty where only the month is known.")]
    month: Annotated[str, Says("YYYY-MM, by the host's clock.")]
    time_zone: Annotated[str, Says("The host's.")]
    languages: Annotated[list[str], Says("ISO 639 codes of the languages spoken.")]
    is_interpreted: bool
    interpretation: Said
    is_online: bool
    is_cancelled: bool
    cancel_reason: Said
    attendance: list[Counted]
    minutes: list[MinutesRecord]
    source: Reference | None
    is_sample: Annotated[bool, Says("Made up, to show how the portal works.")]


def public_sessions() -> SessionQuerySet:
    return (
        Session.objects.public()
        .select_related("host", "source")
        .prefetch_related(
            Prefetch("participations", Participation.objects.select_related("twinning")),
            Prefetch("attendance", Attendance.objects.public()),
            Prefetch("minutes", Minutes.objects.public()),
            "translations",
        )
        .order_by("pk")
    )


def read_session(row: Session) -> SessionRecord:
    words, to_the_month = said(row), row.is_to_the_month
    return SessionRecord(
        id=row.pk,
        pages=pages("session-detail", row.pk),
        twinnings=[one.slug for one in row.bonds],
        kind=Session.Kind(row.kind),
        title=words.get("title", []),
        agenda=words.get("agenda", []),
        host=row.host.name if row.host else None,
        place=row.place,
        starts_at=None if to_the_month else row.starts_at,
        ends_at=None if to_the_month else row.ends_at,
        month=f"{row.month:%Y-%m}",
        time_zone=row.time_zone,
        languages=[str(code) for code in row.languages],
        is_interpreted=row.is_interpreted,
        interpretation=words.get("interpretation", []),
        is_online=row.is_online,
        is_cancelled=row.cancelled_at is not None,
        cancel_reason=written(row.cancel_reason, row.cancel_language),
        attendance=[Counted(Side(a.side), Group(a.group), a.number) for a in row.attendance.all()],
        minutes=[read_minutes(one) for one in row.minutes.all()],
        source=reference(row.source),
        is_sample=row.is_sample,
    )


def read_minutes(row: Minutes) -> MinutesRecord:
    missing = written(row.missing_voices, row.language)
    return MinutesRecord(written(row.text, row.language), missing)
