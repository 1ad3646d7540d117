"""A plan table taken over: the deeds of a side, all of them or none."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from partnerships import notifications
from partnerships.actions.deed import add_deed, change_deed
from partnerships.actions.event import record
from partnerships.imports.plan import PlanChange, PlanRow, compare
from partnerships.models import Twinning, Verb
from sdg.models import Target
from stedenband.accounts.models import User
from stedenband.versions import locked


@transaction.atomic
def take_over_plan(
    *, twinning: Twinning, side: str, by: User, language: str, rows: Sequence[PlanRow], seen: str
) -> None:
    """Enter and change a side's deeds as the rows say; `seen` is the digest that was agreed to.

    Refuses when the deeds changed since, when a row is wrong, and when nothing would change.
    """
    found = compare(locked(twinning), side, rows)
    if found.digest != seen:
        raise ValidationError(
            _("The deeds changed meanwhile. Look at what the table does now, and take it over.")
        )
    if not found.does_something:
        raise ValidationError(_("This table changes nothing."))
    for change in found.added + found.changed:
        fields = fields_of(change)
        if change.deed is None:
            given = {**fields, "language": language}
            add_deed(twinning=twinning, side=side, by=by, is_told=False, **given)
        else:
            change_deed(deed=change.deed, by=by, **fields)
    numbers = {"old": str(len(found.changed)), "new": str(len(found.added))}
    organisation = twinning.organisation_of(side)
    record(Verb.PLAN_TAKEN_OVER, by=by, twinning=twinning, organisation=organisation, **numbers)
    if found.added:
        notifications.plan_taken_over(twinning, side, by=by, added=len(found.added))


def fields_of(change: PlanChange) -> dict[str, Any]:
    """The fields as the actions on deeds take them."""
    fields = dict(change.fields)
    if code := fields.pop("main_target", ""):
        fields["main_target_id"] = code
    if codes := fields.pop("side_targets", ()):
        fields["side_targets"] = Target.objects.filter(code__in=codes)
    return fields
