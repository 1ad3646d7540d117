"""Deeds at home: entered and changed by their own side."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction

from partnerships import notifications
from partnerships.actions.event import record
from partnerships.actions.evidence import keep_evidence
from partnerships.models import Deed, Twinning, Verb
from sdg.models import Target
from stedenband import clock
from stedenband.accounts.models import User
from stedenband.files import CheckedFile
from stedenband.versions import locked_at


@transaction.atomic
def add_deed(
    *,
    twinning: Twinning,
    side: str,
    by: User,
    side_targets: Iterable[Target] = (),
    uploads: Sequence[CheckedFile] = (),
    link: str = "",
    is_told: bool = True,
    **fields: Any,
) -> Deed:
    """A side enters what it does at home, or plans to do; the other side hears of it."""
    fields.pop("version", None)
    deed = Deed(twinning=twinning, side=side, updated_by=by, **fields)
    deed.full_clean()
    deed.save()
    deed.side_targets.set(side_targets)
    record(Verb.DEED_ADDED, by=by, twinning=twinning, deed=deed, new=deed.state)
    keep_evidence(deed, by=by, uploads=uploads, link=link)
    if is_told:
        notifications.deed_added(deed, by=by)
    return deed


@transaction.atomic
def change_deed(
    *,
    deed: Deed,
    by: User,
    version: int | None = None,
    side_targets: Iterable[Target] | None = None,
    uploads: Sequence[CheckedFile] = (),
    link: str = "",
    **fields: Any,
) -> Deed:
    """A side changes what it wrote of a deed, or how far it is."""
    deed = locked_at(deed, version)
    old = deed.state
    for name, value in fields.items():
        setattr(deed, name, value)
    deed.updated_by, deed.updated_at, deed.version = by, clock.now(), deed.version + 1
    deed.full_clean()
    deed.save()
    if side_targets is not None:
        deed.side_targets.set(side_targets)
    moved = {"old": old, "new": deed.state} if old != deed.state else {}
    record(Verb.DEED_CHANGED, by=by, twinning=deed.twinning, deed=deed, **moved)
    keep_evidence(deed, by=by, uploads=uploads, link=link)
    return deed
