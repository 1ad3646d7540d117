"""Reciprocity over a period, computed: what each side gave, and what is missing, in words.

The method, the same for every twinning. Counted between two days, by side:
proposals – milestones and deeds that the side entered; confirmations – keys it turned on the other
side's reports; lessons – reports handed in that say what the side learned; practices – reports
handed in that say what changed at home; hosting – sessions that the side hosted, the cancelled and
the coming ones left out. Nothing is weighed, added up or ranked.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Max, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.models import (
    LEAVES,
    Deed,
    Event,
    Page,
    ProgressReport,
    Session,
    Side,
    Submission,
    Twinning,
    Verb,
)
from sdg.models import Goal

PROPOSALS = (Verb.MILESTONE_ADDED, Verb.DEED_ADDED)
Key = tuple[int, int]


@dataclass
class Given:
    """What one side gave in the period, and when it last did anything."""

    proposals: int = 0
    confirmations: int = 0
    lessons: int = 0
    practices: int = 0
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
            found.append(no_lesson(name, given.last_lesson))
        if not given.practices:
            found.append(_("Nothing changed at home in %(name)s in this period.") % {"name": name})
        if others := self.of(side.other).hosting:
            found += [] if given.hosting else [no_hosting(name, others)]
        if given.waiting_keys:
            found.append(waiting_keys(name, given.waiting_keys))
        return found


def no_lesson(name: str, last: datetime | None) -> str:
    if last is None:
        return _("No lesson from %(name)s yet.") % {"name": name}
    day = date_format(timezone.localdate(last), "YEAR_MONTH_FORMAT")
    return _("No lesson from %(name)s since %(month)s.") % {"name": name, "month": day}


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


def balances_of(twinnings: Iterable[Twinning], first: date, last: date) -> list[Balance]:
    """The balance of each twinning between two days, both included; queries do not grow."""
    found = {twinning.pk: Balance(twinning) for twinning in twinnings}
    start = timezone.make_aware(datetime.combine(first, time.min))
    end = timezone.make_aware(datetime.combine(last + timedelta(days=1), time.min))
    count_events(found, start, end)
    count_words(found, start, end)
    count_hosting(found, start, end)
    count_keys(found)
    note_signs(found)
    find_lonely_goals(found)
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
            lessons=Count("report", filter=inside & ~Q(we_learned=""), distinct=True),
            practices=Count("report", filter=inside & ~Q(changed_at_home=""), distinct=True),
            last_lesson=Max("at", filter=~Q(we_learned="")),
        )
    )
    for row in rows:
        balance = found[row["report__milestone__trajectory__twinning"]]
        given = balance.of(row["report__reporter"])
        given.lessons, given.practices = row["lessons"], row["practices"]
        given.last_lesson = row["last_lesson"]


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


def count_keys(found: dict[int, Balance]) -> None:
    rows = (
        ProgressReport.objects.awaiting_key()
        .filter(milestone__trajectory__twinning__in=found)
        .order_by()
        .values_list("milestone__trajectory__twinning", "reporter")
        .annotate(count=Count("pk"))
    )
    for twinning, reporter, count in rows:
        found[twinning].of(Side(reporter).other).waiting_keys = count


def note_signs(found: dict[int, Balance]) -> None:
    rows = Page.objects.filter(twinning__in=found)
    for twinning, side, moment in rows.values_list("twinning", "side", "last_contribution_at"):
        found[twinning].of(side).last_sign = moment


def find_lonely_goals(found: dict[int, Balance]) -> None:
    """Goals that one side's deeds serve and the other side's do not."""
    rows = (
        Deed.objects.filter(twinning__in=found, main_target__isnull=False)
        .exclude(state=Deed.State.STOPPED)
        .order_by()
        .values_list("twinning", "main_target__goal", "side")
        .distinct()
    )
    sides: dict[Key, set[str]] = defaultdict(set)
    for twinning, goal, side in rows:
        sides[twinning, goal].add(side)
    goals = Goal.objects.in_bulk()
    for (twinning, number), seen in sorted(sides.items()):
        if len(seen) == 1:
            empty = Side(next(iter(seen))).other
            found[twinning].lonely_goals.append((goals[number], empty))
