"""Vouchers: entered from the books, and put right."""

from typing import Any

from django.db import transaction

from partnerships.actions.event import record
from partnerships.models import Funding, Verb, Voucher
from stedenband import clock
from stedenband.accounts.models import User
from stedenband.versions import locked_at


@transaction.atomic
def add_voucher(*, funding: Funding, by: User, **terms: Any) -> Voucher:
    terms.pop("version", None)
    voucher = Voucher(funding=funding, entered_by=by, entered_at=clock.now(), **terms)
    voucher.reckon()
    voucher.full_clean()
    voucher.save()
    note = {"funding": funding, "new": voucher.number}
    record(Verb.VOUCHER_ADDED, by=by, twinning=funding.twinning, **note)
    return voucher


@transaction.atomic
def change_voucher(
    *, voucher: Voucher, by: User, version: int | None = None, **terms: Any
) -> Voucher:
    voucher = locked_at(voucher, version)
    for name, value in terms.items():
        setattr(voucher, name, value)
    voucher.reckon()
    voucher.full_clean()
    voucher.note_change(by)
    voucher.save()
    note = {"funding": voucher.funding, "new": voucher.number}
    record(Verb.VOUCHER_CHANGED, by=by, twinning=voucher.funding.twinning, **note)
    return voucher
