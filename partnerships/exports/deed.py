"""A side's deeds as the table that planning software takes in, and that comes back unchanged."""

from django.db.models import QuerySet
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from partnerships.exports.table import NUMBER, Column, Table
from partnerships.imports.plan import HEADS, PARTNER_CODE, columns_of, standing
from partnerships.models import Deed, Side, Twinning
from stedenband.spreadsheets import Value

CODES = ("plan_name", "objective_code", "plan_code", "action_code", "pk")


def cell(deed: Deed, name: str) -> Value:
    value = standing(deed, name)
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def stated(name: str, side: Side) -> Column:
    is_partners = name == "plan_code" and side == Side.PARTNER
    return Column(PARTNER_CODE if is_partners else HEADS[name], lambda deed: cell(deed, name))


def deeds_of(side: Side, title: LazyText) -> Table:
    """One row for each deed of a side, by the codes of its plan; codes are text."""

    def of_twinning(rows: QuerySet[Deed], twinning: Twinning) -> QuerySet[Deed]:
        return rows.filter(twinning=twinning)

    names = [name for name in columns_of(side) if name != "number"]
    return Table(
        key=f"deeds-{side}",
        title=title,
        columns=(*(stated(name, side) for name in names), NUMBER),
        rows=lambda user: (
            Deed.objects.visible_to(user)
            .filter(side=side)
            .prefetch_related("side_targets")
            .order_by(*CODES)
        ),
        of_twinning=of_twinning,
    )


FLEMISH_DEEDS = deeds_of(Side.FLEMISH, _("Deeds, Flemish side"))
PARTNER_DEEDS = deeds_of(Side.PARTNER, _("Deeds, partner side"))
