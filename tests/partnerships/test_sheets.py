"""Spreadsheets out: every noun, real values, no formula, nothing that its reader may not see."""

import csv
import io
import zipfile
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from openpyxl import load_workbook

from partnerships.exports.sheets import TABLES
from partnerships.models import (
    Deed,
    Duty,
    Funding,
    Indicator,
    IndicatorPair,
    Measurement,
    Milestone,
    ProgressReport,
    Promise,
    Session,
    Submission,
    Voucher,
)
from stedenband.spreadsheets import TRIGGERS
from tests.factories import DeedFactory, MilestoneFactory, draft, measured_pair, submitted
from tests.pages import furnished, url, visit, words_of
from tests.security.figures import figure

NOUNS = list(TABLES)
HOLDING = (
    Deed,
    Funding,
    Indicator,
    IndicatorPair,
    Measurement,
    Milestone,
    ProgressReport,
    Promise,
    Session,
    Submission,
    Voucher,
)
MOST = 20  # characters that a column needs to hold a trigger and more


@pytest.fixture
def world(trajectory, editor, partner_editor, coordinator):
    return furnished(trajectory, editor, partner_editor, coordinator)


def taken(user, twinning, noun, kind, language="en"):
    response = visit(user).get(url("sheet-export", twinning.slug, noun, kind, language=language))
    assert response.status_code == 200
    return response.getvalue()


def as_csv(user, twinning, noun, language="en"):
    text = taken(user, twinning, noun, "csv", language).decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:], newline=""), strict=True))


def as_xlsx(user, twinning, noun):
    return load_workbook(io.BytesIO(taken(user, twinning, noun, "xlsx"))).active


def is_free(column):
    """Whether people type into a column what they like."""
    is_text = isinstance(column, models.CharField | models.TextField)
    return is_text and not column.choices and (column.max_length or MOST) >= MOST


@pytest.mark.parametrize("trigger", [*TRIGGERS, '"=', ";=", "\n="])
def test_no_text_of_any_noun_becomes_a_formula(world, editor, trigger):
    text = f"{trigger}1+1"
    for model in HOLDING:
        names = [one.name for one in model._meta.concrete_fields if is_free(one)]
        names = [one for one in names if one not in ("slug", "link", "time_zone", "cancel_reason")]
        rows = model.objects.all()
        for row in rows:
            given = {name: text[:40] for name in names if getattr(row, name)}
            unique = {"number": f"{text}{row.pk}"} if model is Voucher else {}
            rows.filter(pk=row.pk).update(**(given | unique))
    formulas, started, met, looked = 0, [], 0, 0
    for noun in NOUNS:
        cells = [cell for row in as_xlsx(editor, world.twinning, noun).iter_rows() for cell in row]
        formulas += sum(cell.data_type == "f" for cell in cells)
        looked += len(cells)
        fields = [one for row in as_csv(editor, world.twinning, noun)[1:] for one in row]
        started += [one for one in fields if one.startswith(TRIGGERS)]
        met += sum(one.lstrip("'").startswith(text) for one in fields)
    figure(f"F10 {trigger!r}", cells=looked, with_it=met, formulas=formulas, begun=len(started))
    assert (formulas, started, met > 15) == (0, [], True)


@pytest.mark.parametrize("noun", NOUNS)
def test_both_kinds_hold_the_same_rows_with_the_number_last(world, editor, noun):
    page, lines = as_xlsx(editor, world.twinning, noun), as_csv(editor, world.twinning, noun)
    rows = list(page.iter_rows(values_only=True))
    assert (page.freeze_panes, [str(one) for one in rows[0]]) == ("A2", lines[0])
    assert lines[0][-1] == "Number in the portal"
    assert [str(row[-1]) for row in rows[1:]] == [line[-1] for line in lines[1:]]
    assert all(page.column_dimensions[one].width >= 8 for one in ("A", "B"))


def test_heads_are_in_the_readers_language_also_while_rows_are_sent(world, editor):
    tables = {code: as_csv(editor, world.twinning, "milestones", code) for code in ("nl", "es")}
    heads = {code: table[0][2] for code, table in tables.items()}
    lines = as_csv(editor, world.twinning, "milestones", "es")
    assert (heads, lines[1][4]) == ({"nl": "Maand", "es": "Mes"}, "Parte socia")


def test_dates_numbers_and_codes_are_what_they_are(twinning, editor, partner_editor):
    measured_pair(twinning, editor, partner_editor)
    value = Measurement.objects.get(indicator__side="partner")
    Measurement.objects.filter(pk=value.pk).update(value=Decimal("1.234"))
    rows = as_xlsx(editor, twinning, "measurements").iter_rows(min_row=2, values_only=True)
    row = next(row for row in rows if row[-1] == value.pk)
    line = next(x for x in as_csv(editor, twinning, "measurements") if x[-1] == str(value.pk))
    day = datetime.combine(value.measured_on, datetime.min.time())
    assert (row[4], row[5], line[4], line[5]) == (
        day,
        1.234,
        value.measured_on.isoformat(),
        "1.2340",
    )


