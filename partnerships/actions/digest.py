"""The week in somebody's twinnings: what others did, and what is near. Nothing to tell, no mail."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation

from partnerships import notifications
from partnerships.agenda import Crowd, Due, Source, Span, due_for
from partnerships.history import told
from partnerships.models import (
    Event,
    MailKind,
    MailPreference,
    Membership,
    Participation,
    ReminderSent,
    Session,
    Twinning,
)
from partnerships.models.event import PRIVATE
from stedenband import clock
from stedenband.accounts.models import User

WEEK = timedelta(days=7)
NEAR = timedelta(days=14)
LINES = 8
SHOWN = 10

Told = tuple[list[ReminderSent], notifications.Letter | None]


@dataclass(frozen=True)
class Group:
    """What others did in one twinning, the newest first."""

    twinning: Twinning
    events: list[Event]

    @property
    def shown(self) -> list[Event]:
        return self.events[:LINES]

    @property
    def more(self) -> int:
        return max(0, len(self.events) - LINES)

    @property
    def link(self) -> str:
        return reverse("partnerships:twinning-history", args=[self.twinning.slug])


def digests_for(users: Sequence[User]) -> Iterator[Told]:
    """For each of these people the week that ended on their Monday, once.

    Whoever has nothing to read gets a mark and no mail, so that Tuesday does not look again.
    """
    waiting = [(user, monday_of(user)) for user in users]
    mondays = {monday.date() for _user, monday in waiting}
    marks = ReminderSent.objects.filter(user__in=users, kind=MailKind.DIGEST, due_on__in=mondays)
    done = set(marks.values_list("user", "due_on"))
    waiting = [one for one in waiting if (one[0].pk, one[1].date()) not in done]
    if not waiting:
        return
    week = TheirWeek([user for user, _monday in waiting])
    for user, monday in waiting:
        yield [mark(user, monday)], week.letter(user, monday)


def monday_of(user: User) -> datetime:
    """When the week began that it is now by the clocks of the reader."""
    zone = ZoneInfo(user.time_zone)
    today = clock.now().astimezone(zone).date()
    return datetime.combine(today - timedelta(days=today.weekday()), time.min, zone)


def mark(user: User, monday: datetime) -> ReminderSent:
    year, week, _day = monday.isocalendar()
    about = f"week:{year}-W{week:02}"
    given = {"kind": MailKind.DIGEST, "due_on": monday.date(), "offset": 0}
    return ReminderSent(user=user, about=about, sent_at=clock.now(), **given)


class TheirWeek:
    """What is near for some people, and where anything happened at all: read once for all."""

    def __init__(self, users: Sequence[User]) -> None:
        off = MailPreference.objects.off(MailKind.DIGEST).filter(user__in=users)
        self.silent = set(off.values_list("user", flat=True))
        self.dues: dict[int, list[Due]] = {}
        for user, due in due_for(Crowd.of(users), near):
            self.dues.setdefault(user.pk, []).append(due)
        self.busy = busy_people(users)

    def letter(self, user: User, monday: datetime) -> notifications.Letter | None:
        """The mail, if there is something to tell; nothing about the time before the account.

        What falls due alone is no news: reminders say so, each at its own time.
        """
        if user.pk in self.silent or user.pk not in self.busy or user.joined_at >= monday:
            return None
        dues = sorted(self.dues.get(user.pk, []), key=day_of)
        with translation.override(user.language), timezone.override(user.time_zone):
            groups = groups_of(user, monday)
            sessions = sessions_of(user)
            if not groups and not sessions:
                return None
            near = {"dues": dues[:SHOWN], "more_dues": max(0, len(dues) - SHOWN)}
            given = {"groups": groups, "sessions": sessions, "monday": monday.date()}
            return notifications.digest(user, **given, **near)


def near(source: Source) -> list[Span]:
    """What falls due in two weeks; an open key is not a date that comes."""
    today = clock.today()
    return [] if source.asks_for_key else [(today, today + NEAR)]


def day_of(due: Due) -> Any:
    return due.due_on


def busy_people(users: Sequence[User]) -> set[int]:
    """Those in whose twinnings anything happened lately, or a session comes: only they are read."""
    since, soon = clock.now() - 2 * WEEK, clock.now() + NEAR
    held = Membership.objects.current().filter(user__in=users)
    theirs = dict[int, set[int]]()
    for user, organisation in held.values_list("user", "organisation"):
        theirs.setdefault(organisation, set()).add(user)
    sides = ("flemish", "partner")
    mine = Twinning.objects.in_use().filter(Q(flemish__in=theirs) | Q(partner__in=theirs))
    happened = mine.filter(events__at__gte=since)
    joined = mine.filter(
        Q(participations__session__starts_at__range=(clock.now(), soon))
        | Q(participations__session__events__at__gte=since)
    )
    pairs = set(happened.values_list(*sides)) | set(joined.values_list(*sides))
    return {user for pair in pairs for side in pair for user in theirs.get(side, ())}


def groups_of(user: User, monday: datetime) -> list[Group]:
    """What others did in somebody's twinnings in the week before, the newest first."""
    mine = Twinning.objects.of_member(user)
    joined = Session.objects.filter(participations__twinning__in=mine).values("pk")
    events = (
        Event.objects.visible_to(user)
        .filter(Q(twinning__in=mine) | Q(session__in=joined, twinning__isnull=False))
        .filter(at__gte=monday - WEEK, at__lt=monday)
        .exclude(by=user)
        .exclude(verb__in=PRIVATE)
        .select_related("twinning__flemish", "twinning__partner")
    )
    lines, found = told(events), dict[int, Group]()
    own = own_bonds(user, lines)
    for line in lines:
        if home := own.get(line.session_id or 0, line.twinning):
            found.setdefault(home.pk, Group(home, [])).events.append(line)
    return list(found.values())


def own_bonds(user: User, lines: Iterable[Event]) -> dict[int, Twinning]:
    """Of sessions whose lines stand with a twinning of others: the reader's own that takes part.

    The history of the other one is closed to the reader.
    """
    away = {one.session_id for one in lines if one.twinning and not one.twinning.side_of(user)}
    mine = Twinning.objects.of_member(user)
    rows = Participation.objects.filter(session__in=away - {None}, twinning__in=mine)
    named = rows.select_related("twinning__flemish", "twinning__partner").order_by("-pk")
    return {row.session_id: row.twinning for row in named}


def sessions_of(user: User) -> list[Any]:
    """The sessions of the next two weeks, by the clocks of the reader's own place first."""
    mine = Twinning.objects.of_member(user)
    coming = Session.objects.inside(user).filter(participations__twinning__in=mine).distinct()
    soon = coming.standing().coming().filter(starts_at__lte=clock.now() + NEAR)
    return [(one, one.times_for(user)) for one in soon.with_names()[:SHOWN]]
