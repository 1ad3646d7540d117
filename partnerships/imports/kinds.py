"""Which importer reads tables about what, and where such a table belongs."""

from typing import Any, cast

from partnerships.imports.measurement import MeasurementImporter
from partnerships.imports.milestone import MilestoneImporter
from partnerships.imports.organisation import OrganisationImporter
from partnerships.imports.plan import PlanImporter
from partnerships.imports.table import Importer
from partnerships.imports.voucher import VoucherImporter
from partnerships.models import Import, Programme, Twinning

Kind = Import.Kind
IMPORTERS: dict[str, type[Importer[Any, Any]]] = {
    Kind.ORGANISATION: OrganisationImporter,
    Kind.MILESTONE: MilestoneImporter,
    Kind.MEASUREMENT: MeasurementImporter,
    Kind.VOUCHER: VoucherImporter,
}
# What a table of a kind belongs to; what is not here belongs to nothing in particular. Deeds come
# in as a side's plan, on a page of their own.
ABOUT: dict[str, type[Twinning] | type[Programme]] = {
    Kind.MILESTONE: Programme,
    Kind.MEASUREMENT: Twinning,
    Kind.VOUCHER: Twinning,
}


def importer_of(imported: Import) -> Importer[Any, Any]:
    """The importer with which a table was taken over, as things are now."""
    if imported.kind == Kind.DEED:
        return PlanImporter(cast("Twinning", imported.twinning), imported.side)
    return IMPORTERS[imported.kind](imported.about)
