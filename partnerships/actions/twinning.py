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
    """Enter the bond of two organisations; each side gets its page, not published.

    What stood here from a register is taken into use: the same row, with what is said of it now.
    """
    take_into_use(flemish, partner)
    known = Twinning.objects.registered().between(flemish, partner).first() or Twinning()
    given = {"flemish": flemish, "partner": partner, "slug": slug, "registered_from": None}
    twinning = filled(known, {"is_listed": False, **given, **fields})
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


def filled(twinning: Twinning, given: dict[str, Any]) -> Twinning:
    for name, value in given.items():
        setattr(twinning, name, value)
    return twinning


def take_into_use(*places: Organisation) -> None:
    """Organisations that only a register named until now."""
    for place in places:
        if place.registered_from_id:
            place.registered_from = None
            place.full_clean()
            place.save()
