"""Reports: drafted, handed in, two people at once, who reads what, published."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from partnerships import actions
from partnerships.models import (
    ProgressReport,
    State,
)
from stedenband.versions import StaleVersion
from tests.factories import (
    WHAT,
    ProgressReportFactory,
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


# --- Draft and handing in -------------------------------------------------------------------------


def test_a_draft_needs_nothing(milestone, partner_editor):
    report = draft(milestone, partner_editor, what_happened="", happened_on=None)
    assert (report.state, report.rounds, state_of(milestone)) == ("draft", 0, State.PLANNED)


@pytest.mark.parametrize(
    ("field", "nothing", "message"),
    [
        ("what_happened", "", "Write what happened before you hand it in."),
        ("happened_on", None, "Say when it happened before you hand it in."),
    ],
)
def test_handing_in_asks_what_and_when(milestone, partner_editor, field, nothing, message):
    with pytest.raises(ValidationError) as refusal:
        submitted(milestone, partner_editor, **{field: nothing})
    found = (refusal.value.message_dict, ProgressReport.objects.count())
    assert found == ({field: [message]}, 0)


def test_handing_in_twice_is_refused(milestone, report, partner_editor):
    with pytest.raises(ValidationError) as refusal:
        submitted(milestone, partner_editor)
    message = "This report was handed in already and waits for an answer."
    assert (refusal.value.messages, reload(report).rounds) == ([message], 1)


def test_a_report_that_waits_is_not_changed(milestone, report, partner_editor):
    with pytest.raises(ValidationError):
        draft(milestone, partner_editor, what_happened="Something else")
    assert reload(report).what_happened == WHAT


def test_a_text_that_is_too_long_is_refused_on_its_field(milestone, partner_editor):
    with pytest.raises(ValidationError) as refusal:
        draft(milestone, partner_editor, summary="x" * 1_001)
    assert list(refusal.value.message_dict) == ["summary"]


@pytest.mark.parametrize("language", ["nl", "es", "fr", "en", "kek", "qu"])
def test_a_report_says_in_which_language_it_is_written(milestone, partner_editor, language):
    report = submitted(milestone, partner_editor, language=language)
    assert report.latest.language == language


# --- Two people at once ---------------------------------------------------------------------------


def test_an_older_version_overwrites_nothing(milestone, partner_editor, partner_signatory):
    draft(milestone, partner_editor, what_happened="First", version=0)
    with pytest.raises(StaleVersion) as meanwhile:
        draft(milestone, partner_signatory, what_happened="Second", version=0)
    stored = ProgressReport.objects.get().what_happened
    assert (stored, meanwhile.value.current.what_happened) == ("First", "First")


def test_with_the_version_it_saw_somebody_else_goes_on(
    milestone, partner_editor, partner_signatory
):
    report = draft(milestone, partner_editor, what_happened="First", version=0)
    draft(milestone, partner_signatory, what_happened="Second", version=report.version)
    found = reload(report)
    assert (found.what_happened, found.updated_by) == ("Second", partner_signatory)


@pytest.mark.parametrize("act", [approve, send_back, agree, contest])
def test_a_decision_on_an_older_version_is_refused(report, coordinator, signatory, act):
    ProgressReport.objects.update(version=7)
    with pytest.raises(StaleVersion):
        act(report, coordinator if act in (approve, send_back) else signatory, version=1)
    assert (reload(report).state, reload(report).key) == ("submitted", "")


# --- Who reads what -------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["editor", "coordinator", "facilitator", "stranger", "nobody"])
def test_a_draft_is_read_by_its_own_side_alone(request, milestone, partner_editor, role):
    draft(milestone, partner_editor)
    user = request.getfixturevalue(role)
    assert not ProgressReport.objects.visible_to(user).exists()


@pytest.mark.parametrize("role", ["partner_editor", "partner_signatory"])
def test_a_draft_is_read_by_its_own_side(request, milestone, partner_editor, role):
    report = draft(milestone, partner_editor)
    user = request.getfixturevalue(role)
    assert list(ProgressReport.objects.visible_to(user)) == [report]


def test_what_others_read_stays_while_its_side_works_on(
    milestone, report, coordinator, partner_editor
):
    send_back(report, coordinator)
    draft(milestone, partner_editor, what_happened="Not ready yet")
    found = ProgressReport.objects.visible_to(coordinator).get()
    assert (found.latest.what_happened, found.state) == (WHAT, "returned")


def test_a_submission_keeps_the_words_of_its_day(report):
    ProgressReport.objects.update(what_happened="Changed since")
    assert reload(report).latest.words == {**report.words, "what_happened": WHAT}


# --- Published ------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["submitted", "returned"])
def test_only_what_was_approved_is_published(report, partner_editor, state):
    ProgressReport.objects.update(state=state)
    with pytest.raises(ValidationError) as refusal:
        actions.publish_progress(report=report, by=partner_editor)
    message = "Only an approved report can be published."
    assert (refusal.value.messages, reload(report).published_at) == ([message], None)


def test_the_database_insists_that_only_the_approved_is_public(report):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        ProgressReport.objects.update(published_at=report.submitted_at)
    assert "progress_public_when_approved" in str(refusal.value)


def test_a_published_report_is_public_with_its_sides_page(
    report, coordinator, partner_editor, twinning
):
    approve(report, coordinator)
    actions.publish_progress(report=report, by=partner_editor)
    before = ProgressReport.objects.public().exists()
    actions.publish_page(page=twinning.pages.get(side="partner"), by=partner_editor)
    assert (before, list(ProgressReport.objects.public())) == (False, [report])


def test_withdrawing_is_publishing_undone_at_once(report, coordinator, partner_editor, twinning):
    actions.publish_page(page=twinning.pages.get(side="partner"), by=partner_editor)
    approve(report, coordinator)
    actions.publish_progress(report=report, by=partner_editor)
    actions.withdraw_progress(report=report, by=partner_editor)
    assert not ProgressReport.objects.public().exists()


def test_a_new_round_is_not_public_until_it_is_published(
    milestone, report, coordinator, signatory, partner_editor
):
    approve(report, coordinator)
    actions.publish_progress(report=report, by=partner_editor)
    contest(report, signatory)
    submitted(milestone, partner_editor)
    assert reload(report).published_at is None


# --- Lists ----------------------------------------------------------------------------------------


def test_a_side_has_one_report_on_a_milestone(report):
    with pytest.raises(IntegrityError), transaction.atomic():
        ProgressReportFactory(milestone=report.milestone, reporter=report.reporter)
    assert ProgressReport.objects.count() == 1


def test_what_awaits_a_key_is_asked_of_the_other_side(report, editor, partner_editor, coordinator):
    users = (editor, partner_editor, coordinator)
    waiting = [list(ProgressReport.objects.awaiting_key_of(user)) for user in users]
    assert waiting == [[report], [], []]


def test_what_awaits_review_is_oldest_first(
    report, joint_milestone, editor, partner_editor, coordinator
):
    later = submitted_by_both(joint_milestone, editor, partner_editor)
    approve(later[0], coordinator)
    assert list(ProgressReport.objects.to_review()) == [report, later[1]]
