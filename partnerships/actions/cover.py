"""Covers: what a funding pays for, entered, changed, ended and removed."""

from typing import Any

from django.db import transaction

from partnerships.actions.event import record
from partnerships.models import COVERED, Cover, Funding, Verb
from stedenband import clock
from stedenband.accounts.models import User
from stedenband.versions import locked, locked_at


@transaction.atomic
def add_cover(*, funding: Funding, by: User, thing: Any, **terms: Any) -> Cover:
    """Say what a funding pays for: `thing` is a post, a promise or a milestone."""
    terms.pop("version", None)
    funding = locked(funding)  # so that its dates stay as they are compared
    cover = Cover(funding=funding, entered_by=by, entered_at=clock.now(), **terms)
    put(cover, thing)
    cover.full_clean()
    cover.save()
    note = {"funding": funding, "new": str(cover.thing)[:200]}
    record(Verb.COVER_ADDED, by=by, twinning=funding.twinning, **note)
    return cover


@transaction.atomic
def change_cover(
    *, cover: Cover, by: User, thing: Any, version: int | None = None, **terms: Any
) -> Cover:
    """Put a cover right, or let it end earlier."""
    locked(cover.funding)
    cover = locked_at(cover, version)
    for name, value in terms.items():
        setattr(cover, name, value)
    put(cover, thing)
    cover.full_clean()
    cover.note_change(by)
    cover.save()
    note = {"funding": cover.funding, "new": str(cover.thing)[:200]}
    record(Verb.COVER_CHANGED, by=by, twinning=cover.funding.twinning, **note)
    return cover


@transaction.atomic
def remove_cover(*, cover: Cover, by: User, version: int | None = None) -> None:
    """Take away a cover that never was; the history keeps what it was of."""
    cover = locked_at(cover, version)
    note = {"funding": cover.funding, "old": str(cover.thing)[:200]}
    record(Verb.COVER_REMOVED, by=by, twinning=cover.funding.twinning, **note)
    cover.delete()


def put(cover: Cover, thing: Any) -> None:
    for name in COVERED:
        is_kind = isinstance(thing, Cover._meta.get_field(name).related_model)  # type: ignore[arg-type]
        setattr(cover, name, thing if is_kind else None)
