"""Reports: the review and the key in either order; contested, returned and handed in anew."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from partnerships.models import (
    Confirmation,
    Event,
    ProgressReport,
    Reporter,
    State,
    Submission,
    Trajectory,
)
from tests.factories import (
    WHAT,
    agree,
    approve,
    contest,
    draft,
    reload,
    send_back,
    submitted,
    submitted_by_both,
)


def state_of(milestone):
    return reload(milestone).state


# --- One side's milestone: the review and the key -------------------------------------------------


def test_a_report_that_was_handed_in_awaits_review(milestone, report):
    assert (state_of(milestone), report.state, report.rounds) == (State.REVIEW, "submitted", 1)


def test_approved_first_it_awaits_the_other_side(milestone, report, coordinator):
    approve(report, coordinator)
    assert state_of(milestone) == State.KEY


def test_agreed_first_it_awaits_review(milestone, report, signatory):
    agree(report, signatory)
    assert state_of(milestone) == State.REVIEW


def test_approved_then_agreed_is_done(milestone, report, coordinator, signatory):
    approve(report, coordinator)
    agree(report, signatory)
    assert state_of(milestone) == State.DONE


def test_agreed_then_approved_is_done(milestone, report, coordinator, signatory):
    agree(report, signatory)
    approve(report, coordinator)
    assert state_of(milestone) == State.DONE


def test_what_was_approved_is_not_decided_again(report, coordinator, second_coordinator):
    approve(report, coordinator)
    with pytest.raises(ValidationError) as refusal:
        send_back(report, second_coordinator)
    message = "Somebody decided on this report already."
    assert (refusal.value.messages, reload(report).state) == ([message], "approved")


def test_what_was_agreed_is_not_agreed_again(report, signatory):
    agree(report, signatory)
    with pytest.raises(ValidationError) as refusal:
        agree(report, signatory)
    assert refusal.value.messages == ["There is nothing to answer on this report now."]


def test_a_side_changes_its_mind_while_the_milestone_is_open(milestone, report, signatory):
    agree(report, signatory)
    contest(report, signatory)
    assert (reload(report).key, state_of(milestone)) == ("contested", State.CONTESTED)


def test_what_was_returned_is_not_answered(report, coordinator, signatory):
    send_back(report, coordinator)
    with pytest.raises(ValidationError):
        agree(report, signatory)
    assert reload(report).key == ""


def test_a_draft_is_neither_reviewed_nor_answered(
    milestone, partner_editor, coordinator, signatory
):
    report = draft(milestone, partner_editor)
    for act, by in ((approve, coordinator), (agree, signatory)):
        with pytest.raises(ValidationError):
            act(report, by)
    assert (reload(report).state, state_of(milestone)) == ("draft", State.PLANNED)


def test_a_done_milestone_takes_no_more(milestone, report, coordinator, signatory, partner_editor):
    approve(report, coordinator)
    agree(report, signatory)
    with pytest.raises(ValidationError) as refusal:
        draft(milestone, partner_editor)
    message = "This milestone is closed: nothing more is reported on it."
    assert refusal.value.messages == [message]


def test_nothing_is_reported_in_a_closed_trajectory(milestone, partner_editor):
    Trajectory.objects.update(state=Trajectory.State.CLOSED)
    with pytest.raises(ValidationError):
        draft(reload(milestone), partner_editor)
    assert not ProgressReport.objects.exists()


# --- Contested ------------------------------------------------------------------------------------


def test_a_contested_milestone_cannot_close(milestone, report, coordinator, signatory):
    contest(report, signatory)
    approve(report, coordinator)
    assert state_of(milestone) == State.CONTESTED


def test_contesting_after_the_approval_opens_it_again(milestone, report, coordinator, signatory):
    approve(report, coordinator)
    contest(report, signatory)
    assert state_of(milestone) == State.CONTESTED


def test_whoever_contested_may_come_to_agree(milestone, report, coordinator, signatory):
    contest(report, signatory)
    approve(report, coordinator)
    agree(reload(report), signatory)
    assert state_of(milestone) == State.DONE


def test_coming_to_agree_keeps_one_answer_for_each_round(report, signatory):
    contest(report, signatory)
    agree(report, signatory)
    rows = Confirmation.objects.values_list("verdict", "side", "reason")
    assert list(rows) == [("agreed", "flemish", "")]


def test_the_reason_of_the_contest_stays_in_the_history(report, signatory):
    contest(report, signatory, reason="We saw no street.")
    agree(report, signatory)
    notes = Event.objects.filter(verb__in=["report_contested", "report_confirmed"])
    assert list(notes.order_by("pk").values_list("note", flat=True)) == ["We saw no street.", ""]


def test_a_contested_report_is_answered_with_a_new_round(
    milestone, report, signatory, partner_editor
):
    contest(report, signatory)
    submitted(milestone, partner_editor, version=reload(report).version)
    found = reload(report)
    assert (found.key, found.rounds, state_of(milestone)) == ("", 2, State.REVIEW)


def test_contesting_needs_a_reason(report, signatory):
    with pytest.raises(ValidationError) as refusal:
        contest(report, signatory, reason="")
    kept = (reload(report).key, Confirmation.objects.count())
    assert (refusal.value.messages, kept) == (["Say why you contest it."], ("", 0))


# --- Returned -------------------------------------------------------------------------------------


def test_a_returned_report_says_so(milestone, report, coordinator):
    send_back(report, coordinator)
    assert (state_of(milestone), reload(report).state) == (State.RETURNED, "returned")


def test_returning_says_what_is_missing_where_and_by_when(report, coordinator, milestone):
    day = milestone.due_on
    send_back(report, coordinator, note_field="happened_on", answer_by=day)
    found = reload(report).latest
    said = (found.note, found.note_field_label, found.answer_by, found.reviewed_by)
    assert said == ("Which street?", "When?", day, coordinator)


def test_returning_needs_a_note(report, coordinator):
    with pytest.raises(ValidationError) as refusal:
        send_back(report, coordinator, note="")
    message = "Say what is missing before you return it."
    assert (refusal.value.messages, reload(report).state) == ([message], "submitted")


def test_the_database_insists_on_the_note(report, coordinator):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        Submission.objects.update(
            decision="returned", reviewed_by=coordinator, reviewed_at=report.submitted_at
        )
    assert "submission_returned_with_a_note" in str(refusal.value)


def test_a_returned_report_is_handed_in_again(milestone, report, coordinator, partner_editor):
    send_back(report, coordinator)
    submitted(milestone, partner_editor, what_happened="The street is called Calle Sol.")
    found = reload(report)
    assert (found.state, found.rounds, state_of(milestone)) == ("submitted", 2, State.REVIEW)


def test_a_key_that_was_turned_stays_so_when_a_note_is_answered(
    milestone, report, coordinator, signatory, partner_editor
):
    agree(report, signatory)
    send_back(report, coordinator)
    submitted(milestone, partner_editor)
    approve(report, coordinator)
    assert (reload(report).key, state_of(milestone)) == ("agreed", State.DONE)


def test_every_round_keeps_its_words_and_its_note(milestone, report, coordinator, partner_editor):
    send_back(report, coordinator)
    submitted(milestone, partner_editor, what_happened="Calle Sol.")
    rounds = report.submissions.values_list("round", "what_happened", "note", "decision")
    assert list(rounds) == [(1, WHAT, "Which street?", "returned"), (2, "Calle Sol.", "", "")]


# --- Nobody their own -----------------------------------------------------------------------------


def test_nobody_reviews_their_own_report(coordination_milestone, coordinator):
    report = submitted(coordination_milestone, coordinator)
    with pytest.raises(ValidationError) as refusal:
        approve(report, coordinator)
    kept = (reload(report).state, reload(report).latest.decision)
    assert (refusal.value.messages, kept) == (
        ["Nobody reviews their own report."],
        ("submitted", ""),
    )


def test_a_milestone_of_the_coordination_is_done_when_another_approves(
    coordination_milestone, coordinator, second_coordinator
):
    report = submitted(coordination_milestone, coordinator)
    approve(report, second_coordinator)
    assert state_of(coordination_milestone) == State.DONE


def test_a_milestone_of_the_coordination_needs_no_key(
    coordination_milestone, coordinator, signatory
):
    report = submitted(coordination_milestone, coordinator)
    with pytest.raises(ValidationError) as refusal:
        agree(report, signatory)
    assert refusal.value.messages == ["This report needs no key of the other side."]


# --- Both sides' milestone ------------------------------------------------------------------------


def test_one_report_of_two_is_reported_by_one_side(joint_milestone, editor):
    submitted(joint_milestone, editor, reporter=Reporter.FLEMISH)
    assert state_of(joint_milestone) == State.ONE_SIDE


def test_both_reports_await_review(joint_milestone, editor, partner_editor):
    submitted_by_both(joint_milestone, editor, partner_editor)
    assert state_of(joint_milestone) == State.REVIEW


def test_each_sides_report_is_its_key(joint_milestone, editor, partner_editor, signatory):
    reports = submitted_by_both(joint_milestone, editor, partner_editor)
    with pytest.raises(ValidationError):
        agree(reports[1], signatory)
    assert {report.key for report in ProgressReport.objects.all()} == {""}


def test_both_approved_is_done(joint_milestone, editor, partner_editor, coordinator):
    reports = submitted_by_both(joint_milestone, editor, partner_editor)
    states = [(approve(report, coordinator), state_of(joint_milestone))[1] for report in reports]
    assert states == [State.REVIEW, State.DONE]


def test_one_returned_is_returned(joint_milestone, editor, partner_editor, coordinator):
    flemish, partner = submitted_by_both(joint_milestone, editor, partner_editor)
    approve(flemish, coordinator)
    send_back(partner, coordinator)
    assert state_of(joint_milestone) == State.RETURNED
