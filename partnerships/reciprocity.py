"""The two halves of a goal: what each side does for it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Exists, F, Max, Min, OuterRef, Q

from partnerships.models import (
    LEAVES,
    Deed,
    Duty,
    Milestone,
    OwnGoal,
    Page,
    Side,
    State,
    Trajectory,
    Twinning,
    reading_order,
)
from partnerships.models.deed import DeedQuerySet
from partnerships.models.milestone import MilestoneQuerySet
from partnerships.past import deeds_by, milestones_on
from sdg.models import Goal
from stedenband.paging import Each, number_of

Work = Deed | Milestone


@dataclass
class Halves:
    """One goal of one twinning, and what each side does for it: deeds first, then milestones."""

    goal: Goal | OwnGoal
    flemish: list[Work] = field(default_factory=list)
    partner: list[Work] = field(default_factory=list)
    order: tuple[Side, Side] = (Side.FLEMISH, Side.PARTNER)
    hidden: frozenset[str] = frozenset()

    def of(self, side: str) -> list[Work]:
        return self.flemish if side == Side.FLEMISH else self.partner

    @property
    def leaves(self) -> list[tuple[Side, list[Work]]]:
        """Both sides in reading order, each with its work."""
        return [(side, self.of(side)) for side in self.order]

    @property
    def is_own(self) -> bool:
        """Whether this is the twinning's own goal, outside the seventeen."""
        return isinstance(self.goal, OwnGoal)

    @property
    def empty_side(self) -> Side | None:
        """The side that does nothing for this goal yet, when the other does."""
        if bool(self.flemish) == bool(self.partner):
            return None
        return Side.PARTNER if self.flemish else Side.FLEMISH

    def add(self, milestone: Milestone) -> None:
        """A milestone of both sides stands in both halves."""
        if milestone.duty in (Duty.FLEMISH, Duty.JOINT):
            self.flemish.append(milestone)
        if milestone.duty in (Duty.PARTNER, Duty.JOINT):
            self.partner.append(milestone)

    def add_deed(self, deed: Deed) -> None:
        self.of(deed.side).append(deed)


def goals_of_deed(deed: Deed) -> list[Goal | OwnGoal]:
    """The goals that a deed serves: its own goal, the main target's, the side targets'."""
    official = [deed.main_target] if deed.main_target else []
    official += list(deed.side_targets.all())
    by_number: dict[int, Goal | OwnGoal] = {one.goal_id: one.goal for one in official}
    return [*by_number.values(), *([deed.own_goal] if deed.own_goal else [])]


def halves_of(
    milestones: Iterable[Milestone], order: tuple[Side, Side], deeds: Iterable[Deed] = ()
) -> list[Halves]:
    """Each goal that deeds and milestones serve, official ones by number, then own ones.

    Expects `targets__goal` and `side_targets__goal` prefetched; the coordination's milestones
    belong to neither half.
    """
    found: dict[tuple[bool, int], Halves] = {}
    for deed in deeds:
        for goal in goals_of_deed(deed):
            halves_in(found, goal, order).add_deed(deed)
    for milestone in milestones:
        if milestone.duty == Duty.COORDINATION:
            continue
        goals = {target.goal_id: target.goal for target in milestone.targets.all()}
        for goal in goals.values():
            halves_in(found, goal, order).add(milestone)
    return [found[key] for key in sorted(found)]


def halves_in(
    found: dict[tuple[bool, int], Halves], goal: Goal | OwnGoal, order: tuple[Side, Side]
) -> Halves:
    key = (isinstance(goal, OwnGoal), goal.number)
    return found.setdefault(key, Halves(goal, order=order))


@dataclass(frozen=True)
class GoalFilter:
    """What a reader of a goal's page narrows it to; empty is everything."""

    level: str = ""
    side: str = ""
    country: str = ""


EVERYTHING = GoalFilter()


def at_work_on(user: object, goal: Goal, wanted: GoalFilter, day: date | None = None) -> Any:
    """The keys of the twinnings that a reader sees at work on a goal.

    In the order of their addresses, which begin with a name and are an index: where much is done
    for the goal, a page asks twinning after twinning until it is full. Where little is, asking all
    the work of the world which twinning it belongs to is quicker.
    """
    asked = Each if is_common(goal) else Exists
    working = Q(asked(deeds_on_goal(user, goal, wanted).filter(twinning=OuterRef("pk"))))
    if not wanted.level:
        milestones = milestones_on_goal(user, goal, wanted)
        if not day:
            milestones = milestones.exclude(state=State.DROPPED)
        working |= Q(asked(milestones.filter(trajectory__twinning=OuterRef("pk"))))
    return Twinning.objects.in_use().filter(working).order_by("slug").values_list("pk", flat=True)


def is_common(goal: Goal) -> bool:
    serving = Milestone.targets.through.objects.filter(target__goal=goal)
    return number_of(serving, COMMON) == COMMON


