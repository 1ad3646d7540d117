"""Translations."""

from partnerships.models import (
    Spoken,
    Translation,
    Twinning,
    grants_of,
)
from partnerships.policies.twinning import (
    may_see_inside,
)
from stedenband.accounts.models import User


def may_see_translations(user: object, twinning: Twinning) -> bool:
    """Anybody of either side, coordinators and facilitators."""
    return may_see_inside(user, twinning)


def may_translate(user: object, thing: Spoken) -> bool:
    """The same people; what is of all twinnings, anybody who works in one."""
    concerned = thing.twinnings_concerned
    if not concerned:
        return bool(grants_of(user).by_role)
    return any(may_see_translations(user, twinning) for twinning in concerned)


def may_check_translation(user: User, translation: Translation) -> bool:
    """The same, and nobody their own translation."""
    return translation.by_id != user.pk and may_translate(user, translation.thing)
