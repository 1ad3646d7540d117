"""Mandates: the terms of a post, entered, put right and taken out."""

from typing import Any

from django.db import transaction

from partnerships.actions.event import record
from partnerships.models import Mandate, Post, Verb
from stedenband import clock
from stedenband.accounts.models import User
from stedenband.versions import locked, locked_at


@transaction.atomic
def add_mandate(*, post: Post, by: User, **fields: Any) -> Mandate:
    """Enter a term; the post is locked, so that two terms entered at once cannot overlap."""
    fields.pop("version", None)
    mandate = Mandate(post=locked(post), made_at=clock.now(), **fields)
    save(mandate)
    about = {"post": mandate.post, "new": mandate.term}
    record(Verb.MANDATE_ADDED, by=by, twinning=post.twinning, **about)
    return mandate


@transaction.atomic
def change_mandate(
    *, mandate: Mandate, by: User, version: int | None = None, **fields: Any
) -> Mandate:
    locked(mandate.post)
    mandate = locked_at(mandate, version)
    old = mandate.term
    for name, value in fields.items():
        setattr(mandate, name, value)
    mandate.version += 1
    save(mandate)
    moved = {"old": old, "new": mandate.term} if mandate.term != old else {"new": old}
    about = {"post": mandate.post, **moved}
    record(Verb.MANDATE_CHANGED, by=by, twinning=mandate.post.twinning, **about)
    return mandate


@transaction.atomic
def remove_mandate(*, mandate: Mandate, by: User, version: int | None = None) -> None:
    """Take out a term that was entered by mistake; the history keeps that it stood."""
    mandate = locked_at(mandate, version)
    about = {"post": mandate.post, "old": mandate.term, "note": mandate.note}
    mandate.delete()
    record(Verb.MANDATE_REMOVED, by=by, twinning=mandate.post.twinning, **about)


def save(mandate: Mandate) -> None:
    mandate.widen()
    mandate.full_clean()
    mandate.save()
