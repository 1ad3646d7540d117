"""The pages of the plan table: taken out, looked into, taken over."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from partnerships import actions
from partnerships.models import Deed, Import
from stedenband.spreadsheets import Sheet, write_xlsx
from tests.factories import DeedFactory
from tests.pages import everything, text_of, url, visit, words_of

HEAD = ["BD code", "AP code", "Action code", "Title", "Main target", "Side targets"]
ROW = ["1", "1.2", "1.10", "Compost in drie wijken", "12.5", "11.6"]


def plan(*rows, head=HEAD):
    content = write_xlsx([Sheet("Plan", head, list(rows))])
    return SimpleUploadedFile("plan.xlsx", content)


@pytest.fixture
def send(twinning, editor):
    """Upload a table and look at what comes back."""

    def upload(table, language="en"):
        where = url("plan-import", twinning.slug, language=language)
        return visit(editor).post(where, {"table": table})

    return upload


@pytest.fixture
def agree(twinning, editor):
    """Take over what a preview showed."""

    def go_on(preview, **data):
        given = {name: preview.context["confirm_form"][name].value() for name in ("packed", "once")}
        return visit(editor).post(url("plan-confirm", twinning.slug), given | data)

    return go_on


def test_the_preview_says_what_would_change_and_changes_nothing(twinning, send):
    DeedFactory(twinning=twinning, title="Compost in drie wijken", action_code="1.9")
    before = everything()
    words = words_of(
        send(plan(ROW, ["", "", "", "Bijen", "15.5", ""], ["", "", "", "Weg", "", ""]))
    )
    said = ["1 new deed", "1 deed changes", "1.9 1.10", "Bijen", "1 row names no target"]
    assert ([one for one in said if one not in words], everything()) == ([], before)


def test_what_was_looked_at_is_taken_over_once(twinning, send, agree):
    preview = send(plan(ROW))
    responses = [agree(preview), agree(preview)]
    locations = {(one.status_code, one.headers["Location"]) for one in responses}
    assert (locations, [one.action_code for one in Deed.objects.all()]) == (
        {(302, url("import-detail", Import.objects.get().pk))},
        ["1.10"],
    )


@pytest.mark.parametrize("name", ["plan-import", "sheet-list"])
def test_where_tables_come_in_one_finds_what_came_in(twinning, editor, name):
    page = text_of(visit(editor).get(url(name, twinning.slug)))
    assert f'href="{url("import-list")}"' in page


def test_the_same_table_again_changes_nothing(send, agree):
    agree(send(plan(ROW)))
    response = send(plan(ROW))
    assert (
        response.context["confirm_form"],
        "This table changes nothing." in words_of(response),
    ) == (None, True)


def test_mistakes_are_told_by_row_and_column_in_the_readers_language(send):
    response = send(plan(ROW, ["1", "", "", "x" * 201, "99.1", ""]), language="nl")
    words = words_of(response)
    assert (
        response.context["confirm_form"],
        "D · Titel" in words,
        "Er is geen subdoelstelling 99.1." in words or "99.1" in words,
        response.context["number_of_errors"],
    ) == (None, True, True, 2)


def test_what_is_no_table_is_refused_on_its_field(send):
    response = send(SimpleUploadedFile("plan.xlsx", b"\x89PNG\r\n\x1a\n" + b"\0" * 64))
    assert "is no XLSX or CSV file" in str(response.context["form"].errors["table"])


def test_deeds_that_changed_meanwhile_are_shown_once_more(twinning, send, agree, editor):
    deed = DeedFactory(twinning=twinning, title="Compost in drie wijken")
    preview = send(plan(ROW))
    actions.change_deed(deed=deed, by=editor, action_code="7")
    again = agree(preview)
    shown = "changed meanwhile" in text_of(again) and "7" in words_of(again)
    assert (again.status_code, shown, agree(again).status_code) == (200, True, 302)


@pytest.mark.parametrize("packed", ["", "rubbish", "e30:1abc:xyz"])
def test_a_table_that_cannot_be_read_again_is_asked_for_again(twinning, send, agree, packed):
    response = agree(send(plan(ROW)), packed=packed)
    assert (response.status_code, Deed.objects.count(), "Upload a table" in text_of(response)) == (
        200,
        0,
        True,
    )


@pytest.mark.parametrize("side", ["flemish", "partner"])
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_table_is_handed_out_under_a_name_that_says_whose(twinning, reader, side, kind):
    DeedFactory(twinning=twinning, side=side, title="=1+1", plan_code="1.10")
    response = visit(reader).get(url("sheet-export", twinning.slug, f"deeds-{side}", kind))
    start = f'attachment; filename="{twinning.slug}-deeds-{side}-'
    held = response.headers["Content-Disposition"].startswith(start)
    content = response.getvalue()
    if kind == "xlsx":
        rows = load_workbook(BytesIO(content)).active.iter_rows(min_row=2)
        cells = [cell.value for row in rows for cell in row if cell.data_type == "s"]
    else:
        cells = content.decode("utf-8-sig").split("\r\n")[1].split(",")
    assert (held, "1.10" in cells, "'=1+1" in cells or "=1+1" in cells) == (True, True, True)


@pytest.mark.parametrize("address", ["deeds-joint.xlsx", "deeds-flemish.pdf", "deeds.csv"])
def test_there_is_no_other_table(twinning, editor, address):
    where = url("sheet-list", twinning.slug) + address
    assert visit(editor).get(where).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_take_so_many_queries_however_long_the_table(twinning, editor, rows):
    for number in range(rows):
        DeedFactory(twinning=twinning, title=f"Old {number}")
    table = [["1", "", str(n), f"Old {n}", "12.5", ""] for n in range(rows)]
    browser, found = visit(editor), {}
    browser.get(url("plan-import", twinning.slug))
    for name, ask in {
        "import": lambda: browser.get(url("plan-import", twinning.slug)),
        "preview": lambda: browser.post(url("plan-import", twinning.slug), {"table": plan(*table)}),
        "export": lambda: browser.get(url("sheet-export", twinning.slug, "deeds-flemish", "xlsx")),
    }.items():
        with CaptureQueriesContext(connection) as queries:
            assert ask().status_code == 200
        found[name] = len(queries)
    assert found == {"import": 4, "preview": 7, "export": 6}