def test_a_session_stands_by_the_hosts_clock_and_in_utc(world, editor):
    at = datetime(2026, 7, 1, 13, 30, tzinfo=UTC)
    session = Session.objects.filter(pk=world.session.pk)
    session.update(starts_at=at, ends_at=at.replace(hour=15), time_zone="America/Lima")
    rows = as_xlsx(editor, world.twinning, "sessions").iter_rows(min_row=2, values_only=True)
    row = next(row for row in rows if row[-1] == world.session.pk)
    assert row[2:6] == (
        datetime(2026, 7, 1, 8, 30),
        datetime(2026, 7, 1, 10, 30),
        "America/Lima",
        datetime(2026, 7, 1, 13, 30),
    )


def test_a_draft_goes_out_to_its_own_side_alone(
    trajectory, twinning, editor, partner_editor, coordinator
):
    one = MilestoneFactory(trajectory=trajectory, duty="partner", month=15)
    other = MilestoneFactory(trajectory=trajectory, duty="partner", month=16)
    draft(one, partner_editor, what_happened="Un borrador.")
    report = submitted(other, partner_editor, what_happened="Entregado.")
    ProgressReport.objects.filter(pk=report.pk).update(what_happened="Todavía no.")
    said = {
        name: [line[9] for line in as_csv(user, twinning, "reports")[1:]]
        for name, user in {"ours": partner_editor, "theirs": editor, "vvsg": coordinator}.items()
    }
    assert said == {
        "ours": ["Un borrador.", "Todavía no."],
        "theirs": ["Entregado."],
        "vvsg": ["Entregado."],
    }


def test_nobody_else_gets_a_twinnings_sheets(twinning, stranger):
    places = [url("sheet-list", twinning.slug), url("sheet-workbook", twinning.slug)]
    places += [url("sheet-export", twinning.slug, noun, "csv") for noun in NOUNS]
    assert {visit(stranger).get(one).status_code for one in places} == {403}


def test_a_programmes_workbook_holds_no_draft(world, coordinator):
    ProgressReport.objects.filter(pk=world.draft.pk).update(what_happened="kanarie0001x")
    response = visit(coordinator).get(url("sheet-programme", world.programme.slug))
    with zipfile.ZipFile(io.BytesIO(response.getvalue())) as archive:
        text = "".join(archive.read(one).decode("utf-8", "replace") for one in archive.namelist())
    handed_in = world.waiting.latest.what_happened[:10]
    assert ("kanarie0001x" in text, handed_in in text) == (False, True)


def test_one_workbook_holds_every_noun(world, editor):
    response = visit(editor).get(url("sheet-workbook", world.twinning.slug))
    book = load_workbook(io.BytesIO(response.getvalue()))
    assert book.sheetnames == [str(table.title) for table in TABLES.values()]


def test_the_page_says_what_there_is(world, editor):
    said = words_of(visit(editor).get(url("sheet-list", world.twinning.slug)))
    titles = [str(table.title) for table in TABLES.values()]
    assert [title in said for title in titles] == [True] * len(titles)


@pytest.mark.parametrize("address", ["milestones.pdf", "secrets.csv", "deeds.xlsx"])
def test_there_is_no_other_sheet(twinning, editor, address):
    where = url("sheet-list", twinning.slug) + address
    assert visit(editor).get(where).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_sheets_take_so_many_queries_however_many_rows(
    trajectory, twinning, editor, partner_editor, rows
):
    for number in range(rows):
        one = MilestoneFactory(
            trajectory=trajectory, duty="partner", month=15 + number, targets=["11.6", "12.5"]
        )
        submitted(one, partner_editor)
        DeedFactory(twinning=twinning, title=f"Deed {number}")
    browser, found = visit(editor), {}
    browser.get(url("sheet-list", twinning.slug))
    asked = {"list": url("sheet-list", twinning.slug)}
    for noun in ("milestones", "reports", "deeds-flemish"):
        asked[noun] = url("sheet-export", twinning.slug, noun, "csv")
    for name, where in asked.items():
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(where).getvalue()
        found[name] = len(queries)
    assert found == {"list": 13, "milestones": 6, "reports": 6, "deeds-flemish": 6}


def test_a_table_stays_in_one_language_whatever_is_read_meanwhile(world, editor):
    with translation.override("fr"):
        sheet = TABLES["milestones"].sheet(editor, world.twinning)
        rows = iter(sheet.rows)
        first = next(rows)
    with translation.override("nl"):
        second = next(rows)
    with translation.override("fr"):
        wanted = str(Duty.PARTNER.label)
    assert (sheet.head[2], first[4], second[4]) == ("Mois", wanted, wanted)


def test_moments_stand_by_the_readers_clock_in_both_kinds(world, editor):
    at = datetime(2026, 7, 1, 13, 30, tzinfo=UTC)
    Promise.objects.update(flemish_confirmed_at=at, flemish_confirmed_by=editor)
    type(editor).objects.filter(pk=editor.pk).update(time_zone="America/Lima")
    reader = type(editor).objects.get(pk=editor.pk)
    place = [str(column.head) for column in TABLES["promises"].columns].index(
        "Confirmed by the Flemish side"
    )
    wide = [row[place].value for row in as_xlsx(reader, world.twinning, "promises").iter_rows()]
    flat = [line[place] for line in as_csv(reader, world.twinning, "promises")]
    assert (wide[1], flat[1]) == (datetime(2026, 7, 1, 8, 30), "2026-07-01T08:30:00")
