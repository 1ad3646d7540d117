"""Progress in words, and the line that is drawn of it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnerships.course import Course, course_from, course_of
from partnerships.line import BOTTOM, LEFT, RIGHT, TOP, WIDTH, draw_line
from partnerships.models import Indicator, IndicatorPair, Measurement

VALUES = st.decimals(-1000, 1000, places=2, allow_nan=False, allow_infinity=False)
START = date(2026, 1, 1)


def course(direction, baseline, target, *measured):
    numbers = [None if one is None else Decimal(one) for one in (baseline, target)]
    return course_from(direction, *numbers, [Decimal(one) for one in measured])


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        (("up", "10", "20"), Course.UNKNOWN),
        (("up", None, "20", "12"), Course.UNKNOWN),
        (("up", None, None), Course.UNKNOWN),
        (("up", "10", "20", "12"), Course.TOWARDS),
        (("up", "10", "20", "25"), Course.TOWARDS),
        (("up", "10", "20", "8"), Course.AWAY),
        (("down", "118", "100", "109"), Course.TOWARDS),
        (("down", "118", "100", "120"), Course.AWAY),
        (("up", "100", "200", "101.99"), Course.STILL),
        (("up", "100", "200", "102"), Course.TOWARDS),
        (("up", "100", "200", "98.01"), Course.STILL),
        (("up", "100", None, "101.9"), Course.STILL),
        (("up", "100", None, "102"), Course.TOWARDS),
        (("up", "100", "100", "101"), Course.STILL),
        (("up", "0", None, "0"), Course.STILL),
        (("up", "0", None, "1"), Course.TOWARDS),
        (("up", None, None, "5", "9"), Course.TOWARDS),
        (("up", "10", "20", "18", "10"), Course.STILL),
    ],
)
def test_the_published_method(given_, expected):
    assert course(*given_) == expected


@given(start=VALUES, target=VALUES, last=VALUES)
def test_the_other_direction_says_the_opposite(start, target, last):
    opposite = {Course.TOWARDS: Course.AWAY, Course.AWAY: Course.TOWARDS}
    up = course_from("up", start, target, [last])
    assert course_from("down", start, target, [last]) == opposite.get(up, up)


@given(start=VALUES, between=st.lists(VALUES), last=VALUES)
def test_only_the_start_and_the_last_value_count(start, between, last):
    assert course_from("up", start, None, [*between, last]) == course_from(
        "up", start, None, [last]
    )


def indicator(**given_):
    given_ = {"pair": IndicatorPair(), "side": "flemish", "what": "Waste", "unit": "kg"} | given_
    return Indicator(**given_)


def values(of, *numbers):
    return [
        Measurement(indicator=of, measured_on=START + timedelta(days=30 * n), value=number)
        for n, number in enumerate(numbers, 1)
    ]


@pytest.mark.parametrize(
    ("baseline_on", "expected"),
    [
        (START + timedelta(days=30), Course.AWAY),  # the first value is of that very day
        (START + timedelta(days=31), Course.UNKNOWN),
        (None, Course.UNKNOWN),
    ],
)
def test_what_was_measured_before_the_baseline_does_not_count(baseline_on, expected):
    baseline = Decimal(50) if baseline_on else None
    one = indicator(direction="up", baseline_value=baseline, baseline_on=baseline_on)
    assert course_of(one, values(one, Decimal(30))) == expected


@given(numbers=st.lists(st.none() | VALUES, max_size=8), target=st.none() | VALUES)
def test_every_value_lies_on_the_sheet(numbers, target):
    one = indicator(target_value=target)
    line = draw_line(one, values(one, *numbers))
    inside = [
        LEFT <= dot.x <= WIDTH - RIGHT and (dot.is_gap or TOP - 1 <= dot.y <= BOTTOM + 1)
        for dot in (line.dots if line else [])
    ]
    assert (line is None, all(inside)) == (all(n is None for n in numbers), True)


def test_the_line_breaks_where_nothing_was_measured():
    one = indicator(baseline_value=Decimal(1), baseline_on=START, baseline_source="S")
    line = draw_line(one, values(one, Decimal(2), None, Decimal(3), Decimal(4)))
    found = (len(line.paths), [dot.is_gap for dot in line.dots], line.dots[0].is_baseline)
    assert found == (2, [False, False, True, False, False], True)


def test_a_scale_is_ruled_by_its_words():
    one = indicator(kind="qualitative", scale_en="no\nsome\nyes", target_value=Decimal(3))
    line = draw_line(one, values(one, Decimal(1), Decimal(2)))
    rules = [(rule.label, rule.is_target) for rule in line.rules]
    assert rules == [("no", False), ("some", False), ("yes", True)]
