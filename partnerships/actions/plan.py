"""A plan table taken over: the deeds of a side, all of them or none."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from partnerships import notifications
from partnerships.actions.event import record
from partnerships.actions.importing import begin_import, refuse_other, write_changes
from partnerships.imports.kinds import importer_of
from partnerships.imports.plan import PlanRow, compare
from partnerships.models import Import, Twinning, Verb
from stedenband.accounts.models import User
from stedenband.versions import locked

CHANGED = _("The deeds changed meanwhile. Look at what the table does now, and take it over.")


@transaction.atomic
def take_over_plan(
    *, twinning: Twinning, side: str, by: User, language: str, rows: Sequence[PlanRow], seen: str
) -> Import:
    """Enter and change a side's deeds as the rows say; `seen` is the digest that was agreed to.

    Refuses when the deeds changed since, when a row is wrong, and when nothing would change.
    """
    found = compare(locked(twinning), side, rows)
    refuse_other(found, seen, CHANGED)
    for change in found.added:
        change.fields["language"] = language
    imported = begin_import(kind=Import.Kind.DEED, about=twinning, by=by, found=found)
    imported.side, imported.state = side, Import.State.DONE
    write_changes(imported, importer_of(imported), found.added + found.changed, by)
    imported.save()
    numbers = {"old": str(len(found.changed)), "new": str(len(found.added))}
    organisation = twinning.organisation_of(side)
    record(Verb.PLAN_TAKEN_OVER, by=by, twinning=twinning, organisation=organisation, **numbers)
    if found.added:
        notifications.plan_taken_over(twinning, side, by=by, added=len(found.added))
    return imported
