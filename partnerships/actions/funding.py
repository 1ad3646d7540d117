"""Fundings: who pays, until when."""

from typing import Any

from django.db import transaction

from partnerships.actions.event import record
from partnerships.models import Funding, Twinning, Verb
from stedenband import clock
from stedenband.accounts.models import User
from stedenband.versions import locked_at


@transaction.atomic
def add_funding(*, twinning: Twinning, by: User, **terms: Any) -> Funding:
    terms.pop("version", None)
    funding = Funding(twinning=twinning, entered_by=by, entered_at=clock.now(), **terms)
    funding.full_clean()
    funding.save()
    record(Verb.FUNDING_ADDED, by=by, twinning=twinning, funding=funding)
    return funding


@transaction.atomic
def change_funding(
    *, funding: Funding, by: User, version: int | None = None, **terms: Any
) -> Funding:
    funding = locked_at(funding, version)
    for name, value in terms.items():
        setattr(funding, name, value)
    funding.full_clean()
    funding.note_change(by)
    funding.save()
    record(Verb.FUNDING_CHANGED, by=by, twinning=funding.twinning, funding=funding)
    return funding
