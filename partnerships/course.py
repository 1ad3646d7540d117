"""Progress in words: the published method by which measured values become one of four answers."""

from collections.abc import Sequence
from decimal import Decimal

from django.db import models
from django.utils.translation import pgettext_lazy

from partnerships.models import Indicator, Measurement

THRESHOLD = Decimal("0.02")


class Course(models.TextChoices):
    TOWARDS = "towards", pgettext_lazy("progress", "moving towards")
    STILL = "still", pgettext_lazy("progress", "standing still")
    AWAY = "away", pgettext_lazy("progress", "moving away")
    UNKNOWN = "unknown", pgettext_lazy("progress", "not enough data")


def course_from(
    direction: str,
    baseline: Decimal | None,
    target: Decimal | None,
    measured: Sequence[Decimal],
) -> Course:
    """How an indicator moves; `measured` are its values by date, the latest last.

    The last measured value is compared with the baseline, and without a baseline with the first
    measured value. Fewer than two values: not enough data. A change of less than 2 % of the
    distance from that start to the target value (of the start itself, where there is no target
    value or it is the start) is standing still; any other goes towards or away, by the direction.
    """
    values = [*([baseline] if baseline is not None else []), *measured]
    if len(values) < 2:
        return Course.UNKNOWN
    start, last = values[0], values[-1]
    change = last - start
    distance = abs((start if target is None else target - start) or start)
    if not change or abs(change) < THRESHOLD * distance:
        return Course.STILL
    is_better = (change > 0) == (direction == Indicator.Direction.UP)
    return Course.TOWARDS if is_better else Course.AWAY


def course_of(indicator: Indicator, measurements: Sequence[Measurement]) -> Course:
    """The same for an indicator and its standing measurements, by date.

    What was measured before the day of its baseline does not say how it moved since.
    """
    start = indicator.baseline_on
    since = [one for one in measurements if start is None or one.measured_on >= start]
    measured = [one.value for one in since if one.value is not None]
    baseline, target = indicator.baseline_value, indicator.target_value
    return course_from(indicator.direction, baseline, target, measured)
