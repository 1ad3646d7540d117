"""Forums: held by VVSG, with lessons that all twinnings may read, in an order."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from partnerships.actions.event import record
from partnerships.models import Forum, ForumLesson, Lesson, Verb
from stedenband import clock
from stedenband.accounts.models import User
from stedenband.versions import locked_at


@transaction.atomic
def add_forum(*, by: User, **fields: Any) -> Forum:
    """VVSG announces a forum."""
    fields.pop("version", None)
    forum = Forum(updated_by=by, **fields)
    forum.full_clean()
    forum.save()
    record(Verb.FORUM_ADDED, by=by, forum=forum)
    return forum


@transaction.atomic
def change_forum(*, forum: Forum, by: User, version: int | None = None, **fields: Any) -> Forum:
    """VVSG changes what it announced, or shows it to everybody."""
    forum = locked_at(forum, version)
    for name, value in fields.items():
        setattr(forum, name, value)
    forum.updated_by, forum.updated_at, forum.version = by, clock.now(), forum.version + 1
    forum.full_clean()
    forum.save()
    record(Verb.FORUM_CHANGED, by=by, forum=forum)
    return forum


@transaction.atomic
def pick_lessons(
    *, forum: Forum, by: User, lessons: Sequence[Lesson], version: int | None = None
) -> Forum:
    """VVSG says which lessons come on a forum, and in which order."""
    forum = locked_at(forum, version)
    forum.version += 1
    forum.save(update_fields=["version"])
    forum.picks.all().delete()
    for position, lesson in enumerate(lessons, 1):
        pick = ForumLesson(forum=forum, lesson=lesson, position=position)
        pick.full_clean()
        pick.save()
    record(Verb.LESSONS_PICKED, by=by, forum=forum)
    return forum
