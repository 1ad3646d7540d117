"""Reciprocity over a period, computed: what each side gave, and what is missing, in words.

The method, the same for every twinning. Counted between two days, by side:
proposals – milestones and deeds that the side entered; confirmations – keys it turned on the other
side's reports; learned – reports handed in that say what the side learned; practices – reports
handed in that say what changed at home; lessons – lessons in the library that the other side
learned from it, both sides' when they learned from each other, but not what a side keeps to
itself; hosting – sessions that the side hosted, the cancelled and the coming ones left out.
Nothing is weighed, added up or ranked.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count, Max, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.models import (
    LEAVES,
    Direction,
    Event,
    Lesson,
    Page,
    ProgressReport,
    Session,
    Side,
    Submission,
    Twinning,
    Verb,
    Visibility,
)
from partnerships.past import awaiting_key, sides_by_goal
from sdg.models import Goal
from stedenband import clock

PROPOSALS = (Verb.MILESTONE_ADDED, Verb.DEED_ADDED)


@dataclass
class Given:
    """What one side gave in the period, and when it last did anything."""

    proposals: int = 0
    confirmations: int = 0
    learned: int = 0
    practices: int = 0
    lessons: int = 0
    last_learned: datetime | None = None
    hosting: int = 0
    last_lesson: datetime | None = None
    last_sign: datetime | None = None
    waiting_keys: int = 0


@dataclass
class Balance:
    """Both sides of a twinning over a period, and the gaps in words."""

    twinning: Twinning
    flemish: Given = field(default_factory=Given)
    partner: Given = field(default_factory=Given)
    lonely_goals: list[tuple[Goal, Side]] = field(default_factory=list)
    unsaid: int = 0  # deeds of which the record does not say how they stood on a day gone by

    def of(self, side: str) -> Given:
        return self.flemish if side == Side.FLEMISH else self.partner

    @property
    def gaps(self) -> list[str]:
        """Each gap as a sentence; none is a good answer."""
        sentences = [
            _("No deed of %(name)s under goal %(goal)s.")
            % {"name": self.twinning.name_of(side), "goal": goal}
            for goal, side in self.lonely_goals
        ]
        for side in LEAVES:
            sentences += self.gaps_of(side)
        return sentences

    def gaps_of(self, side: Side) -> list[str]:
        name, given = self.twinning.name_of(side), self.of(side)
        found = []
        if not given.lessons:
            found.append(no_lesson(name, self.twinning.name_of(side.other), given.last_lesson))
        if not given.learned:
            found.append(nothing_learned(name, given.last_learned))
        if not given.practices:
            found.append(_("Nothing changed at home in %(name)s in this period.") % {"name": name})
        if others := self.of(side.other).hosting:
            found += [] if given.hosting else [no_hosting(name, others)]
        if given.waiting_keys:
            found.append(waiting_keys(name, given.waiting_keys))
        return found


def no_lesson(name: str, other: str, last: datetime | None) -> str:
    names = {"name": name, "other": other}
    if last is None:
        return _("No lesson from %(name)s to %(other)s yet.") % names
    words = _("No lesson from %(name)s to %(other)s since %(month)s.")
    return words % {**names, "month": month_of(last)}


def nothing_learned(name: str, last: datetime | None) -> str:
    if last is None:
        return _("No report of %(name)s says what it learned yet.") % {"name": name}
    words = _("No report of %(name)s has said what it learned since %(month)s.")
    return words % {"name": name, "month": month_of(last)}


def month_of(moment: datetime) -> str:
    return date_format(clock.day_of(moment), "YEAR_MONTH_FORMAT")


def no_hosting(name: str, count: int) -> str:
    words = ngettext(
        "%(name)s hosted no session; the other side hosted %(n)s.",
        "%(name)s hosted no session; the other side hosted %(n)s.",
        count,
    )
    return words % {"n": count, "name": name}


def waiting_keys(name: str, count: int) -> str:
    words = ngettext(
        "%(n)s report waits for the key of %(name)s.",
        "%(n)s reports wait for the key of %(name)s.",
        count,
    )
    return words % {"n": count, "name": name}


def balances_of(
    twinnings: Iterable[Twinning], first: date, last: date, on: date | None = None
) -> list[Balance]:
    """The balance of each twinning between two days, both included; queries do not grow.

    Of a day gone by, `on`, also what waited and which deeds there were is that of then.
    """
    found = {twinning.pk: Balance(twinning) for twinning in twinnings}
    start, end = clock.start_of(first), clock.start_of(last + timedelta(days=1))
    count_events(found, start, end)
    count_words(found, start, end)
    count_lessons(found, start, end)
    count_hosting(found, start, end)
    count_keys(found, on)
    note_signs(found, end if on else None)
    find_lonely_goals(found, on)
    return list(found.values())


def count_events(found: dict[int, Balance], start: datetime, end: datetime) -> None:
    rows = (
        Event.objects.filter(twinning__in=found, at__gte=start, at__lt=end, side__in=LEAVES)
        .order_by()
        .values("twinning", "side")
        .annotate(
            proposals=Count("pk", filter=Q(verb__in=PROPOSALS)),
            confirmations=Count("pk", filter=Q(verb=Verb.REPORT_CONFIRMED)),
        )
    )
    for row in rows:
        given = found[row["twinning"]].of(row["side"])
        given.proposals, given.confirmations = row["proposals"], row["confirmations"]


def count_words(found: dict[int, Balance], start: datetime, end: datetime) -> None:
    """Reports, not rounds: one that was handed in twice counts once."""
    inside = Q(at__gte=start, at__lt=end)
    rows = (
        Submission.objects.filter(
            report__milestone__trajectory__twinning__in=found, report__reporter__in=LEAVES
        )
        .order_by()
        .values("report__milestone__trajectory__twinning", "report__reporter")
        .annotate(
            learned=Count("report", filter=inside & ~Q(we_learned=""), distinct=True),
            practices=Count("report", filter=inside & ~Q(changed_at_home=""), distinct=True),
            last_learned=Max("at", filter=~Q(we_learned="") & Q(at__lt=end)),
        )
    )
    for row in rows:
        balance = found[row["report__milestone__trajectory__twinning"]]
        given = balance.of(row["report__reporter"])
        given.learned, given.practices = row["learned"], row["practices"]
        given.last_learned = row["last_learned"]


def count_lessons(found: dict[int, Balance], start: datetime, end: datetime) -> None:
    """A lesson counts for the side that it was learned from."""
    inside = Q(created_at__gte=start)
    rows = (
        Lesson.objects.filter(twinning__in=found, created_at__lt=end)
        .exclude(visibility=Visibility.SIDE)
        .order_by()
        .values("twinning", "direction")
        .annotate(count=Count("pk", filter=inside), last=Max("created_at"))
    )
    for row in rows:
        for side in LEAVES:
            if row["direction"] in (side.other, Direction.BOTH):
                given = found[row["twinning"]].of(side)
                given.lessons += row["count"]
                given.last_lesson = max(given.last_lesson or row["last"], row["last"])


def count_hosting(found: dict[int, Balance], start: datetime, end: datetime) -> None:
    """Sessions that took place, by the side whose municipality hosted them."""
    rows = (
        Session.objects.standing()
        .past()
        .filter(participations__twinning__in=found, starts_at__gte=start, starts_at__lt=end)
        .order_by()
        .values_list("participations__twinning", "host")
        .annotate(count=Count("pk"))
    )
    for twinning, host, count in rows:
        balance = found[twinning]
        for side in LEAVES:
            if host == balance.twinning.organisation_of(side).pk:
                balance.of(side).hosting = count


def count_keys(found: dict[int, Balance], on: date | None) -> None:
    if on:
        for (twinning, reporter), count in awaiting_key(found, on).items():
            found[twinning].of(Side(reporter).other).waiting_keys = count
        return
    rows = (
        ProgressReport.objects.awaiting_key()
        .filter(milestone__trajectory__twinning__in=found)
        .order_by()
        .values_list("milestone__trajectory__twinning", "reporter")
        .annotate(count=Count("pk"))
    )
    for twinning, reporter, count in rows:
        found[twinning].of(Side(reporter).other).waiting_keys = count


def note_signs(found: dict[int, Balance], end: datetime | None) -> None:
    """The last sign of life: what a page keeps, or until a moment the last line of history."""
    if end:
        events = Event.objects.filter(twinning__in=found, side__in=LEAVES, at__lt=end).order_by()
        lines = events.values_list("twinning", "side").annotate(last=Max("at"))
        for twinning, side, moment in lines:
            found[twinning].of(side).last_sign = moment
        return
    rows = Page.objects.filter(twinning__in=found)
    for twinning, side, moment in rows.values_list("twinning", "side", "last_contribution_at"):
        found[twinning].of(side).last_sign = moment


def find_lonely_goals(found: dict[int, Balance], on: date | None) -> None:
    """Goals that one side's deeds serve and the other side's do not."""
    sides, unsaid = sides_by_goal(found, on)
    for twinning, count in unsaid.items():
        found[twinning].unsaid = count
    goals = Goal.objects.in_bulk()
    for (twinning, number), seen in sorted(sides.items()):
        if len(seen) == 1:
            empty = Side(next(iter(seen))).other
            found[twinning].lonely_goals.append((goals[number], empty))
