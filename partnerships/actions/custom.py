"""Unwritten rules: each side writes down its own."""

from typing import Any

from django.db import transaction

from partnerships.actions.event import record
from partnerships.models import Custom, Side, Twinning, Verb
from stedenband import clock
from stedenband.accounts.models import User
from stedenband.versions import locked, locked_at


@transaction.atomic
def write_customs(
    *, twinning: Twinning, side: Side, by: User, version: int | None = None, **words: Any
) -> Custom:
    """A side writes its unwritten rules, the first time or anew.

    Raises StaleVersion when somebody else of that side saved them meanwhile.
    """
    twinning = locked(twinning)  # of two who begin at the same moment, one waits
    custom = own_customs(twinning, side, version) or Custom(twinning=twinning, side=side)
    for name, value in words.items():
        setattr(custom, name, value)
    custom.updated_by, custom.updated_at, custom.version = by, clock.now(), custom.version + 1
    custom.full_clean()
    custom.save()
    record(Verb.CUSTOMS_WRITTEN, by=by, twinning=twinning, custom=custom)
    return custom


def own_customs(twinning: Twinning, side: Side, version: int | None) -> Custom | None:
    found = Custom.objects.filter(twinning=twinning, side=side).first()
    return locked_at(found, version) if found else None
