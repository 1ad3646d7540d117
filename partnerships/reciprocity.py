"""The two halves of a goal: what each side does for it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from partnerships.models import (
    Deed,
    Duty,
    Milestone,
    OwnGoal,
    Page,
    Side,
    State,
    Twinning,
    reading_order,
)
from sdg.models import Goal

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


def work_on_goal(
    user: object, goal: Goal, wanted: GoalFilter = EVERYTHING
) -> list[tuple[Twinning, Halves]]:
    """The twinnings that a reader sees at work on a goal, each with both halves."""
    works: list[Work] = [*deeds_on_goal(user, goal, wanted)]
    if not wanted.level:
        works += list(milestones_on_goal(user, goal, wanted))
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
    return sorted(found.values(), key=lambda pair: str(pair[0]))


def twinning_of(work: Work) -> Twinning:
    return work.twinning


def deeds_on_goal(user: object, goal: Goal, wanted: GoalFilter) -> Iterable[Deed]:
    deeds = Deed.objects.visible_to(user).for_goal(goal.number)
    if wanted.level:
        deeds = deeds.filter(level=wanted.level)
    if wanted.side:
        deeds = deeds.filter(side=wanted.side)
    if wanted.country:
        deeds = deeds.filter(twinning__in=Twinning.objects.in_country(wanted.country))
    return deeds.with_names().prefetch_related("side_targets")


def milestones_on_goal(user: object, goal: Goal, wanted: GoalFilter) -> Iterable[Milestone]:
    milestones = Milestone.objects.visible_to(user).running().filter(targets__goal=goal)
    milestones = milestones.exclude(duty=Duty.COORDINATION).exclude(state=State.DROPPED)
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


def one_sided(user: object) -> list[tuple[Twinning, Goal, Side]]:
    """Goals on which only one side of a running trajectory works: twinning, goal, empty side."""
    rows = (
        Milestone.objects.visible_to(user)
        .running()
        .exclude(state=State.DROPPED)
        .filter(targets__isnull=False)
        .exclude(duty=Duty.COORDINATION)
        .order_by()
        .values_list("trajectory__twinning", "targets__goal", "duty")
        .distinct()
    )
    duties: dict[tuple[int, int], set[str]] = defaultdict(set)
    for twinning, goal, duty in rows:
        duties[twinning, goal].add(duty)
    gaps = {pair: seen.pop() for pair, seen in duties.items() if len(seen) == 1}
    alone = {pair: Side(duty).other for pair, duty in gaps.items() if duty != Duty.JOINT}
    twinnings = Twinning.objects.with_sides().in_bulk({pair[0] for pair in alone})
    goals = Goal.objects.in_bulk({pair[1] for pair in alone})
    found = [(twinnings[pair[0]], goals[pair[1]], side) for pair, side in alone.items()]
    return sorted(found, key=lambda row: (str(row[0]), row[1].number))
