"""Recommendations: whom they address, and what each side answers and does."""

import pytest
from django.core.exceptions import ValidationError

from partnerships import actions
from partnerships.models import Response
from tests.factories import opened, reload
from tests.pages import url, visit, words_of
from tests.reports import advised, responded


@pytest.fixture
def row(twinning, editor):
    return advised(twinning, editor)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"answer": "partly"}, "Say why you do not agree, or only in part."),
        ({"answer": "agreed", "action": ""}, "Say what you will do."),
        ({"answer": "declined", "why": ""}, "Say why you do not agree, or only in part."),
    ],
)
def test_an_answer_that_says_too_little_is_refused(row, editor, given, says):
    with pytest.raises(ValidationError) as refusal:
        responded(row, "flemish", editor, **given)
    assert (refusal.value.messages, Response.objects.count()) == ([says], 0)


def test_a_side_that_declines_need_do_nothing(row, editor):
    given = {"answer": "declined", "why": "We meet often enough.", "action": ""}
    assert responded(row, "flemish", editor, **given).action == ""


def test_each_side_answers_once_and_may_put_it_right(row, editor, partner_editor):
    responded(row, "flemish", editor)
    responded(row, "partner", partner_editor)
    responded(row, "flemish", editor, action="In May and in October.")
    found = {side: answer.action for side, _name, answer in reload(row).answers}
    assert found == {"flemish": "In May and in October.", "partner": "We plan both."}


def test_only_whom_it_addresses_answers(twinning, editor, partner_editor):
    row = advised(twinning, editor, side="flemish")
    with pytest.raises(ValidationError) as refusal:
        responded(row, "partner", partner_editor)
    assert refusal.value.messages == ["This recommendation does not address your side."]
    answer = visit(partner_editor).get(url("recommendation-answer", row.pk))
    assert answer.status_code == 403


def test_what_a_side_answered_to_stays(row, editor):
    responded(row, "flemish", editor)
    with pytest.raises(ValidationError) as refusal:
        actions.change_recommendation(recommendation=row, by=editor, text="Never meet.")
    assert refusal.value.messages == ["A side has answered this already: its words stay."]
    actions.change_recommendation(recommendation=row, by=editor, given_by="external evaluation")
    assert reload(row).given_by == "external evaluation"


def test_a_self_assessment_of_another_twinning_is_refused(other_trajectory, row, coordinator):
    foreign = opened(other_trajectory, coordinator)
    with pytest.raises(ValidationError) as refusal:
        actions.change_recommendation(recommendation=row, by=coordinator, assessment=foreign)
    assert refusal.value.messages == ["Choose a self-assessment of this twinning."]


def test_the_page_says_who_has_not_answered(row, editor, partner_editor):
    responded(row, "flemish", editor, action="We plan both.")
    said = words_of(visit(partner_editor).get(url("recommendation-list", row.twinning.slug)))
    assert "Edegem we agree What we will do: We plan both." in said.replace(" :", ":")
    assert "San Jerónimo not answered yet" in said
