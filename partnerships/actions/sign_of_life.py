"""Signs of life: one of each side in a month, written in two fields."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from partnerships.actions.event import record
from partnerships.models import SignOfLife, Twinning, Verb
from partnerships.models.sign_of_life import SignOfLifeQuerySet
from stedenband import clock
from stedenband.accounts.models import User
from stedenband.versions import StaleVersion, locked

NEW_MONTH = _("A new month has begun: sent once more, this is its sign of life.")


@transaction.atomic
def give_sign_of_life(
    *, twinning: Twinning, side: str, by: User, version: int | None = None, **words: str
) -> SignOfLife:
    """Say where a side stands; the second time in a month it changes what was said.

    `version` is that of this month's as the writer saw it, 0 for none. Raises StaleVersion when
    somebody of the side wrote it meanwhile, ValidationError when what was seen is last month's.
    """
    twinning = locked(twinning)  # of two at the same moment the second one finds the first
    signs = SignOfLife.objects.of_side(twinning, side)
    found = signs.this_month().first()
    refuse_if_stale(found, version)
    sign = found or SignOfLife(twinning=twinning, side=side, **new_month(signs))
    sign.say(words, by)
    sign.full_clean()
    sign.save()
    about = {"organisation": twinning.organisation_of(side), "note": sign.what_happened}
    record(Verb.SIGN_OF_LIFE_GIVEN, by=by, twinning=twinning, **about)
    return sign


def new_month(signs: SignOfLifeQuerySet) -> dict[str, Any]:
    """A month's first; versions count on, so that none of last month's is taken for one of it."""
    last: int | None = signs.aggregate(last=Max("version"))["last"]
    return {"month": clock.today().replace(day=1), "version": last or 0}


def refuse_if_stale(found: SignOfLife | None, version: int | None) -> None:
    """Words that put right what stood there must not replace what others said, or a new month's."""
    if found and version is not None and version != found.version:
        raise StaleVersion(found)
    if not found and version:
        raise ValidationError(NEW_MONTH, code="new_month")
