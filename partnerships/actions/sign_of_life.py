"""Signs of life: one of each side in a month, written in two fields."""

from django.db import transaction

from partnerships.actions.event import record
from partnerships.models import SignOfLife, Twinning, Verb
from stedenband import clock
from stedenband.accounts.models import User
from stedenband.versions import StaleVersion, locked


@transaction.atomic
def give_sign_of_life(
    *, twinning: Twinning, side: str, by: User, version: int | None = None, **words: str
) -> SignOfLife:
    """Say where a side stands; the second time in a month it changes what was said.

    `version` is that of this month's as the writer saw it, 0 for none. Raises StaleVersion when
    somebody of the side wrote it meanwhile.
    """
    twinning = locked(twinning)  # of two at the same moment the second one finds the first
    found = SignOfLife.objects.of_side(twinning, side).this_month().first()
    if found and version is not None and version != found.version:
        raise StaleVersion(found)
    month = clock.today().replace(day=1)
    sign = found or SignOfLife(twinning=twinning, side=side, month=month)
    sign.say(words, by)
    sign.full_clean()
    sign.save()
    about = {"organisation": twinning.organisation_of(side), "note": sign.what_happened}
    record(Verb.SIGN_OF_LIFE_GIVEN, by=by, twinning=twinning, **about)
    return sign
