"""Twinnings: entered with both their pages."""

from typing import Any

from django.db import transaction

from partnerships.actions.event import record
from partnerships.models import LEAVES, Organisation, Page, Twinning, Verb
from stedenband.accounts.models import User


@transaction.atomic
def found_twinning(
    *, flemish: Organisation, partner: Organisation, slug: str, by: User, **fields: Any
) -> Twinning:
    """Enter the bond of two organisations; each side gets its page, not published."""
    twinning = Twinning(flemish=flemish, partner=partner, slug=slug, **fields)
    twinning.full_clean()
    twinning.save()
    make_pages(twinning)
    record(Verb.TWINNING_FOUNDED, by=by, twinning=twinning)
    return twinning


def make_pages(twinning: Twinning) -> None:
    """Both sides' pages, where they are not there yet, in the side's first language."""
    for side in LEAVES:
        languages = twinning.organisation_of(side).languages or ["nl"]
        Page.objects.get_or_create(
            twinning=twinning, side=side, defaults={"language": languages[0]}
        )
