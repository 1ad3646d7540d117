"""Imports: what a table of organisations says, does, keeps and undoes."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partnerships import actions
from partnerships.actions import importing
from partnerships.imports.organisation import OrganisationImporter
from partnerships.imports.plan import compare, read_plan
from partnerships.imports.table import compare_rows, rows_as_json, rows_from_json
from partnerships.models import Deed, Event, Import, Organisation
from stedenband.spreadsheets import Line, Sheet, read_table, write_xlsx
from tests.factories import DeedFactory, OrganisationFactory, SourceFactory
from tests.pages import everything, text_of, url, visit, words_of

HEAD = ["Name", "Country", "Place", "Wikidata number"]
TARIJA = ["Tarija", "BO", "Tarija", "Q35004"]


def lines(*rows, head=HEAD):
    return [Line(number, list(cells)) for number, cells in enumerate([head, *rows], start=1)]


def read(*rows, head=HEAD):
    return OrganisationImporter().read(lines(*rows, head=head))


def wrong(*rows, head=HEAD):
    table = read(*rows, head=head)
    found = compare_rows(OrganisationImporter(), table.rows)
    return [(one.line, one.column, one.head, one.message) for one in table.errors + found.errors]


def counts(*rows, head=HEAD):
    found = compare_rows(OrganisationImporter(), read(*rows, head=head).rows)
    return len(found.added), len(found.changed), found.unchanged, len(found.errors)


def bring_in(by, *rows, head=HEAD):
    table = read(*rows, head=head).rows
    seen = compare_rows(OrganisationImporter(), table).digest
    given = {"kind": "organisation", "about": None, "by": by, "file_name": "places.csv"}
    return actions.import_table(rows=table, seen=seen, **given)


# --- Organisations ------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("row", "told"),
    [
        (["Tarija", "Atlantis", "", ""], (2, "B", "Country", "“Atlantis” is not known here.")),
        (["Tarija", "", "", ""], (2, "", "Country", "A new organisation needs this.")),
        (["x" * 121, "BO", "", ""], (2, "A", "Name", "At most 120 characters fit here.")),
        ([*TARIJA, "", "stray"], (2, "E", "", "Nothing stands above this cell")),
        ([date(2027, 1, 2), "BO", "", ""], (2, "A", "Name", "The spreadsheet made a date")),
    ],
)
def test_what_is_wrong_is_told_with_row_and_column(row, told):
    [(line, column, head, message)] = wrong(row)
    assert (line, column, head, message.startswith(told[3])) == (*told[:3], True)


@pytest.mark.django_db
def test_a_table_without_names_is_refused_and_double_headings_are_told():
    with pytest.raises(ValidationError, match="no column “Name”"):
        read(head=["Country"])
    table = read(head=["Name", "Country", "Land", "Colour"])
    [twice] = table.errors
    said = (twice.line, twice.column, twice.head, twice.message)
    message = "This column is column B once more: take one of them away."
    assert (table.unknown, said) == (["Colour"], (1, "C", "Land", message))


def test_an_organisation_is_known_by_its_identifier_before_its_name(coordinator):
    place = OrganisationFactory(name="Villa de San Bernardo", country="BO", wikidata_id="Q35004")
    assert (counts(TARIJA), counts(["Tarija", "BO", "", ""])) == ((0, 1, 0, 0), (1, 0, 0, 0))
    bring_in(coordinator, TARIJA)
    place.refresh_from_db()
    assert (place.name, place.place, counts(TARIJA)) == ("Tarija", "Tarija", (0, 0, 1, 0))


def test_homonyms_are_never_merged_silently(db):
    OrganisationFactory(name="Tarija", country="BO", place="Tarija")
    [(line, _column, _head, message)] = wrong(TARIJA)
    other = ["Tarija", "BO", "Tarija", "Q1"]
    OrganisationFactory(name="Tarija", country="BO", place="Cercado", wikidata_id="Q2")
    elsewhere = ["Tarija", "BO", "Cercado", "Q3"]
    assert (line, "number in the portal" in message, counts(other)[3], counts(elsewhere)) == (
        2,
        True,
        1,
        (1, 0, 0, 0),
    )


def test_the_same_place_twice_in_a_table_is_a_mistake(db):
    [(line, _column, _head, message)] = wrong(TARIJA, TARIJA)
    assert (line, message) == (3, "This is the same as row 2: keep one of both.")


def test_a_table_again_changes_nothing(coordinator):
    rows = [TARIJA, ["Cobán", "GT", "Alta Verapaz", ""]]
    imported = bring_in(coordinator, *rows)
    with pytest.raises(ValidationError, match="changes nothing"):
        bring_in(coordinator, *rows)
    assert (counts(*rows), imported.state, Import.objects.count()) == ((0, 0, 2, 0), "done", 1)


def test_inhabitants_come_with_their_year_and_source_or_not_at_all(coordinator):
    SourceFactory(key="INE")
    head = ["Name", "Country", "Inhabitants", "Year of that figure", "Source of that figure"]
    before = everything()
    with pytest.raises(ValidationError, match="Row 2: A number of inhabitants needs its year"):
        bring_in(coordinator, ["Tarija", "BO", "205.346", "", ""], head=head)
    assert everything() == before
    bring_in(coordinator, ["Tarija", "BO", "205.346", "2012", "INE"], head=head)
    place = Organisation.objects.get(name="Tarija")
    assert (place.population, place.population_year, place.population_source.key) == (
        205346,
        2012,
        "INE",
    )


def test_what_changed_meanwhile_is_looked_at_again(coordinator):
    place = OrganisationFactory(name="Tarixa", country="BO", wikidata_id="Q35004")
    table = read(TARIJA).rows
    seen = compare_rows(OrganisationImporter(), table).digest
    Organisation.objects.filter(pk=place.pk).update(name="Tarija la Vieja")
    given = {"kind": "organisation", "about": None, "by": coordinator}
    with pytest.raises(ValidationError, match="changed meanwhile"):
        actions.import_table(rows=table, seen=seen, **given)


@pytest.mark.django_db
def test_rows_survive_being_kept():
    head = ["Name", "Working languages", "Latitude"]
    rows = read(["Tarija", "Spanish, quechua", "-21,5"], head=head).rows
    assert (rows_from_json(OrganisationImporter(), rows_as_json(rows)), rows[0].cells) == (
        rows,
        {"name": "Tarija", "languages": ("es", "qu"), "latitude": -21.5},
    )


# --- Files --------------------------------------------------------------------------------------

QUOTED = '"Name";"Country";"Place"\r\n"Tarija, ""la chura""";"BO";"two\r\nlines"\r\n'


