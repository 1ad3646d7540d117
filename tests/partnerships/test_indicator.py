"""Indicators in pairs: what is ever true, who may, and what the deeds do."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError

from partnerships import actions, policies
from partnerships.models import Event, Evidence, Indicator, IndicatorPair, Measurement
from stedenband import clock
from stedenband.files import CheckedFile
from stedenband.versions import StaleVersion
from tests.factories import measured, measured_pair, reload, said
from tests.pages import publish


@pytest.fixture
def pair(twinning, editor):
    return actions.add_indicator(twinning=twinning, by=editor, title_nl="Minder afval")


@pytest.fixture
def own(pair, editor):
    """The Flemish half, written."""
    return said(pair.indicators.get(side="flemish"), editor)


def refusal_of(action, **given):
    with pytest.raises(ValidationError) as refusal:
        action(**given)
    return refusal.value.messages


def test_a_pair_has_an_empty_half_for_each_side(pair):
    halves = [(one.side, one.is_written) for one in pair.indicators.all()]
    assert (pair.number, halves) == (1, [("flemish", False), ("partner", False)])


def test_at_most_five_pairs(twinning, editor):
    for number in range(5):
        actions.add_indicator(twinning=twinning, by=editor, title_nl=f"Thema {number}")
    messages = refusal_of(actions.add_indicator, twinning=twinning, by=editor, title_nl="Zes")
    start = "This twinning has five pairs of indicators already"
    assert (messages[0].startswith(start), twinning.pairs.count()) == (True, 5)


def test_the_database_insists_on_five(pair):
    with pytest.raises(IntegrityError):
        IndicatorPair.objects.filter(pk=pair.pk).update(number=6)


def test_a_pair_is_about_something(twinning, editor):
    messages = refusal_of(actions.add_indicator, twinning=twinning, by=editor)
    assert messages == ["Say in one language at least what it is about."]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"baseline_on": None}, "A baseline has a value, a date and a source"),
        ({"baseline_source": ""}, "A baseline has a value, a date and a source"),
        ({"unit": ""}, "Say in which unit it is measured."),
        ({"direction": "up"}, "The target value lies the other way"),
        ({"kind": "qualitative"}, "Write two to seven steps"),
        ({"kind": "qualitative", "scale_nl": "a\nb", "scale_es": "a\nb\nc"}, "Give every language"),
        ({"kind": "qualitative", "scale_nl": "a\nb"}, "Give the number of a step: 1"),
    ],
)
def test_an_indicator_that_cannot_be(pair, editor, words, message):
    half = pair.indicators.get(side="flemish")
    messages = refusal_of(said, indicator=half, by=editor, **words)
    assert (messages[0].startswith(message), reload(half).is_written) == (True, False)


def test_a_day_to_come_is_refused(own, editor):
    tomorrow = clock.today() + timedelta(days=1)
    messages = refusal_of(measured, indicator=own, by=editor, measured_on=tomorrow)
    assert messages == ["This day is still to come."]


def test_the_second_editor_is_told(own, editor):
    with pytest.raises(StaleVersion):
        said(own, editor, version=0, what="Other")


def test_once_measured_the_kind_stays(own, editor):
    measured(own, editor)
    steps = {"kind": "qualitative", "unit": "", "scale_nl": "a\nb", "baseline_value": 1}
    messages = refusal_of(said, indicator=own, by=editor, **steps, target_value=1)
    assert messages == ["Values were measured already: the kind and the number of steps stay."]


def test_nothing_is_measured_before_it_is_said_what(pair, editor):
    half = pair.indicators.get(side="flemish")
    messages = refusal_of(measured, indicator=half, by=editor)
    assert messages == ["Say first what you measure; then enter a measured value."]


def test_not_measured_is_a_value(own, editor):
    row = measured(own, editor, value=None, source="")
    assert (row.is_measured, row.value_words) == (False, "not measured")


@pytest.mark.parametrize(
    ("figures", "message"),
    [
        ({"source": ""}, "Say where this value comes from."),
        ({"value": None, "women": 3}, "Groups are parts of a value: give the value too."),
    ],
)
def test_a_measurement_that_cannot_be(own, editor, figures, message):
    assert refusal_of(measured, indicator=own, by=editor, **figures) == [message]


def test_one_value_for_each_day_until_it_is_withdrawn(own, editor):
    first = measured(own, editor)
    messages = refusal_of(measured, indicator=own, by=editor)
    actions.withdraw_measurement(measurement=first, by=editor)
    measured(own, editor, value=Decimal(13))
    standing = Measurement.objects.standing().values_list("value", flat=True)
    assert (messages, list(standing)) == (
        ["There is a value of this day already: change that one."],
        [Decimal(13)],
    )


def test_what_was_withdrawn_does_not_change(own, editor):
    row = measured(own, editor)
    actions.withdraw_measurement(measurement=row, by=editor)
    messages = refusal_of(actions.change_measurement, measurement=row, by=editor, note="x")
    assert messages == ["This value was withdrawn meanwhile."]


@pytest.mark.parametrize(
    ("groups", "words"),
    [({}, ""), ({"women": 7, "men": Decimal("5.5")}, ""), ({"women": 7, "young": 2}, "9")],
)
def test_sums_that_differ_are_flagged_not_refused(own, editor, groups, words):
    assert reload(measured(own, editor, **groups)).sum_words == words


def test_a_changed_value_is_told_with_what_it_was(own, editor):
    row = measured(own, editor)
    actions.change_measurement(measurement=row, by=editor, value=Decimal("1234.5"))
    event = Event.objects.first()
    assert (event.old_words, event.new_words, event.about) == ("12.5", "1,234.5", "Minder afval")


def test_evidence_of_a_value_is_read_inside(own, editor, partner_editor, nobody, coordinator):
    file = CheckedFile(ContentFile(b"%PDF-1.7"), "application/pdf", "count.pdf", 8)
    row = measured(own, editor, uploads=[file], link="https://register.example/1")
    readers = (editor, partner_editor, coordinator, nobody)
    seen = [Evidence.objects.visible_to(one).count() for one in readers]
    actions.withdraw_measurement(measurement=row, by=editor)
    assert (seen, Evidence.objects.visible_to(editor).count()) == ([2, 2, 2, 0], 0)


def test_evidence_of_a_value_is_removed_by_its_side(own, editor, partner_editor):
    measured(own, editor, link="https://register.example/1")
    evidence = Evidence.objects.get()
    may = [policies.may_remove_evidence(one, evidence) for one in (editor, partner_editor)]
    actions.remove_evidence(evidence=evidence, by=editor)
    seen = Event.objects.visible_to(partner_editor).filter(verb="evidence_removed").count()
    assert (may, Evidence.objects.count(), seen) == ([True, False], 0, 1)


def test_evidence_belongs_to_one_thing(own, editor):
    measured(own, editor, link="https://register.example/1")
    with pytest.raises(IntegrityError):
        Evidence.objects.update(measurement=None)


@pytest.mark.parametrize(
    ("role", "adds", "writes"),
    [
        ("editor", True, "flemish"),
        ("signatory", True, "flemish"),
        ("partner_editor", True, "partner"),
        ("coordinator", True, None),
        ("facilitator", False, None),
        ("reader", False, None),
        ("stranger", False, None),
        ("nobody", False, None),
    ],
)
def test_who_may(request, pair, twinning, role, adds, writes):
    user = request.getfixturevalue(role)
    found = policies.may_add_indicator(user, twinning), policies.side_written_for(user, twinning)
    assert found == (adds, writes)


def test_a_pair_shows_the_sides_that_published(twinning, editor, partner_editor, nobody):
    pair = measured_pair(twinning, editor, partner_editor)
    before = IndicatorPair.objects.visible_to(nobody).count()
    publish(twinning, "partner", partner_editor)
    sides = [one.side for one in Indicator.objects.visible_to(nobody).filter(pair=pair)]
    values = Measurement.objects.visible_to(nobody).count()
    assert (before, sides, values) == (0, ["partner"], 1)


def test_a_public_side_that_measures_nothing_shows_no_pair(pair, twinning, editor, nobody):
    publish(twinning, "flemish", editor)
    assert not IndicatorPair.objects.visible_to(nobody).exists()
