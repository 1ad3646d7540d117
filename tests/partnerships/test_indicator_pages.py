"""The pages of indicators: both leaves, the line with its table, and the forms."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from partnerships import actions
from partnerships.forms.indicator import IndicatorForm, IndicatorPairForm, MeasurementForm
from partnerships.models import Measurement
from stedenband import clock
from tests.factories import measured, measured_pair, reload, said
from tests.pages import publish, text_of, url, visit, words_of


@pytest.fixture
def pair(twinning, editor, partner_editor):
    return measured_pair(twinning, editor, partner_editor)


@pytest.fixture
def own(pair):
    return pair.indicators.get(side="flemish")


def queries_of(user, page):
    visitor = visit(user)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert visitor.get(page).status_code == 200
    return len([one for one in seen if "SAVEPOINT" not in one["sql"]])


def test_the_list_asks_the_same_for_one_pair_and_for_three(twinning, pair, editor, partner_editor):
    page = url("indicator-list", twinning.slug)
    one = queries_of(editor, page)
    for _more in range(2):
        measured_pair(twinning, editor, partner_editor)
    assert (one, queries_of(editor, page)) == (10, 10)


def test_a_pair_asks_the_same_for_one_value_and_for_three(pair, own, editor):
    page = url("indicator-detail", pair.pk)
    one = queries_of(editor, page)
    for days in (10, 20):
        day = clock.today() - timedelta(days=days)
        measured(own, editor, measured_on=day, link="https://register.example/1")
    assert (one, queries_of(editor, page)) == (10, 10)


def test_the_line_is_silent_and_the_table_speaks(pair, editor):
    text = text_of(visit(editor).get(url("indicator-detail", pair.pk)))
    lines = re.findall(r'<svg class="line \w+"[^>]*aria-hidden="true"', text)
    assert (len(lines), text.count("<caption>"), text.count('<th scope="row"')) == (2, 2, 4)


def test_a_page_without_style_attributes(pair, editor):
    assert "style=" not in text_of(visit(editor).get(url("indicator-detail", pair.pk)))


def test_progress_is_said_in_words_with_its_rule(pair, editor):
    words = words_of(visit(editor).get(url("indicator-detail", pair.pk)))
    assert ("moving towards" in words, "less than 2 percent" in words) == (True, True)


def test_sums_are_flagged_on_the_page_and_on_the_form(pair, own, editor):
    row = Measurement.objects.get(indicator=own)
    actions.change_measurement(measurement=row, by=editor, women=Decimal(5), men=Decimal(9))
    pages = (url("indicator-detail", pair.pk), url("measurement-change", row.pk))
    found = [words_of(visit(editor).get(page)) for page in pages]
    assert ["roups add up to 14, the value is 12.5" in words for words in found] == [True, True]


def test_the_public_sees_a_side_that_published_and_that_the_other_has_not(
    twinning, pair, partner_editor
):
    publish(twinning, "partner", partner_editor)
    words = words_of(visit(None).get(url("indicator-detail", pair.pk)))
    found = (words.count("has not published its part"), words.count("Residual waste"))
    assert found == (1, 1)


def test_an_empty_half_is_a_question(twinning, editor):
    empty = actions.add_indicator(twinning=twinning, by=editor, title_nl="Water")
    words = words_of(visit(editor).get(url("indicator-detail", empty.pk)))
    assert "What does San Jerónimo measure at home on this theme?" in words


def test_without_a_pair_the_list_asks_for_one(twinning, coordinator):
    words = words_of(visit(coordinator).get(url("indicator-list", twinning.slug)))
    assert "What would you measure on both sides?" in words


def post(user, page, **body):
    return visit(user).post(page, {"version": 0, **body})


def test_a_pair_is_added(twinning, editor):
    response = post(editor, url("indicator-add", twinning.slug), title_nl="Water")
    assert (response.status_code, twinning.pairs.count()) == (302, 1)


@pytest.mark.parametrize(
    ("language", "typed", "value"),
    [("nl", "1.234", "1234"), ("en", "1.234", "1.234"), ("fr", "1 234,5", "1234.5")],
)
def test_a_value_is_read_in_the_language_of_the_page(pair, editor, language, typed, value):
    page = url("measurement-add", pair.pk, language=language)
    post(editor, page, measured_on="2026-01-05", value=typed, source="Register")
    assert Measurement.objects.earliest("measured_on").value == Decimal(value)


def test_words_come_back_with_an_example(pair, editor):
    page = url("measurement-add", pair.pk)
    response = post(editor, page, measured_on="2026-01-05", value="much", source="Register")
    errors = response.context["form"].errors["value"]
    assert (errors, 'value="much"' in text_of(response)) == (
        ["“much” is no number: write figures only, like 1,234.5."],
        True,
    )


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({}, "Give the measured value, or tick that it was not measured."),
        (
            {"value": "3", "not_measured": "on"},
            "There is a value, and “not measured” is ticked: choose one.",
        ),
    ],
)
def test_a_value_or_not_measured(pair, editor, body, error):
    page = url("measurement-add", pair.pk)
    response = post(editor, page, measured_on="2026-01-05", source="Register", **body)
    assert response.context["form"].errors["value"] == [error]


def test_not_measured_is_entered(pair, editor):
    page = url("measurement-add", pair.pk)
    response = post(editor, page, measured_on="2026-01-05", not_measured="on")
    row = Measurement.objects.earliest("measured_on")
    assert (response.status_code, row.value) == (302, None)


def test_the_second_editor_gets_both(own, pair, editor):
    page = url("indicator-change", pair.pk)
    body = {"what": "Other", "language": "nl", "kind": "quantitative", "unit": "kg"}
    response = post(editor, page, direction="down", **body)
    assert (response.status_code, reload(own).what) == (409, "Residual waste")


def test_a_value_is_withdrawn_on_its_own_page(own, pair, editor):
    row = Measurement.objects.get(indicator=own)
    response = post(editor, url("measurement-withdraw", row.pk))
    standing = Measurement.objects.standing().filter(indicator=own).count()
    assert (response.status_code, standing) == (302, 0)


# --- The HTML of the forms ------------------------------------------------------------------------


def shown(response):
    """The names of what a form asks, in order."""
    names = re.findall(r'<(?:input|select|textarea)[^>]* name="(\w+)"', text_of(response))
    return [name for name in dict.fromkeys(names) if name not in ("csrfmiddlewaretoken", "next")]


def test_the_forms_ask_all_they_have(pair, twinning, editor):
    pages = {
        "indicator-add": (twinning.slug, IndicatorPairForm),
        "indicator-change": (pair.pk, IndicatorForm),
        "measurement-add": (pair.pk, MeasurementForm),
    }
    found = {
        name: shown(visit(editor).get(url(name, about))) for name, (about, _f) in pages.items()
    }
    asked = {name: {*form.base_fields, "seal"} for name, (_about, form) in pages.items()}
    assert {name: set(fields) for name, fields in found.items()} == asked


def test_radio_buttons_are_alive(pair, editor):
    text = text_of(visit(editor).get(url("indicator-change", pair.pk)))
    assert len(re.findall(r'<input[^>]*type="radio"[^>]*>', text)) == 4


def test_a_step_is_chosen_by_its_word(twinning, editor):
    theme = actions.add_indicator(twinning=twinning, by=editor, title_nl="Water")
    half = theme.indicators.get(side="flemish")
    steps = {"kind": "qualitative", "scale_nl": "nee\nbeetje\nja", "baseline_value": Decimal(1)}
    said(half, editor, **steps, direction="up", target_value=Decimal(3))
    page = url("measurement-add", theme.pk)
    text = text_of(visit(editor).get(page))
    post(editor, page, measured_on=str(clock.today()), value="2", source="Raad")
    row = Measurement.objects.get()
    with translation.override("nl"):
        found = ('<option value="2">beetje</option>' in text, "women" in text, row.value_words)
    assert found == (True, False, "beetje")
