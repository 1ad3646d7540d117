"""Vouchers: numbered once, in their own currency and in euro, and what remains."""

import io
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from partnerships import actions
from partnerships.models import Voucher, in_euro
from tests.continuity import funded, paid
from tests.factories import reload
from tests.pages import url, visit, words_of


@pytest.fixture
def funding(twinning, editor):
    return funded(twinning, editor, code="007-01")


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"amount": Decimal(0)}, "An amount is more than zero."),
        ({"rate": Decimal(0), "currency": "PEN"}, "An exchange rate is more than zero."),
        ({"rate": Decimal("1.1")}, "For the euro the exchange rate is 1."),
        ({"number": "A1"}, "This funding has a voucher with that number already."),
    ],
)
def test_a_voucher_that_cannot_be_says_why(funding, editor, fields, says):
    paid(funding, editor, number="A1")
    with pytest.raises(ValidationError) as refusal:
        paid(funding, editor, **fields)
    assert (refusal.value.messages, Voucher.objects.count()) == ([says], 1)


def test_another_funding_numbers_its_own(funding, editor):
    for row in (funding, funded(funding.twinning, editor)):
        paid(row, editor, number="A1")
    assert Voucher.objects.count() == 2


@pytest.mark.parametrize(
    ("amount", "rate", "euro"),
    [
        ("320.50", "0.243712", "78.11"),
        ("0.05", "0.5", "0.03"),  # half a cent goes up
        ("0.05", "0.499999", "0.02"),
        ("10", "1", "10.00"),
    ],
)
def test_an_amount_in_euro_is_rounded_half_up(amount, rate, euro):
    assert in_euro(Decimal(amount), Decimal(rate)) == Decimal(euro)


@given(
    st.decimals("0.01", "99999999", places=2, allow_nan=False),
    st.decimals("0.000001", "99", places=6, allow_nan=False),
)
def test_an_amount_in_euro_is_never_half_a_cent_off(amount, rate):
    off = Fraction(in_euro(amount, rate)) - Fraction(amount) * Fraction(rate)
    assert Fraction(-1, 200) < off <= Fraction(1, 200)


def test_a_change_is_reckoned_anew(funding, editor):
    row = paid(funding, editor, amount=Decimal(10), currency="PEN", rate=Decimal("0.25"))
    actions.change_voucher(voucher=row, by=editor, amount=Decimal(30))
    assert reload(row).amount_in_euro == Decimal("7.50")


def test_the_page_says_what_remains_of_each_funding(funding, editor):
    for cents in ("0.10", "0.20", "0.03"):
        paid(funding, editor, amount=Decimal(cents))
    other = funded(funding.twinning, editor, name="Federal", amount=Decimal(5))
    paid(other, editor, amount=Decimal(9))
    page = visit(editor).get(url("voucher-list", funding.twinning.slug))
    totals = {one.funding: (one.paid, one.remains) for one in page.context["totals"]}
    assert totals == {
        funding: (Decimal("0.33"), Decimal("999.67")),
        other: (Decimal(9), Decimal(-4)),
    }


def exported(user, twinning, kind):
    return visit(user).get(url("sheet-export", twinning.slug, "vouchers", kind))


def test_the_table_holds_dates_numbers_and_texts(funding, editor):
    given = {"number": "0012", "paid_on": date(2026, 1, 31), "currency": "PEN"}
    given |= {"amount": Decimal("320.50"), "rate": Decimal("0.243712")}
    paid(funding, editor, description="=1+1", **given)
    content = exported(editor, funding.twinning, "xlsx").getvalue()
    head, row = load_workbook(io.BytesIO(content)).active.iter_rows()
    assert [cell.data_type for cell in row] == [
        "s",
        "s",
        "s",
        "d",
        "s",
        "s",
        "n",
        "s",
        "n",
        "n",
        "n",
    ]
    assert [cell.value for cell in row][1:3] == ["007-01", "0012"]
    assert (row[3].value.date(), row[9].value) == (date(2026, 1, 31), 78.11)
    assert (len(head), head[2].value) == (11, "Number")


def test_the_csv_holds_no_formula(funding, editor):
    paid(funding, editor, description="=1+1", number="1")
    text = exported(editor, funding.twinning, "csv").getvalue().decode("utf-8-sig")
    assert ",'=1+1,Dutch,10.00,EUR,1.000000,10.00" in text


def test_there_is_no_other_kind_of_table(funding, editor):
    assert exported(editor, funding.twinning, "ods").status_code == 404


def test_without_a_funding_one_is_asked_first(twinning, editor):
    said = words_of(visit(editor).get(url("voucher-add", twinning.slug)))
    assert "Enter first from which funding it is paid." in said


def test_a_rate_is_typed_to_six_figures(funding, editor):
    given = {"number": "1", "paid_on": "2026-01-31", "description": "Bus", "language": "nl"}
    given |= {"amount": "320.50", "currency": "PEN", "rate": "0.243712", "version": "0"}
    where = url("voucher-add", funding.twinning.slug)
    visit(editor).post(where, given | {"funding": str(funding.pk)})
    assert Voucher.objects.get().amount_in_euro == Decimal("78.11")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_takes_so_many_queries_however_much_it_shows(twinning, editor, rows):
    for _ in range(rows):
        row = funded(twinning, editor)
        for _more in range(rows):
            paid(row, editor)
    browser, where = visit(editor), url("voucher-list", twinning.slug)
    browser.get(where)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(where).status_code == 200
    assert len(queries) == 8
