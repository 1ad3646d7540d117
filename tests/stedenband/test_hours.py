"""Hours, from a clock or as people type them."""

from datetime import time

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from stedenband.fields import HourField


class HourForm(forms.Form):
    at = HourField()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("15:30", time(15, 30)),
        ("15.30", time(15, 30)),
        ("15u30", time(15, 30)),
        ("15h30", time(15, 30)),
        (" 9u ", time(9, 0)),
        ("9", time(9, 0)),
        ("08:05:00", time(8, 5)),
    ],
)
def test_an_hour_is_understood_as_people_type_it(typed, meant):
    assert HourField().clean(typed) == meant


@pytest.mark.parametrize("typed", ["24:00", "12:60", "noon", "-1", "15:3", "1530", "²²:00"])
def test_what_is_no_hour_is_answered_with_an_example(typed):
    with pytest.raises(ValidationError) as refusal:
        HourField().clean(typed)
    assert refusal.value.messages == ["This is no hour: write it like 15:30."]


@given(st.text(max_size=12))
def test_whatever_is_typed_is_an_hour_or_refused(text):
    try:
        found = HourField(required=False).clean(text)
    except ValidationError:
        return
    assert found is None or isinstance(found, time)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("15:30", 'type="time" name="at" value="15:30"'),
        ("noon", 'type="text" name="at" value="noon"'),
    ],
)
def test_what_was_typed_is_shown_again(typed, shown):
    assert shown in str(HourForm({"at": typed})["at"])
