"""The line of an indicator: its values by date, computed here, drawn by a template."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from partnerships.models import Indicator, Measurement

WIDTH, HEIGHT = 420, 190
LEFT, RIGHT, TOP, BOTTOM = 8, 22, 26, 150
WORDS_WIDTH = 150


@dataclass(frozen=True)
class Dot:
    """One value on the line; `is_baseline` is drawn as a square, `is_gap` as a hollow mark."""

    x: float
    y: float
    label: str
    is_baseline: bool = False
    is_gap: bool = False

    @property
    def transform(self) -> str:
        return f"translate({self.x:.1f} {self.y:.1f})"


@dataclass(frozen=True)
class Rule:
    """A line across: the target value, or a step of a scale, with its word."""

    y: float
    label: str
    left: int = LEFT
    is_target: bool = False

    @property
    def path(self) -> str:
        return f"M{self.left} {self.y:.1f}H{WIDTH - RIGHT}"

    @property
    def label_y(self) -> str:
        """Above the line, or at its height where the words have a column of their own."""
        return f"{self.y + (-5 if self.left == LEFT else 4):.1f}"


@dataclass(frozen=True)
class Line:
    side: str
    dots: list[Dot]
    paths: list[str]
    rules: list[Rule]
    has_steps: bool
    first: date
    last: date

    width, height, edge, bottom = WIDTH, HEIGHT, LEFT, BOTTOM

    @property
    def left(self) -> int:
        return left_of(has_steps=self.has_steps)

    @property
    def right(self) -> int:
        return WIDTH - RIGHT

    @property
    def spoken(self) -> list[tuple[Dot, str]]:
        """The first and last value with their words beside them, and on which side of the dot."""
        told = [dot for dot in self.dots if not dot.is_gap]
        ends = [(told[0], "start")] if len(told) > 1 else []
        return [*ends, (told[-1], "end" if told[-1].x > WIDTH / 3 else "start")]

    @property
    def has_dates(self) -> bool:
        return self.first != self.last


def draw_line(indicator: Indicator, measurements: Sequence[Measurement]) -> Line | None:
    """The line of an indicator's standing measurements, by date; None without any value."""
    points = points_of(indicator, measurements)
    values = [value for _day, value, _is_baseline in points if value is not None]
    if not values:
        return None
    days = [day for day, _value, _is_baseline in points]
    span = (min(days), max(days))
    reach = reach_of(indicator, values)
    dots = [dot_of(indicator, point, span, reach) for point in points]
    rules = rules_of(indicator, reach)
    return Line(indicator.side, dots, paths_of(dots), rules, indicator.is_qualitative, *span)


Point = tuple[date, Decimal | None, bool]


def points_of(indicator: Indicator, measurements: Sequence[Measurement]) -> list[Point]:
    """The baseline and what was measured, by date; what was not measured has no value."""
    points: list[Point] = [(one.measured_on, one.value, False) for one in measurements]
    if indicator.baseline_on:
        points.append((indicator.baseline_on, indicator.baseline_value, True))
    return sorted(points, key=lambda point: (point[0], not point[2]))


def reach_of(indicator: Indicator, values: list[Decimal]) -> tuple[Decimal, Decimal]:
    """The lowest and highest value that the drawing has room for: never equal."""
    if indicator.is_qualitative:
        return Decimal(1), Decimal(max(2, len(indicator.steps)))
    target = indicator.target_value
    shown = [*values, *([target] if target is not None else [])]
    low, high = min(shown), max(shown)
    return (low, high) if low != high else (low - 1, high + 1)


def dot_of(
    indicator: Indicator, point: Point, span: tuple[date, date], reach: tuple[Decimal, Decimal]
) -> Dot:
    day, value, is_baseline = point
    x = x_of(day, span, left_of(has_steps=indicator.is_qualitative))
    if value is None:
        return Dot(x, BOTTOM + 14, "", is_gap=True)
    return Dot(x, y_of(value, reach), str(indicator.words_of(value)), is_baseline)


def left_of(*, has_steps: bool) -> int:
    """Where the drawing starts: a scale's words stand left of it."""
    return WORDS_WIDTH if has_steps else LEFT


def x_of(day: date, span: tuple[date, date], left: int) -> float:
    first, last = span
    days = (last - first).days
    room = WIDTH - RIGHT - left - 12
    return left + 6 + (room * (day - first).days / days if days else 0)


def y_of(value: Decimal, reach: tuple[Decimal, Decimal]) -> float:
    low, high = reach
    return BOTTOM - float((value - low) / (high - low)) * (BOTTOM - TOP)


def rules_of(indicator: Indicator, reach: tuple[Decimal, Decimal]) -> list[Rule]:
    """Each step of a scale, and the target value."""
    target = indicator.target_value
    steps = enumerate(indicator.steps, 1) if indicator.is_qualitative else []
    rules = [
        Rule(y_of(Decimal(n), reach), str(step), WORDS_WIDTH, is_target=n == target)
        for n, step in steps
    ]
    if target is not None and not indicator.is_qualitative:
        label = _("target value %(value)s") % {"value": indicator.words_of(target)}
        rules.append(Rule(y_of(target, reach), label, is_target=True))
    return rules


def paths_of(dots: list[Dot]) -> list[str]:
    """The line in pieces: it breaks where nothing was measured."""
    pieces: list[list[Dot]] = [[]]
    for dot in dots:
        if dot.is_gap:
            pieces.append([])
        else:
            pieces[-1].append(dot)
    drawn = [piece for piece in pieces if len(piece) > 1]
    return ["M" + "L".join(f"{dot.x:.1f} {dot.y:.1f}" for dot in piece) for piece in drawn]
