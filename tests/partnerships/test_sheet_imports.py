"""Milestone plans, measured values and vouchers that come in as a table."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partnerships import actions
from partnerships.exports.sheets import TABLES
from partnerships.imports.kinds import IMPORTERS
from partnerships.imports.table import compare_rows
from partnerships.models import Funding, Indicator, Measurement, Milestone, Replanning, Voucher
from stedenband.spreadsheets import Sheet, read_table, write_csv, write_xlsx
from tests.continuity import funded, paid
from tests.factories import MilestoneFactory, TrajectoryFactory, measured_pair, reload, submitted
from tests.pages import everything, url, visit

KINDS = {"milestones": "milestone", "measurements": "measurement", "vouchers": "voucher"}
WRITE = {"xlsx": lambda sheet: write_xlsx([sheet]), "csv": write_csv}
word = st.text(st.sampled_from("ab =+-@'é,;\"1.0"), min_size=1, max_size=12).map(
    lambda text: f"x{text}"
)
money = st.decimals("0.01", "99999", places=2)


def looked_into(kind, about, content):
    """A file as the page looks into it."""
    importer = IMPORTERS[kind](about)
    table = importer.read(read_table(SimpleUploadedFile("table.xlsx", content)))
    return table, compare_rows(IMPORTERS[kind](about), table.rows)


def table(head, *rows, write="csv"):
    return WRITE[write](Sheet("Table", head, list(rows)))


def imported(kind, about, by, content):
    """What the page does once somebody agreed."""
    read, found = looked_into(kind, about, content)
    assert read.errors + found.errors == []
    return actions.import_table(kind=kind, about=about, by=by, rows=read.rows, seen=found.digest)


def told(kind, about, content):
    """What is wrong, by heading."""
    read, found = looked_into(kind, about, content)
    return [one.head for one in read.errors + found.errors]


@pytest.fixture
def pair(twinning, editor, partner_editor):
    return measured_pair(twinning, editor, partner_editor)


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
@pytest.mark.parametrize("kind", WRITE)
def test_what_goes_out_comes_in_unchanged(trajectory, pair, editor, coordinator, kind, data):
    twinning = trajectory.twinning
    funding = twinning.fundings.first() or funded(twinning, editor)
    Funding.objects.filter(pk=funding.pk).update(name=data.draw(word), code=data.draw(word))
    number = data.draw(word)
    actions.add_voucher(
        funding=funding,
        by=editor,
        number=number,
        paid_on=date(2026, 1, 31),
        description=data.draw(word),
        amount=data.draw(money),
        currency="PEN",
        rate=data.draw(st.decimals("0.000001", "999", places=6)),
    )
    Measurement.objects.filter(indicator__pair=pair).update(
        value=data.draw(st.decimals("-99999", "99999", places=4)), note=data.draw(word)
    )
    titles = {"title_nl": data.draw(word), "closing_es": data.draw(word)}
    MilestoneFactory(trajectory=trajectory, targets=["11.6", "12.5"], duty="joint", **titles)
    wrong, unchanged, rows = [], 0, 0
    for noun, about in {
        "milestones": trajectory.programme,
        "measurements": twinning,
        "vouchers": twinning,
    }.items():
        content = WRITE[kind](TABLES[noun].sheet(coordinator, twinning))
        read, found = looked_into(KINDS[noun], about, content)
        wrong += [*read.errors, *found.errors, *found.added, *(one.fields for one in found.changed)]
        unchanged, rows = unchanged + found.unchanged, rows + len(read.rows)
    Voucher.objects.all().delete()
    assert (wrong, unchanged == rows > 2) == ([], True)


PLAN = ["Twinning", "Month", "Duty", "Title (Dutch)", "Title (Spanish)", "Targets"]


def test_a_plan_that_names_no_twinning_is_for_all_of_a_programme_and_comes_in_once(
    trajectory, coordinator
):
    other = TrajectoryFactory(programme=trajectory.programme)
    content = table(PLAN, ["", "20", "joint", "Bijen tellen", "Contar abejas", "15.5, 11.6"])
    imported("milestone", trajectory.programme, coordinator, content)
    made = Milestone.objects.filter(title_es="Contar abejas")
    _read, again = looked_into("milestone", trajectory.programme, content)
    assert {one.trajectory for one in made} == {trajectory, other}
    assert [(one.month, one.duty, one.targets.count()) for one in made] == [(20, "joint", 2)] * 2
    assert (again.unchanged, again.does_something) == (2, False)


def test_a_milestone_moves_with_its_reason_alone_and_keeps_what_the_table_leaves_out(
    trajectory, coordinator
):
    one = MilestoneFactory(trajectory=trajectory, month=15, title_nl="Bijen", targets=["11.6"])
    head = ["Month", "Number in the portal", "Reason for moving", "Explanation"]
    bare = table(head, ["18", str(one.pk), "", ""])
    full = table(head, ["18", str(one.pk), "other", "De verkiezingen."])
    wrong = told("milestone", trajectory.programme, bare)
    imported("milestone", trajectory.programme, coordinator, full)
    _read, again = looked_into("milestone", trajectory.programme, full)
    moved = Replanning.objects.get()
    assert (wrong, reload(one).month, moved.explanation, again.unchanged) == (
        ["Reason for moving"],
        18,
        "De verkiezingen.",
        1,
    )
    assert (reload(one).title_nl, reload(one).targets.count()) == ("Bijen", 1)


def test_mistakes_in_a_plan_are_told_by_column(trajectory, partner_editor):
    one = MilestoneFactory(trajectory=trajectory, month=15, duty="partner")
    number = submitted(one, partner_editor).milestone_id
    head, programme = [*PLAN, "Number in the portal"], trajectory.programme
    wrong = {
        "Month": ["", "99", "joint", "A", "", "", ""],
        "Duty": ["", "16", "nobody", "A", "", "", ""],
        "Targets": ["", "16", "joint", "A", "", "99.9", ""],
        "Twinning": ["Atlantis", "16", "joint", "A", "", "", ""],
        "Number in the portal": ["", "16", "joint", "A", "", "", "987654"],
        "Title (Dutch)": ["", "16", "joint", "", "", "", ""],
    }
    found = {name: told("milestone", programme, table(head, row)) for name, row in wrong.items()}
    handed = told("milestone", programme, table(head, ["", "16", "", "", "", "", str(number)]))
    assert (found, handed) == ({name: [name] for name in wrong}, ["Month"])


VALUES = ["Pair", "Side", "Measured on", "Measured value", "Source"]


def test_a_value_comes_in_with_its_year_and_source_and_nought_is_a_value(twinning, pair, editor):
    row = [pair.number, "flemish", "2020", "0", "Register"]
    for write in WRITE:
        content = table(VALUES, row, write=write)
        _read, found = looked_into("measurement", twinning, content)
        if found.does_something:
            imported("measurement", twinning, editor, content)
    made = Measurement.objects.get(measured_on=date(2020, 12, 31))
    assert (made.value, made.source, made.indicator.side) == (Decimal(0), "Register", "flemish")


def test_each_side_brings_in_its_own_values_alone(twinning, pair, editor):
    row = [pair.number, "partner", "2020", "12,5", "Registro"]
    before = everything()
    with pytest.raises(ValidationError, match="Row 2: This value is the other side's"):
        imported("measurement", twinning, editor, table(VALUES, row))
    assert everything() == before


def test_mistakes_in_values_are_told_by_column(twinning, pair):
    number = Indicator.objects.filter(pair=pair).first().pk
    head = ["Number of the indicator", "Measured on", "Measured value", "Source"]
    wrong = {
        "Number of the indicator": ["987654", "2020", "1", "x"],
        "Measured on": [number, "31/02/2020", "1", "x"],
        "Measured value": [number, "2020", "1.234", "x"],
        "Source": [number, "2020", "1", ""],
    }
    found = {one: told("measurement", twinning, table(head, row)) for one, row in wrong.items()}
    assert found == {one: [one] for one in wrong}


BOOKS = ["Who pays", "Number", "Date", "Description", "Amount", "Currency", "Exchange rate"]


@pytest.mark.parametrize("write", WRITE)
def test_vouchers_come_in_from_the_books_once(twinning, editor, write):
    funded(twinning, editor, name="Own means")
    row = ["Own means", "0012", "31/01/2026", "=1+1", "320,50", "PEN", "0,243712"]
    row = row if write == "csv" else [*row[:4], Decimal("320.5"), "PEN", Decimal("0.243712")]
    content = table(BOOKS, row, write=write)
    imported("voucher", twinning, editor, content)
    made = Voucher.objects.get()
    _read, again = looked_into("voucher", twinning, content)
    assert (made.number, made.description, made.amount_in_euro, again.unchanged) == (
        "0012",
        "=1+1",
        Decimal("78.11"),
        1,
    )


def test_mistakes_in_vouchers_are_told_by_column(twinning, editor):
    funded(twinning, editor, name="Own means")
    good = ["Own means", "12", "2026-01-31", "Bus", "10", "EUR", ""]
    wrong = {
        "Who pays": ["Nobody", *good[1:]],
        "Amount": [*good[:4], "1.234", "EUR", ""],
        "Exchange rate": [*good[:5], "BOB", ""],
        "Currency": [*good[:5], "pearls", ""],
        "Description": [*good[:3], "x" * 301, *good[4:]],
    }
    found = {one: told("voucher", twinning, table(BOOKS, row)) for one, row in wrong.items()}
    assert found == {one: [one] for one in wrong}


@pytest.mark.parametrize("write", WRITE)
def test_vouchers_and_values_are_undone(twinning, pair, editor, write):
    funding = funded(twinning, editor, name="Own means", code="")
    funded(twinning, editor, name="The province", code="")
    voucher = paid(funding, editor, number="7")
    moved = table(["Number in the portal", "Who pays"], [voucher.pk, "The province"], write=write)
    new = ["Own means", "0012", "31/01/2026", "Bus", "10", "PEN", "0,25"]
    values = table(VALUES, [pair.number, "flemish", "2020", "12", "Register"], write=write)
    before = standing_money(twinning)
    for kind, content in [
        ("voucher", moved),
        ("voucher", table(BOOKS, new, write=write)),
        ("measurement", values),
    ]:
        done = imported(kind, twinning, editor, content)
        assert standing_money(twinning) != before
        actions.undo_import(imported=done, by=editor)
        assert standing_money(twinning) == before


def standing_money(twinning):
    vouchers = Voucher.objects.of_twinning(twinning).order_by("pk")
    values = Measurement.objects.standing().order_by("pk")
    return [
        list(vouchers.values("funding__name", "number", "amount", "rate")),
        list(values.values("indicator", "measured_on", "value")),
    ]


def test_a_sides_values_are_not_undone_by_the_side_across(twinning, pair, editor, partner_editor):
    content = table(VALUES, [pair.number, "flemish", "2020", "12", "Register"])
    done = imported("measurement", twinning, editor, content)
    with pytest.raises(ValidationError, match="This value is the other side's"):
        actions.undo_import(imported=done, by=partner_editor)
    assert Measurement.objects.filter(measured_on=date(2020, 12, 31)).exists()


def test_who_may_type_the_same_may_import_it(
    twinning, trajectory, editor, reader, stranger, coordinator
):
    pages = {
        "voucher": twinning.slug,
        "measurement": twinning.slug,
        "milestone": trajectory.programme.slug,
    }
    found = {
        kind: [
            visit(one).get(f"{url('import-add', kind)}?in={slug}").status_code
            for one in (editor, reader, stranger, coordinator)
        ]
        for kind, slug in pages.items()
    }
    assert found == {
        "voucher": [200, 403, 403, 200],
        "measurement": [200, 403, 403, 403],
        "milestone": [403, 403, 403, 200],
    }
