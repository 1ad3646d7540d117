"""Who may import a table, and undo it: who may write what its rows are about."""

from typing import Any

from partnerships.models import Import, Measurement, grants_of
from partnerships.policies.continuity import may_write_funding
from partnerships.policies.deed import may_change_deed, may_write_indicator
from partnerships.policies.twinning import writes_in


def may_import(user: object, kind: str, about: Any = None) -> bool:
    """Who may type the same: a coordinator; vouchers and values, who writes in the twinning.

    Each side enters what it measures itself: a value of the other's is refused row by row.
    """
    if kind == Import.Kind.VOUCHER:
        return may_write_funding(user, about)
    if kind == Import.Kind.MEASUREMENT:
        return writes_in(user, about)
    return grants_of(user).is_coordinator


def may_undo_import(user: object, imported: Import) -> bool:
    """Who may import the same; of deeds the side whose deeds they are."""
    if imported.kind == Import.Kind.DEED:
        twinning = imported.twinning
        return twinning is not None and may_change_deed(user, twinning, imported.side)
    return may_import(user, imported.kind, imported.about)


def may_undo_row(user: object, thing: object) -> bool:
    """Of what a row wrote: a value is taken back by the side that measures it."""
    return not isinstance(thing, Measurement) or may_write_indicator(user, thing.indicator)


def may_see_imports(user: object) -> bool:
    """Members of a twinning, coordinators and facilitators."""
    grants = grants_of(user)
    return grants.reads_all or bool(grants.organisations)
