"""Lessons, who takes them over, and forums."""

from partnerships.models import (
    LEAVES,
    Adoption,
    Lesson,
    Side,
    Twinning,
    grants_of,
    sides_behind,
)
from partnerships.policies.twinning import (
    acts_for,
)


def sides_telling(user: object, twinning: Twinning) -> list[Side]:
    """For whom somebody writes lessons: their side, or both together; empty for others."""
    own = [side for side in LEAVES if acts_for(user, twinning, side)]
    return [*own, Side.JOINT] if own else []


def may_add_lesson(user: object, twinning: Twinning) -> bool:
    return bool(sides_telling(user, twinning))


def may_write_lesson(user: object, lesson: Lesson) -> bool:
    """The side that wrote it; either side what both wrote together."""
    return any(acts_for(user, lesson.twinning, side) for side in sides_behind(lesson.side))


def may_publish_lesson(user: object, lesson: Lesson) -> bool:
    """Who writes it, and nobody else: not even VVSG makes a lesson public."""
    return may_write_lesson(user, lesson)


def side_publishing(user: object, lesson: Lesson) -> Side | None:
    """The side for which somebody publishes a lesson; of both, the one that has not said so yet."""
    own = [side for side in sides_behind(lesson.side) if acts_for(user, lesson.twinning, side)]
    return min(own, key=lambda side: side == lesson.agreed_by, default=None)


def takers_of(user: object, lesson: Lesson) -> list[tuple[Twinning, Side]]:
    """The other twinnings, each with the side, for which somebody may take a lesson over."""
    others = Twinning.objects.of_member(user).exclude(pk=lesson.twinning_id).with_sides()
    return [(one, side) for one in others for side in LEAVES if acts_for(user, one, side)]


def may_adopt_lesson(user: object, lesson: Lesson) -> bool:
    """Writers of a side of another twinning."""
    return bool(takers_of(user, lesson))


def may_report_adoption(user: object, adoption: Adoption) -> bool:
    """The side that took the lesson over, and nobody else."""
    return acts_for(user, adoption.twinning, adoption.side)


def may_hold_forum(user: object) -> bool:
    return grants_of(user).is_coordinator
