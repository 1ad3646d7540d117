"""Calendars as files (iCalendar, RFC 5545): what calendar programs subscribe to.

An entry keeps its identity for ever: what moves keeps its UID and gets a higher SEQUENCE, what is
dropped or cancelled stays in the file and says so. Otherwise calendars that were subscribed to
would keep showing the old day. Hours are given in UTC, which no calendar reads amiss; the clocks
of the places stand in the description.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Max, OuterRef, Q, QuerySet, Subquery
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from icalendar import Calendar, vDuration
from icalendar import Event as Component

from partnerships.models import (
    Agreement,
    Document,
    Duty,
    Event,
    Funding,
    Milestone,
    Programme,
    Promise,
    Session,
    State,
    Twinning,
    Verb,
    grants_of,
)
from partnerships.models.session import LocalTime
from partnerships.models.trajectory import add_months
from stedenband.texts import interface_language

REFRESH = timedelta(hours=12)
MOST = 4_000  # entries in one file, the latest days first
PLANNED_BY = (
    Verb.MILESTONE_ADDED,
    Verb.MILESTONE_CHANGED,
    Verb.MILESTONE_MOVED,
    Verb.MILESTONE_DROPPED,
    Verb.MILESTONE_REINSTATED,
)


@dataclass(frozen=True)
class Entry:
    """One thing in a calendar: on whole days, or from one moment to another."""

    uid: str
    title: str
    language: str
    starts: date | datetime
    ends: date | datetime
    path: str
    lines: tuple[str, ...]
    sequence: int
    changed_at: datetime
    is_cancelled: bool = False
    place: str = ""

    @property
    def is_of_days(self) -> bool:
        return not isinstance(self.starts, datetime)


@dataclass(frozen=True)
class CalendarFile:
    name: str
    entries: list[Entry]

    @property
    def changed_at(self) -> datetime | None:
        """When anything in it changed last."""
        return max((entry.changed_at for entry in self.entries), default=None)

    def content(self) -> bytes:
        calendar = Calendar()
        calendar.add("prodid", f"-//Stedenband//{host()}//{interface_language().upper()}")
        calendar.add("version", "2.0")
        calendar.add("calscale", "GREGORIAN")
        name = " ".join(self.name.split())  # a name that was imported may hold a line break
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", f"PT{REFRESH // timedelta(hours=1)}H")
        for entry in self.entries:
            calendar.add_component(event_of(entry))
        return bytes(calendar.to_ical())


def event_of(entry: Entry) -> Component:
    event = Component()
    event.add("uid", f"{entry.uid}@{host()}")
    event.add("summary", entry.title, parameters={"LANGUAGE": entry.language})
    event.add("dtstart", entry.starts)
    event.add("dtend", entry.ends)
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("sequence", entry.sequence)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if entry.is_of_days else "OPAQUE")
    address = settings.SITE_URL + entry.path
    event.add("description", "\n".join([*entry.lines, address]))
    event.add("url", address)
    if entry.place:
        event.add("location", entry.place)
    return event


def host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "stedenband"


# --- Which entries a calendar holds --------------------------------------------------------------


def twinning_calendar(twinning: Twinning) -> CalendarFile:
    """What everybody may read of one twinning."""
    milestones = Milestone.objects.public().filter(trajectory__twinning=twinning)
    sessions = Session.objects.public().of_twinning(twinning)
    documents = Document.objects.public().filter(twinning=twinning)
    agreements = Agreement.objects.public().filter(twinning=twinning)
    return drawn(str(twinning), milestones, sessions, documents=documents, agreements=agreements)


def programme_calendar(programme: Programme) -> CalendarFile:
    """What everybody may read of all twinnings in a programme."""
    milestones = Milestone.objects.public().filter(trajectory__programme=programme)
    theirs = Twinning.objects.public().filter(trajectories__programme=programme)
    taking_part = Session.objects.filter(participations__twinning__in=theirs.values("pk"))
    sessions = Session.objects.public().filter(pk__in=taking_part.values("pk"))
    return drawn(str(programme), milestones, sessions)


def own_calendar(user: Any) -> CalendarFile:
    """All that somebody sees in their own twinnings; for the coordination its own duties."""
    mine = Twinning.objects.of_member(user)
    where = Q(trajectory__twinning__in=mine)
    if grants_of(user).reads_all:
        where |= Q(duty=Duty.COORDINATION)
    return drawn(
        _("My twinnings"),
        Milestone.objects.visible_to(user).filter(where),
        Session.objects.inside(user),
        promises=Promise.objects.of_member(user),
        documents=Document.objects.visible_to(user).filter(twinning__in=mine),
        agreements=Agreement.objects.visible_to(user).filter(twinning__in=mine),
        fundings=Funding.objects.visible_to(user).filter(twinning__in=mine),
    )


def drawn(
    name: str,
    milestones: QuerySet[Milestone],
    sessions: QuerySet[Session],
    *,
    promises: QuerySet[Promise] | None = None,
    documents: QuerySet[Document] | None = None,
    agreements: QuerySet[Agreement] | None = None,
    fundings: QuerySet[Funding] | None = None,
) -> CalendarFile:
    entries = [*milestone_entries(milestones), *session_entries(sessions)]
    if promises is not None:
        entries += promise_entries(promises)
    if documents is not None:
        entries += document_entries(documents)
    if agreements is not None:
        rows = agreements.with_names().order_by("-valid_until", "pk")  # type: ignore[attr-defined]
        entries += [ending(one, one.valid_until, one.language) for one in rows[:MOST]]
    if fundings is not None:
        rows = fundings.with_names().order_by("-ends_on", "pk")  # type: ignore[attr-defined]
        entries += [ending(one, one.ends_on, interface_language()) for one in rows[:MOST]]
    return CalendarFile(name, sorted(entries, key=lambda one: (day_of(one.starts), one.uid)))


def day_of(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def milestone_entries(milestones: QuerySet[Milestone]) -> Iterator[Entry]:
    told = Max("events__at", filter=Q(events__verb__in=PLANNED_BY))
    # A shift moves the days of its milestones, and its line stands with the trajectory.
    shifts = Event.objects.filter(trajectory=OuterRef("trajectory"), verb=Verb.TRAJECTORY_SHIFTED)
    shifted = Subquery(shifts.order_by("-at").values("at")[:1])
    shown = milestones.with_names().annotate(planned_at=told, shifted_at=shifted)  # type: ignore[attr-defined]
    for one in shown.order_by("-due_on", "pk")[:MOST]:
        state = one.shown_state_label
        lines = (str(one.twinning), f"{one.duty_name} · M{one.month} · {state}", str(one.closing))
        yield of_day(
            one,
            f"milestone-{one.pk}",
            (one.title, one.title.lang),
            one.due_on,
            lines=tuple(line for line in lines if line),
            changed_at=max(filter(None, [one.state_since, one.planned_at, one.shifted_at])),
            is_cancelled=one.state == State.DROPPED,
        )


def session_entries(sessions: QuerySet[Session]) -> Iterator[Entry]:
    for one in sessions.with_names().order_by("-starts_at", "pk")[:MOST]:  # type: ignore[attr-defined]
        first = one.month.date().replace(day=1)
        whole_month = (first, add_months(first, 1))
        starts, ends = whole_month if one.is_to_the_month else (one.starts_at, one.ends_at)
        bonds = ", ".join(str(twinning) for twinning in one.bonds)
        hours = [] if one.is_to_the_month else [clocks(time) for time in one.times_for(None)]
        yield Entry(
            uid=f"session-{one.pk}",
            title=one.title,
            language=one.language,
            starts=starts,
            ends=ends,
            path=one.get_absolute_url(),
            lines=(f"{one.get_kind_display()} · {one.shown_state_label}", bonds, *hours),
            sequence=one.version,
            changed_at=max(filter(None, [one.updated_at, one.cancelled_at])),
            is_cancelled=one.cancelled_at is not None,
            place=one.place,
        )


def clocks(time: LocalTime) -> str:
    """`Edegem: 16 May 2026 15:00–17:00`, by the clocks of that place."""
    ends = f"{time.ends:%H:%M}"
    if not time.is_of_one_day:
        ends = f"{date_format(time.ends, 'DATE_FORMAT')} {ends}"
    starts = f"{date_format(time.starts, 'DATE_FORMAT')} {time.starts:%H:%M}"
    return f"{', '.join(time.names)}: {starts}–{ends}"


def promise_entries(promises: QuerySet[Promise]) -> Iterator[Entry]:
    told = Max("events__at")
    shown = promises.with_names().annotate(told_at=told)  # type: ignore[attr-defined]
    for one in shown.order_by("-due_on", "pk")[:MOST]:
        said = [one.flemish_confirmed_at, one.partner_confirmed_at, one.settled_at]
        title = _("Promise: %(what)s") % {"what": one}
        yield of_day(
            one,
            f"promise-{one.pk}",
            (title, one.language),
            one.due_on,
            lines=(str(one.twinning), f"{one.owner} · {one.shown_state_label}"),
            changed_at=max(filter(None, [one.made_at, one.told_at, *said])),
        )


def document_entries(documents: QuerySet[Document]) -> Iterator[Entry]:
    """The last day on which a document is valid."""
    ending = documents.filter(valid_until__isnull=False)
    told = Max("events__at")
    shown = ending.with_names().annotate(told_at=told)  # type: ignore[attr-defined]
    for one in shown.order_by("-valid_until", "pk")[:MOST]:
        yield of_day(
            one,
            f"document-{one.pk}",
            (_("Ends: %(title)s") % {"title": one.title}, one.language),
            one.valid_until,
            lines=(str(one.twinning), one.get_kind_display()),
            changed_at=max(filter(None, [one.added_at, one.told_at])),
            is_cancelled=one.is_withdrawn,
        )


def ending(thing: Any, day: date, language: str) -> Entry:
    """The last day of an agreement or a funding."""
    noun = thing._meta
    return of_day(
        thing,
        f"{noun.model_name}-{thing.pk}",
        (_("Ends: %(title)s") % {"title": thing}, language),
        day,
        lines=(str(thing.twinning), str(noun.verbose_name)),
        changed_at=thing.changed_at or thing.entered_at,
    )


def of_day(
    thing: Any,
    uid: str,
    title: tuple[str, str],
    day: date,
    *,
    lines: Iterable[str],
    changed_at: datetime,
    is_cancelled: bool = False,
) -> Entry:
    """An entry on one whole day."""
    return Entry(
        uid=uid,
        title=str(title[0]),
        language=title[1],
        starts=day,
        ends=day + timedelta(days=1),
        path=thing.get_absolute_url(),
        lines=tuple(lines),
        sequence=thing.version,
        changed_at=changed_at,
        is_cancelled=is_cancelled,
    )
