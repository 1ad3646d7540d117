"""The ribbon: the months of a trajectory in three lanes, computed here, drawn by a template."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.models import LATE, Duty, Milestone, Side, State, Trajectory
from partnerships.models.milestone import LATE_LABEL
from partnerships.models.trajectory import add_months

WIDTH, LEFT, RIGHT, TOP, BOTTOM = 1040, 112, 12, 16, 146
LANE_HEIGHT = 42
FIRST_LANE = 38
SPREAD = {
    1: [(0, 0)],
    2: [(0, -9), (0, 9)],
    3: [(-9, -9), (9, -9), (0, 9)],
    4: [(-9, -9), (9, -9), (-9, 9), (9, 9)],
}
ORDER = [*State.values, LATE]


@dataclass(frozen=True)
class Mark:
    """One milestone on the ribbon: where it stands, and what it is."""

    milestone: Milestone
    lane: str
    x: float
    y: float

    @property
    def transform(self) -> str:
        return f"translate({self.x:.1f} {self.y:.1f})"


@dataclass(frozen=True)
class Lane:
    side: str
    name: str
    y: int

    @property
    def label_y(self) -> int:
        return self.y + 4

    @property
    def path(self) -> str:
        return f"M{LEFT} {self.y}H{WIDTH - RIGHT}"


@dataclass(frozen=True)
class Year:
    """A band of twelve months, counted from the first."""

    number: int
    label: str
    x: float
    width: float
    is_shaded: bool

    @property
    def text_x(self) -> float:
        return round(self.x + 5, 1)


@dataclass(frozen=True)
class Ghost:
    """The faint mark that a replanned milestone leaves where it stood."""

    x: float
    y: int


@dataclass(frozen=True)
class Stretch:
    """What happened around it: from which month to which, with the letter of its line below."""

    letter: str
    x: float
    end: float

    @property
    def path(self) -> str:
        """A mark at its month, and along the lower edge as long as it lasted."""
        return f"M{self.x} {TOP}V{BOTTOM}M{self.x} {BOTTOM}H{max(self.end, self.x)}"

    @property
    def text_x(self) -> float:
        return round(self.x + 3, 1)


@dataclass(frozen=True)
class Ribbon:
    trajectory: Trajectory
    lanes: list[Lane]
    years: list[Year]
    marks: list[Mark]
    ghosts: list[Ghost]
    now_x: float | None
    month: int
    counts: list[tuple[str, str, int]] = field(default_factory=list)
    stretches: list[Stretch] = field(default_factory=list)
    happenings: list[Any] = field(default_factory=list)

    width, top, bottom, left = WIDTH, TOP, BOTTOM, LEFT

    @property
    def band_height(self) -> int:
        return BOTTOM - TOP

    @property
    def now_is_right(self) -> bool:
        """Whether the word at today's line must stand left of it, to stay on the sheet."""
        return self.now_x is not None and self.now_x > WIDTH - 160

    @property
    def legend(self) -> list[tuple[str, str]]:
        return legend_of([self])

    @property
    def month_words(self) -> str:
        return month_words(self.trajectory)

    @property
    def marks_by_date(self) -> list[Mark]:
        return sorted(self.marks, key=lambda one: (one.milestone.due_on, one.milestone.pk))

    @property
    def by_year(self) -> list[tuple[str, list[Milestone], bool]]:
        """The same as a list: each year's label and milestones, and whether it is this one."""
        found: dict[int, list[Milestone]] = defaultdict(list)
        for mark in self.marks_by_date:
            found[max(0, (mark.milestone.month - 1) // 12)].append(mark.milestone)
        now = (self.month - 1) // 12
        return [(year_label(self.trajectory, n), rows, n == now) for n, rows in found.items()]

    @property
    def summary(self) -> str:
        """The ribbon in words that need no agreement: `Done 5 · Awaiting review 1 · Late 1`."""
        return " · ".join(f"{label} {count}" for _state, label, count in self.counts)


def legend_of(ribbons: Iterable[Ribbon]) -> list[tuple[str, str]]:
    """The states that occur on any of these ribbons, with their words, for one legend below."""
    used = {state for ribbon in ribbons for state, _label, _count in ribbon.counts}
    return [(state, state_label(state)) for state in ORDER if state in used]


def month_x(trajectory: Trajectory, month: float) -> float:
    """Where the middle of a month lies, in the drawing's units."""
    step = (WIDTH - LEFT - RIGHT) / trajectory.length
    return round(LEFT + (month - 0.5) * step, 1)


def year_label(trajectory: Trajectory, number: int) -> str:
    """`Year 2 · 2020`, or `Year 2 · 2026–2027` where a year of the trajectory spans two."""
    first = add_months(trajectory.first_month, number * 12)
    within = min(12, trajectory.length - number * 12)
    last = add_months(first, (within if within > 0 else 12) - 1)
    when = str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
    return _("Year %(number)s · %(when)s") % {"number": number + 1, "when": when}


def draw_ribbon(
    trajectory: Trajectory,
    milestones: Iterable[Milestone],
    order: tuple[Side, Side],
    moved: Iterable[tuple[int, date]] = (),
) -> Ribbon:
    """The ribbon of a trajectory.

    `order` says which side's lane is on top; `moved` are replannings: milestone and old due date.
    """
    lanes = lanes_of(trajectory, order)
    shown = list(milestones)
    for milestone in shown:
        milestone.trajectory = trajectory
    counts = Counter(milestone.shown_state for milestone in shown)
    by_id = {milestone.pk: milestone for milestone in shown}
    return Ribbon(
        trajectory=trajectory,
        lanes=lanes,
        years=years_of(trajectory),
        marks=marks_of(trajectory, shown, lanes),
        ghosts=ghosts_of(trajectory, by_id, lanes, moved),
        now_x=now_of(trajectory),
        month=trajectory.current_month,
        counts=[(state, state_label(state), counts[state]) for state in ORDER if counts[state]],
    )


def state_label(state: str) -> str:
    return str(LATE_LABEL) if state == LATE else str(State(state).label)


def lanes_of(trajectory: Trajectory, order: tuple[Side, Side]) -> list[Lane]:
    sides = (order[0], Side.JOINT, order[1])
    name = trajectory.twinning.name_of
    return [
        Lane(side, name(side), FIRST_LANE + number * LANE_HEIGHT)
        for number, side in enumerate(sides)
    ]


def years_of(trajectory: Trajectory) -> list[Year]:
    step = (WIDTH - LEFT - RIGHT) / trajectory.length
    found = []
    for number in range((trajectory.length + 11) // 12):
        months = min(12, trajectory.length - number * 12)
        x = round(LEFT + number * 12 * step, 1)
        label = year_label(trajectory, number)
        found.append(Year(number + 1, label, x, round(months * step, 1), number % 2 == 0))
    return found


def lane_side(duty: str) -> str:
    """The coordination's milestones stand in the middle lane, with what both do."""
    return Side.JOINT if duty == Duty.COORDINATION else duty


def marks_of(trajectory: Trajectory, milestones: list[Milestone], lanes: list[Lane]) -> list[Mark]:
    lane_y = {lane.side: lane.y for lane in lanes}
    groups: dict[tuple[str, int], list[Milestone]] = defaultdict(list)
    for milestone in milestones:
        groups[lane_side(milestone.duty), milestone.month].append(milestone)
    marks: list[Mark] = []
    for (side, month), group in groups.items():
        x = month_x(trajectory, min(max(month, 0.5), trajectory.length))
        row = [(9 * n - 4 * len(group), 0) for n in range(len(group))]
        places = SPREAD.get(len(group), row)
        for milestone, (dx, dy) in zip(group, places, strict=True):
            marks.append(Mark(milestone, milestone.duty, x + dx, lane_y[side] + dy))
    return marks


def ghosts_of(
    trajectory: Trajectory,
    by_id: dict[int, Milestone],
    lanes: list[Lane],
    moved: Iterable[tuple[int, date]],
) -> list[Ghost]:
    lane_y = {lane.side: lane.y for lane in lanes}
    ghosts = []
    for milestone_id, old_due_on in moved:
        month = trajectory.month_of(old_due_on)
        if milestone_id in by_id and 1 <= month <= trajectory.length:
            y = lane_y[lane_side(by_id[milestone_id].duty)]
            ghosts.append(Ghost(month_x(trajectory, month), y))
    return ghosts


def now_of(trajectory: Trajectory) -> float | None:
    """Where today is; None outside the trajectory and in a closed one."""
    today = trajectory.today
    month = trajectory.month_of(today)
    if not trajectory.is_running or not 1 <= month <= trajectory.length:
        return None
    return month_x(trajectory, month + 0.5 * (today.day - 15) / 15)


def stretch_of(trajectory: Trajectory, letter: str, starts: date, ends: date) -> Stretch | None:
    """Where a happening lies on a ribbon; None where it was over before the first month."""
    first, last = trajectory.month_of(starts), trajectory.month_of(ends)
    if last < 1 or first > trajectory.length:
        return None
    x = month_x(trajectory, max(first, 0.5))
    return Stretch(letter, x, month_x(trajectory, min(last, trajectory.length + 0.5)))


def month_words(trajectory: Trajectory) -> str:
    """`month 14 of 36`, or when it starts, or that it ended."""
    month, length = trajectory.current_month, trajectory.length
    if month < 1:
        away = 1 - month
        return ngettext("starts in %(n)s month", "starts in %(n)s months", away) % {"n": away}
    if month > length or not trajectory.is_running:
        return ngettext("%(n)s month, ended", "%(n)s months, ended", length) % {"n": length}
    return _("month %(month)s of %(length)s") % {"month": month, "length": length}
