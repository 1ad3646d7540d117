"""Numbers: typed with a comma or a point, read as the reader's language writes them."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from stedenband.fields import NumberField
from stedenband.numbers import LARGEST, parse_number, write_number
from stedenband.texts import LANGUAGES

NUMBERS = st.decimals(1 - LARGEST, LARGEST - 1, places=4, allow_nan=False, allow_infinity=False)


@given(value=NUMBERS, language=st.sampled_from(LANGUAGES))
def test_what_is_written_is_read_back(value, language):
    assert parse_number(write_number(value, language), language) == value


@given(text=st.text(max_size=30), language=st.sampled_from(LANGUAGES))
def test_any_text_is_a_number_or_is_refused(text, language):
    try:
        value = parse_number(text, language)
    except ValidationError:
        return
    assert abs(value) < LARGEST


@pytest.mark.parametrize(
    ("typed", "language", "value"),
    [
        ("1.234", "nl", "1234"),
        ("1.234", "en", "1.234"),
        ("1,234", "nl", "1.234"),
        ("1,234", "en", "1234"),
        ("12,5", "nl", "12.5"),
        ("12.5", "nl", "12.5"),
        ("12,5", "en", "12.5"),
        ("0.125", "es", "0.125"),
        ("1.234.567,89", "es", "1234567.89"),
        ("1,234,567.89", "nl", "1234567.89"),
        ("1 234,5", "fr", "1234.5"),
        ("1\u00a0234,5", "fr", "1234.5"),
        ("1\u202f234,5", "fr", "1234.5"),
        ("1'234", "fr", "1234"),
        ("1’234.50", "en", "1234.5"),
        (" -3,5 ", "nl", "-3.5"),
        ("−3", "nl", "-3"),
        ("+7", "es", "7"),
        (",5", "nl", "0.5"),
        ("0", "nl", "0"),
        ("-0", "nl", "0"),
    ],
)
def test_read_as_the_language_writes(typed, language, value):
    assert parse_number(typed, language) == Decimal(value)


@pytest.mark.parametrize(
    "typed",
    ["veel", "12 kg", "45%", "1.23.456", "1,2,3", "12-3", "--1", "1e5", "٣", "NaN", "-", "."],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_refused(typed, language):
    with pytest.raises(ValidationError):
        parse_number(typed, language)


@pytest.mark.parametrize(
    ("language", "example"),
    [("nl", "1.234,5"), ("es", "1.234,5"), ("fr", "1\u202f234,5"), ("en", "1,234.5")],
)
def test_the_message_shows_an_example(language, example):
    with pytest.raises(ValidationError) as refusal:
        parse_number("veel", language)
    message = f"“veel” is no number: write figures only, like {example}."
    assert refusal.value.messages == [message]


@pytest.mark.parametrize("typed", ["0,12345", "100000000000", "9" * 200])
def test_what_has_no_room_is_refused(typed):
    with pytest.raises(ValidationError):
        parse_number(typed, "nl")


def test_the_field_writes_in_the_language_of_the_page():
    with translation.override("fr"):
        field = NumberField()
        assert (field.prepare_value(Decimal("1234.5000")), field.clean("3,5")) == (
            "1\u202f234,5",
            Decimal("3.5"),
        )