def work_on_goal(
    user: object,
    goal: Goal,
    wanted: GoalFilter = EVERYTHING,
    day: date | None = None,
    among: Sequence[int] | None = None,
) -> list[tuple[Twinning, Halves]]:
    """The twinnings, or those among some, that a reader sees at work on a goal: both halves."""
    deeds = deeds_on_goal(user, goal, wanted)
    milestones = milestones_on_goal(user, goal, wanted)
    if among is not None:
        deeds = deeds.filter(twinning__in=among)
        milestones = milestones.filter(trajectory__twinning__in=among)
    works: list[Work] = [*(deeds_by(deeds, day) if day else deeds)]
    if not wanted.level:
        stood = milestones_on(milestones, day) if day else milestones
        works += [one for one in stood if one.state != State.DROPPED]
    hidden = hidden_sides(user, {twinning_of(work).pk for work in works})
    found: dict[int, tuple[Twinning, Halves]] = {}
    for work in works:
        twinning = twinning_of(work)
        if twinning.pk not in found:
            order = reading_order(twinning, twinning.side_of(user))
            unseen = frozenset(hidden.get(twinning.pk, ()))
            found[twinning.pk] = (twinning, Halves(goal, order=order, hidden=unseen))
        halves = found[twinning.pk][1]
        if isinstance(work, Deed):
            halves.add_deed(work)
        else:
            halves.add(work)
    return sorted(found.values(), key=lambda pair: pair[0].slug)


def twinning_of(work: Work) -> Twinning:
    return work.twinning


def deeds_on_goal(user: object, goal: Goal, wanted: GoalFilter) -> DeedQuerySet:
    deeds = Deed.objects.visible_to(user).for_goal(goal.number)
    if wanted.level:
        deeds = deeds.filter(level=wanted.level)
    if wanted.side:
        deeds = deeds.filter(side=wanted.side)
    if wanted.country:
        deeds = deeds.filter(twinning__in=Twinning.objects.in_country(wanted.country))
    return deeds.with_names().prefetch_related("side_targets")


def milestones_on_goal(user: object, goal: Goal, wanted: GoalFilter) -> MilestoneQuerySet:
    milestones = Milestone.objects.visible_to(user).running().filter(targets__goal=goal)
    milestones = milestones.exclude(duty=Duty.COORDINATION)
    if wanted.side:
        milestones = milestones.filter(duty__in=[wanted.side, Duty.JOINT])
    if wanted.country:
        there = Twinning.objects.in_country(wanted.country)
        milestones = milestones.filter(trajectory__twinning__in=there)
    return milestones.with_names().prefetch_related("targets").distinct()


def hidden_sides(user: object, twinnings: set[int]) -> dict[int, set[str]]:
    """Per twinning, the sides that keep their plan from this reader: unknown, not empty."""
    unpublished = Page.objects.filter(published_at=None, twinning__in=twinnings)
    unseen = unpublished.exclude(twinning__in=Twinning.objects.inside(user))
    found: dict[int, set[str]] = defaultdict(set)
    for twinning, side in unseen.values_list("twinning", "side"):
        found[twinning].add(side)
    return found


Gap = tuple[Twinning, Goal, Side]
COMMON = 2_000  # times that a milestone names a target of a goal
LOOKED_AT = 250  # twinnings, for the goals on which one side works alone


class Gaps:
    """Twinning, goal and empty side, by name; only those that are shown are read whole.

    Where `is_more`, other twinnings were not looked at.
    """

    def __init__(self, rows: list[tuple[int, int, str]], *, is_more: bool = False) -> None:
        self.rows, self.is_more = rows, is_more

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Gap]:
        return iter(self[:])

    def __getitem__(self, part: slice) -> list[Gap]:
        shown = self.rows[part]
        twinnings = Twinning.objects.with_sides().in_bulk({row[0] for row in shown})
        goals = Goal.objects.in_bulk({row[1] for row in shown})
        return [(twinnings[one], goals[number], Side(duty).other) for one, number, duty in shown]


def one_sided(user: object) -> Gaps:
    """Goals on which only one side of a running trajectory works, of the first twinnings."""
    looked_at = list(with_trajectory(user)[: LOOKED_AT + 1])
    at_work = (
        Milestone.objects.visible_to(user)
        .running()
        .filter(trajectory__twinning__in=looked_at[:LOOKED_AT])
        .exclude(state=State.DROPPED)
        .filter(targets__isnull=False)
        .exclude(duty=Duty.COORDINATION)
    )
    names = [f"trajectory__twinning__{side}__name" for side in LEAVES]
    alone = (
        at_work.order_by(*names, "trajectory__twinning", "targets__goal")
        .values("trajectory__twinning", "targets__goal")
        .annotate(first=Min("duty"), last=Max("duty"))
        .filter(first=F("last"))
        .exclude(first=Duty.JOINT)
    )
    rows = list(alone.values_list("trajectory__twinning", "targets__goal", "first"))
    return Gaps(rows, is_more=len(looked_at) > LOOKED_AT)


def with_trajectory(user: object) -> Any:
    """The keys of twinnings with a running trajectory, in the order of their addresses."""
    running = Trajectory.objects.running().filter(twinning=OuterRef("pk"))
    visible = Twinning.objects.visible_to(user).filter(Exists(running))
    return visible.order_by("slug").values_list("pk", flat=True)
