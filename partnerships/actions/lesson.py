"""Lessons: written by a side, made public by that side alone, taken over by another twinning."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from partnerships import notifications
from partnerships.actions.event import record
from partnerships.models import Adoption, Lesson, Twinning, Verb, Visibility
from sdg.models import Target
from stedenband import clock
from stedenband.accounts.models import User
from stedenband.versions import locked, locked_at


@transaction.atomic
def add_lesson(
    *,
    twinning: Twinning,
    side: str,
    by: User,
    visibility: str = Visibility.TWINNING,
    targets: Iterable[Target] = (),
    **fields: Any,
) -> Lesson:
    """A side, or both together, write down what they learned."""
    fields.pop("version", None)
    lesson = Lesson(twinning=twinning, side=side, updated_by=by, **fields)
    lesson.open_to(visibility)
    lesson.full_clean()
    lesson.save()
    lesson.targets.set(targets)
    record(Verb.LESSON_ADDED, by=by, twinning=twinning, lesson=lesson)
    return lesson


@transaction.atomic
def change_lesson(
    *,
    lesson: Lesson,
    by: User,
    version: int | None = None,
    visibility: str = "",
    targets: Iterable[Target] | None = None,
    **fields: Any,
) -> Lesson:
    """Those who wrote it write it anew; a public one stays public until it is taken offline."""
    lesson = locked_at(lesson, version)
    for name, value in fields.items():
        setattr(lesson, name, value)
    if visibility and not lesson.is_public:
        lesson.open_to(visibility)
    lesson.agreed_by = ""
    lesson.updated_by, lesson.updated_at, lesson.version = by, clock.now(), lesson.version + 1
    lesson.full_clean()
    lesson.save()
    if targets is not None:
        lesson.targets.set(targets)
    record(Verb.LESSON_CHANGED, by=by, twinning=lesson.twinning, lesson=lesson)
    return lesson


@transaction.atomic
def publish_lesson(*, lesson: Lesson, side: str, by: User) -> Lesson:
    """A side shows its lesson to everybody; what both wrote, when the second side says so."""
    lesson = locked(lesson)
    lesson.publish(side)
    lesson.full_clean()
    lesson.save()
    verb = Verb.LESSON_PUBLISHED if lesson.is_public else Verb.LESSON_AGREED
    record(verb, by=by, twinning=lesson.twinning, lesson=lesson)
    return lesson


@transaction.atomic
def withdraw_lesson(*, lesson: Lesson, by: User, visibility: str) -> Lesson:
    """A side takes its lesson offline, and says who still reads it."""
    lesson = locked(lesson)
    lesson.withdraw(visibility)
    lesson.full_clean()
    lesson.save()
    record(Verb.LESSON_WITHDRAWN, by=by, twinning=lesson.twinning, lesson=lesson)
    return lesson


@transaction.atomic
def adopt_lesson(
    *, lesson: Lesson, twinning: Twinning, side: str, by: User, **fields: Any
) -> Adoption:
    """Another twinning takes a lesson over; its authors and the coordinators hear of it."""
    lesson = locked(lesson)
    lesson.refuse_if_inside()
    adoption = Adoption(lesson=lesson, twinning=twinning, side=side, updated_by=by, **fields)
    adoption.full_clean()
    adoption.save()
    record(Verb.LESSON_ADOPTED, by=by, twinning=twinning, lesson=lesson)
    notifications.lesson_adopted(adoption, by=by)
    return adoption
