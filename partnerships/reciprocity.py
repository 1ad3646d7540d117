"""The two halves of a goal: what each side does for it, as far as its milestones tell."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from partnerships.models import Duty, Milestone, Page, Side, State, Twinning, reading_order
from sdg.models import Goal


@dataclass
class Halves:
    """One goal of one twinning, and each side's milestones that serve it."""

    goal: Goal
    flemish: list[Milestone] = field(default_factory=list)
    partner: list[Milestone] = field(default_factory=list)
    order: tuple[Side, Side] = (Side.FLEMISH, Side.PARTNER)
    hidden: frozenset[str] = frozenset()

    def of(self, side: Side) -> list[Milestone]:
        return self.flemish if side == Side.FLEMISH else self.partner

    @property
    def leaves(self) -> list[tuple[Side, list[Milestone]]]:
        """Both sides in reading order, each with its milestones."""
        return [(side, self.of(side)) for side in self.order]

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


def halves_of(milestones: Iterable[Milestone], order: tuple[Side, Side]) -> list[Halves]:
    """Each goal that milestones serve, by number, with its halves.

    Expects `targets__goal` prefetched; the coordination's milestones belong to neither half.
    """
    found: dict[int, Halves] = {}
    for milestone in milestones:
        if milestone.duty == Duty.COORDINATION:
            continue
        goals = {target.goal_id: target.goal for target in milestone.targets.all()}
        for number, goal in goals.items():
            found.setdefault(number, Halves(goal, order=order)).add(milestone)
    return [found[number] for number in sorted(found)]


def work_on_goal(user: object, goal: Goal) -> list[tuple[Twinning, Halves]]:
    """The twinnings that a reader sees at work on a goal, each with both halves."""
    milestones = (
        Milestone.objects.visible_to(user)
        .running()
        .filter(targets__goal=goal)
        .exclude(duty=Duty.COORDINATION)
        .exclude(state=State.DROPPED)
        .with_names()
        .prefetch_related("targets")
        .distinct()
    )
    found: dict[int, tuple[Twinning, Halves]] = {}
    rows = list(milestones)
    hidden = hidden_sides(user, {row.trajectory.twinning_id for row in rows})
    for milestone in rows:
        twinning = milestone.twinning
        if twinning.pk not in found:
            order = reading_order(twinning, twinning.side_of(user))
            unseen = frozenset(hidden.get(twinning.pk, ()))
            found[twinning.pk] = (twinning, Halves(goal, order=order, hidden=unseen))
        found[twinning.pk][1].add(milestone)
    return sorted(found.values(), key=lambda pair: str(pair[0]))


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
