"""A side's deeds as the table that planning software takes in, and that comes back unchanged."""

from django.utils.translation import gettext as _

from partnerships.imports.plan import columns_of, head_of, standing
from partnerships.models import Deed, Twinning
from stedenband.spreadsheets import Sheet, Value


def plan_sheet(twinning: Twinning, side: str) -> Sheet:
    """One row for each deed of a side, by the codes of its plan; codes are text."""
    names = columns_of(side)
    deeds = twinning.deeds.filter(side=side).prefetch_related("side_targets")
    codes = ("plan_name", "objective_code", "plan_code", "action_code", "pk")
    rows = [[cell(deed, name) for name in names] for deed in deeds.order_by(*codes)]
    return Sheet(_("Plan"), [head_of(name, side) for name in names], rows)


def cell(deed: Deed, name: str) -> Value:
    if name == "number":
        return deed.pk
    value = standing(deed, name)
    return ", ".join(value) if isinstance(value, tuple) else str(value)
