"""What tests of imports share: their rows in the tables, and what they are about."""

from typing import Any

from partnerships import actions
from partnerships.forms.importing import ImportConfirmForm
from partnerships.imports.organisation import OrganisationImporter
from partnerships.imports.table import Row, compare_rows
from partnerships.models import Import, Verb

# --- tests/furnished/test_access.py: each page for each role -------------------------------------

TABLE = """
partnerships:import-list      GET  302 403 403 200 403 403 200 200 200 200 200 200 200
partnerships:import-list      POST 302 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:import-detail    GET  302 404 404 404 404 404 200 200 200 200 200 200 200
partnerships:import-detail    POST 302 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:import-undo      GET  302 404 404 404 404 404 403 200 200 403 403 403 403
partnerships:import-undo      POST 302 404 404 404 404 404 403 200 200 403 403 403 403
partnerships:import-add       GET  302 403 403 403 403 403 403 403 403 403 403 200 403
partnerships:import-add       POST 302 403 403 403 403 403 403 403 403 403 403 200 403
partnerships:import-confirm   GET  302 403 403 403 403 403 403 403 403 403 403 200 403
partnerships:import-confirm   POST 302 403 403 403 403 403 403 403 403 403 403 200 403
"""


def imported(world: Any) -> Import:
    """An import of the Flemish side's deeds."""
    return deeds_imported(world.twinning, world.custom.updated_by)


def deeds_imported(twinning: Any, by: Any) -> Import:
    given = {"kind": Import.Kind.DEED, "twinning": twinning, "side": "flemish"}
    state = Import.State.DONE
    return Import.objects.create(by=by, file_name="plan.xlsx", state=state, **given)


def places_imported(by: Any) -> Import:
    given = {"kind": Import.Kind.ORGANISATION, "file_name": "places.csv"}
    return Import.objects.create(by=by, state=Import.State.DONE, **given)


def things(world: Any) -> dict[str, Any]:
    """What these pages are about."""
    one = imported(world)
    return {
        "import-add": Import.Kind.ORGANISATION,
        "import-confirm": Import.Kind.ORGANISATION,
        "import-detail": one,
        "import-list": None,
        "import-undo": one,
    }


# --- tests/furnished/test_access.py, tests/forms.py: the forms -----------------------------------

ROWS = [Row(2, {"name": "Tarija la Nueva", "country": "BO"})]


def packed() -> str:
    """A table as its preview hands it on."""
    importer = OrganisationImporter()
    found = compare_rows(importer, ROWS)
    form = ImportConfirmForm.for_rows(importer, ROWS, found, "places.csv")
    return str(form["packed"].value())


FORMS: dict[str, tuple[str, str, dict[str, str], str]] = {
    "import-confirm": ("coordinator", "places", {}, ""),
    "import-undo": ("editor", "imported", {}, ""),
}


# --- tests/partnerships/test_event.py: what is done, and its line --------------------------------


def import_places(world: Any) -> Import:
    seen = compare_rows(OrganisationImporter(), ROWS).digest
    given = {"kind": Import.Kind.ORGANISATION, "about": None, "by": world.coordinator}
    return actions.import_table(rows=ROWS, seen=seen, file_name="places.csv", **given)


def import_pairs(world: Any) -> Import:
    names = ["Q1\tHerent", "Q2\tCobán"]
    given = {"relations": ["Q1\tQ2"], "names": names, "file_name": "relations.tsv"}
    return actions.import_register(by=world.coordinator, **given)


def undo_import(world: Any) -> None:
    actions.undo_import(imported=import_places(world), by=world.coordinator)


DEEDS = [
    (Verb.TABLE_IMPORTED, "import_table", import_places, 0),
    (Verb.TABLE_IMPORTED, "import_register", import_pairs, 0),
    (Verb.IMPORT_UNDONE, "undo_import", undo_import, 1),
]
