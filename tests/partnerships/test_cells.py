"""Cells of a table that comes in: read as people type them, or refused with the reason."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from partnerships.imports.cells import day, number, one_of, whole_of


@pytest.mark.parametrize(
    ("read_cell", "typed", "value"),
    [
        (number, "1.234,50", Decimal("1234.50")),
        (number, "1,234.50", Decimal("1234.50")),
        (number, "12,5", Decimal("12.5")),
        (number, "1 234 567", Decimal(1234567)),
        (number, 0.1, Decimal("0.1")),
        (number, "0.125", Decimal("0.125")),
        (day, "31/03/2027", date(2027, 3, 31)),
        (day, "2027-03-31", date(2027, 3, 31)),
        (day, datetime(2027, 3, 31, 12), date(2027, 3, 31)),
        (whole_of(0, 10**7), "205.346", 205346),
        (whole_of(0, 10**7), 205346.0, 205346),
        (one_of([("BO", "Bolivia")]), "bo", "BO"),
        (one_of([("BO", "Bolivia")]), "BOLIVIA", "BO"),
    ],
)
def test_a_cell_is_read_as_people_type_it(read_cell, typed, value):
    assert read_cell(typed) == value


@pytest.mark.parametrize(
    ("read_cell", "typed", "message"),
    [
        (number, "1.234", "can be two numbers"),
        (number, "a lot", "This is no number."),
        (number, float("nan"), "This is no number."),
        (number, date(2027, 1, 2), "made a date of this"),
        (day, "31/02/2027", "This is no date"),
        (day, "03-31-2027", "This is no date"),
        (whole_of(1800, 2200), "18", "from 1800 to 2200"),
        (whole_of(0, 10), 1.5, "from 0 to 10"),
        (one_of([("BO", "Bolivia")]), "Peru", "Known are: Bolivia."),
    ],
)
def test_a_cell_that_is_not_understood_says_why(read_cell, typed, message):
    with pytest.raises(ValidationError, match=message):
        read_cell(typed)