@pytest.mark.django_db
@pytest.mark.parametrize(
    "content",
    [
        QUOTED.encode(),
        QUOTED.encode("utf-8-sig"),
        QUOTED.replace(";", ",").encode(),
        QUOTED.replace(";", "\t").encode(),
        QUOTED.encode("cp1252"),
        QUOTED.replace("\r\n", "\n").encode(),
    ],
)
def test_a_csv_is_read_however_it_was_saved(content):
    table = OrganisationImporter().read(read_table(SimpleUploadedFile("a.csv", content)))
    [row] = table.rows
    assert (row.cells, table.errors) == (
        {"name": 'Tarija, "la chura"', "country": "BO", "place": "two lines"},
        [],
    )


@pytest.mark.django_db
def test_accents_of_an_old_spreadsheet_are_read():
    content = "Naam;Country\r\nCobán;GT\r\n".encode("cp1252")
    [row] = OrganisationImporter().read(read_table(SimpleUploadedFile("a.csv", content))).rows
    assert row.cells["name"] == "Cobán"


WORKBOOK = write_xlsx([Sheet("Places", ["Name", "Country"], [["Tarija", "BO"]] * 300)])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "message"),
    [
        (WORKBOOK[: len(WORKBOOK) // 2], "it is damaged"),
        (b'Name,Country\r\nTarija,BO\r\n"Cob', "it is damaged"),
        (b"%PDF-1.7\x00", "is no XLSX or CSV file"),
        (b"", "holds no table"),
    ],
)
def test_half_a_file_and_another_kind_of_file_are_refused(content, message):
    with pytest.raises(ValidationError, match=message):
        OrganisationImporter().read(read_table(SimpleUploadedFile("a.xlsx", content)))


# --- Undoing ------------------------------------------------------------------------------------


def test_undoing_brings_back_exactly_what_stood(coordinator):
    OrganisationFactory(name="Tarixa", country="BO", wikidata_id="Q35004", languages=["es", "qu"])
    kept = ["name", "slug", "place", "languages", "wikidata_id", "search_text"]
    before = list(Organisation.objects.order_by("pk").values_list(*kept))
    imported = bring_in(coordinator, TARIJA, ["Cobán", "GT", "", ""])
    actions.undo_import(imported=imported, by=coordinator)
    imported.refresh_from_db()
    after = list(Organisation.objects.order_by("pk").values_list(*kept))
    assert (after, imported.state, imported.undone_by) == (before, "undone", coordinator)


def test_what_somebody_changed_since_is_not_undone(coordinator):
    imported = bring_in(coordinator, TARIJA, ["Cobán", "GT", "", ""])
    Organisation.objects.filter(name="Tarija").update(place="Cercado")
    before = everything()
    with pytest.raises(ValidationError) as refusal:
        actions.undo_import(imported=imported, by=coordinator)
    assert (refusal.value.messages, everything()) == (
        ["Row 2 (Tarija): somebody changed it since."],
        before,
    )


def test_what_something_hangs_on_is_not_undone(coordinator):
    imported = bring_in(coordinator, TARIJA)
    OrganisationFactory(within=Organisation.objects.get(name="Tarija"))
    with pytest.raises(ValidationError, match="something hangs on it: organisations"):
        actions.undo_import(imported=imported, by=coordinator)


def test_only_the_last_import_is_undone_and_once(coordinator):
    first = bring_in(coordinator, TARIJA)
    last = bring_in(coordinator, ["Cobán", "GT", "", ""])
    with pytest.raises(ValidationError, match="Only the last import is undone"):
        actions.undo_import(imported=first, by=coordinator)
    actions.undo_import(imported=last, by=coordinator)
    actions.undo_import(imported=first, by=coordinator)
    with pytest.raises(ValidationError, match="undone already"):
        actions.undo_import(imported=first, by=coordinator)


def test_a_plan_table_is_undone_with_its_lines_of_history(twinning, editor):
    old = DeedFactory(twinning=twinning, title="Compost")
    head = ["Action code", "Title", "Main target", "Side targets"]
    rows = [head, ["1", "Compost", "12.5", "11.6"], ["2", "Bees", "15.5", ""]]
    table = read_plan([Line(n, list(cells)) for n, cells in enumerate(rows, 1)], "flemish").rows
    seen = compare(twinning, "flemish", table).digest
    given = {"side": "flemish", "by": editor, "language": "nl", "seen": seen}
    actions.take_over_plan(twinning=twinning, rows=table, **given)
    actions.undo_import(imported=Import.objects.get(), by=editor)
    old.refresh_from_db()
    verbs = list(Event.objects.order_by("-pk").values_list("verb", flat=True)[:1])
    assert (
        list(Deed.objects.values_list("title", flat=True)),
        (old.action_code, old.main_target_id, list(old.side_targets.all())),
        verbs,
    ) == (["Compost"], ("", "11.6", []), ["import_undone"])


# --- Long ones ----------------------------------------------------------------------------------


@pytest.fixture
def long(monkeypatch, coordinator):
    """An import of seven rows, in batches of three."""
    monkeypatch.setattr(importing, "AT_ONCE", 2)
    monkeypatch.setattr(importing, "BATCH", 3)
    return bring_in(coordinator, *[[f"Place {n}", "BO", "", ""] for n in range(7)])


def test_a_long_table_is_written_by_the_timer(long, capsys):
    assert (long.state, long.done, Organisation.objects.filter(country="BO").count()) == (
        "waiting",
        0,
        0,
    )
    call_command("run_imports")
    long.refresh_from_db()
    assert (
        long.state,
        long.done,
        long.rows,
        Organisation.objects.filter(country="BO").count(),
    ) == (
        "done",
        7,
        [],
        7,
    )


def test_an_import_that_was_killed_goes_on_where_it_was(long):
    importing.write_batch(imported=long)
    long.refresh_from_db()
    assert (long.state, long.done, len(long.rows)) == ("running", 3, 4)
    importing.carry_on(long)
    lines_written = long.written.values_list("line", flat=True)
    assert sorted(lines_written) == [2, 3, 4, 5, 6, 7, 8]


def test_an_import_that_cannot_go_on_says_why_and_can_be_undone(long, coordinator):
    importing.write_batch(imported=long)
    OrganisationFactory(name="Place 4", country="BO")
    OrganisationFactory(name="Place 4", country="BO")
    done = importing.carry_on(Import.objects.get())
    assert (done.state, "Row 6: An organisation is called so already" in done.reason) == (
        "stopped",
        True,
    )
    actions.undo_import(imported=done, by=coordinator)
    assert Organisation.objects.filter(country="BO").count() == 2


# --- Pages --------------------------------------------------------------------------------------


def upload(*rows, head=HEAD):
    return SimpleUploadedFile("places.xlsx", write_xlsx([Sheet("Places", head, list(rows))]))


def agree(browser, preview):
    form = preview.context["confirm_form"]
    given = {name: form[name].value() for name in ("packed", "once")}
    return browser.post(url("import-confirm", "organisation"), given)


def test_a_coordinator_looks_agrees_reads_and_undoes(coordinator):
    browser = visit(coordinator)
    before = everything()
    preview = browser.post(url("import-add", "organisation"), {"table": upload(TARIJA)})
    assert ("1 new" in words_of(preview), everything()) == (True, before)
    answers = [agree(browser, preview), agree(browser, preview)]
    imported = Import.objects.get()
    assert {one.headers["Location"] for one in answers} == {url("import-detail", imported.pk)}
    assert "Tarija" in words_of(browser.get(url("import-detail", imported.pk)))
    undo = url("import-undo", imported.pk)
    browser.post(undo, {"once": browser.get(undo).context["form"]["once"].value()})
    assert (
        Organisation.objects.filter(name="Tarija").exists(),
        "places.xlsx" in text_of(browser.get(url("import-list"))),
    ) == (False, True)


def test_mistakes_are_told_and_nothing_can_be_agreed_to(coordinator):
    page = visit(coordinator).post(
        url("import-add", "organisation"), {"table": upload(["Tarija", "Atlantis", "", ""])}
    )
    assert (page.context["confirm_form"], "B · Country" in words_of(page)) == (None, True)


@pytest.mark.parametrize("kind", ["deed", "register", "nonsense"])
def test_other_tables_have_no_page_here(coordinator, kind):
    assert visit(coordinator).get(url("import-add", kind)).status_code == 404


def test_a_long_one_shows_how_far_it_is(long, coordinator):
    importing.write_batch(imported=long)
    page = visit(coordinator).get(url("import-detail", long.pk))
    text = text_of(page)
    assert ('value="3" max="7"' in text, 'http-equiv="refresh"' in text) == (True, True)


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_take_so_many_queries_however_long_the_table(coordinator, rows):
    for n in range(rows):
        imported = bring_in(coordinator, *[[f"Place {n}.{m}", "BO", "", ""] for m in range(rows)])
    browser, found = visit(coordinator), {}
    browser.get(url("import-list"))
    table = [[f"New {m}", "BO", "", ""] for m in range(rows)]
    for name, ask in {
        "list": lambda: browser.get(url("import-list")),
        "detail": lambda: browser.get(url("import-detail", imported.pk)),
        "add": lambda: browser.post(url("import-add", "organisation"), {"table": upload(*table)}),
    }.items():
        with CaptureQueriesContext(connection) as queries:
            assert ask().status_code == 200
        found[name] = len(queries)
    assert found == {"list": 5, "detail": 6, "add": 4}
