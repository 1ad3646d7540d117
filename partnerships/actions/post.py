"""Posts: what somebody has to do for a twinning on one side, written down by its role."""

from typing import Any

from django.db import transaction

from partnerships.actions.event import record
from partnerships.models import Post, Twinning, Verb
from stedenband import clock
from stedenband.accounts.models import User
from stedenband.versions import locked_at


@transaction.atomic
def add_post(*, twinning: Twinning, by: User, **fields: Any) -> Post:
    fields.pop("version", None)
    post = Post(twinning=twinning, made_at=clock.now(), **fields)
    post.full_clean()
    post.save()
    record(Verb.POST_ADDED, by=by, twinning=twinning, post=post)
    return post


@transaction.atomic
def change_post(*, post: Post, by: User, version: int | None = None, **fields: Any) -> Post:
    """Put a post right; its side stays, for its terms are of that side."""
    post = locked_at(post, version)
    for name, value in fields.items():
        setattr(post, name, value)
    post.version += 1
    post.full_clean()
    post.save()
    record(Verb.POST_CHANGED, by=by, twinning=post.twinning, post=post)
    return post
