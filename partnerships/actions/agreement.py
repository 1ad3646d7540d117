"""Agreements: entered, put right, and what follows what."""

from datetime import date
from typing import Any

from django.db import transaction

from partnerships.actions.event import record
from partnerships.models import Agreement, Twinning, Verb
from stedenband import clock
from stedenband.accounts.models import User
from stedenband.versions import locked, locked_at


@transaction.atomic
def add_agreement(
    *,
    twinning: Twinning,
    by: User,
    valid_from: date,
    valid_until: date,
    precision: str = Agreement.Precision.DAY,
    follows: Agreement | None = None,
    **words: Any,
) -> Agreement:
    """Enter an agreement; the one that it follows then has a successor."""
    words.pop("version", None)
    locked(twinning)  # of two that overlap, entered at the same moment, the second is refused
    agreement = Agreement(twinning=twinning, entered_by=by, entered_at=clock.now(), **words)
    agreement.set_validity(valid_from, valid_until, precision)
    agreement.full_clean()
    agreement.save()
    follow(agreement, follows)
    record(Verb.AGREEMENT_ADDED, by=by, twinning=twinning, agreement=agreement)
    return agreement


@transaction.atomic
def change_agreement(
    *,
    agreement: Agreement,
    by: User,
    valid_from: date,
    valid_until: date,
    precision: str = Agreement.Precision.DAY,
    follows: Agreement | None = None,
    version: int | None = None,
    **words: Any,
) -> Agreement:
    locked(agreement.twinning)
    agreement = locked_at(agreement, version)
    agreement.refuse_if_documented()
    for name, value in words.items():
        setattr(agreement, name, value)
    agreement.set_validity(valid_from, valid_until, precision)
    agreement.full_clean()
    agreement.note_change(by)
    agreement.save()
    follow(agreement, follows)
    record(Verb.AGREEMENT_CHANGED, by=by, twinning=agreement.twinning, agreement=agreement)
    return agreement


def follow(agreement: Agreement, previous: Agreement | None) -> None:
    """Let an agreement be the successor of the one before it, and of no other."""
    for row in agreement.predecessors.exclude(pk=previous.pk if previous else 0):
        row.successor = None
        row.save()
    if previous:
        row = locked(previous)
        row.successor = agreement
        row.full_clean()
        row.save()
