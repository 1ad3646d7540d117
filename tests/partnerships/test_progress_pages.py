"""The pages on which reports are written, answered, decided on and published."""

import pytest
from django.core.exceptions import ValidationError

from partnerships import actions
from partnerships.models import Duty, ProgressReport, Reporter, Trajectory
from partnerships.policies import sides_to_bring
from tests.factories import (
    MilestoneFactory,
    agree,
    approve,
    contest,
    draft,
    send_back,
    submitted,
    translated,
)
from tests.pages import publish, url, visit, words_of

HIDDEN = "This milestone is not public yet"


@pytest.fixture
def report(milestone, partner_editor):
    return submitted(milestone, partner_editor)


def close(trajectory):
    Trajectory.objects.filter(pk=trajectory.pk).update(state=Trajectory.State.CLOSED)


# --- Written --------------------------------------------------------------------------------------


def test_the_key_for_a_new_line_saves_a_draft_and_hands_nothing_in(milestone, partner_editor):
    """A browser presses the first button of a form when somebody presses Enter in a field."""
    page = visit(partner_editor).get(url("progress-write", milestone.pk)).content.decode()
    buttons = page[page.index('name="what_happened"') :].split("<button")[1:]
    submits = [one for one in buttons if 'type="button"' not in one]
    assert "Save as a draft" in submits[0]


def test_who_is_contested_reads_why_where_they_answer(report, signatory, partner_editor):
    contest(report, signatory, reason="The bins are still there.")
    pages = [url("progress-write", report.milestone_id), url("work")]
    found = [words_of(visit(partner_editor).get(page)) for page in pages]
    assert ["The bins are still there." in one for one in found] == [True, True]


def test_a_form_is_offered_for_whom_it_can_come_in(milestone, partner_editor, coordinator):
    offered = []
    for step in (None, draft, submitted):
        if step:
            step(milestone, partner_editor)
        reports = list(ProgressReport.objects.filter(milestone=milestone))
        people = (partner_editor, coordinator)
        offered.append([sides_to_bring(user, milestone, reports) for user in people])
    assert offered == [[["partner"], ["partner"]], [["partner"], []], [[], []]]


def test_where_no_form_can_come_in_the_page_says_so(report, partner_editor, coordinator):
    where = url("progress-form", report.milestone_id)
    own, other = (
        words_of(visit(user).get(where, follow=True)) for user in (partner_editor, coordinator)
    )
    assert ("handed in already" in own, "only that side can bring" in other) == (True, True)
    assert "Report form" not in own


# --- Answered and decided on ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "role"), [("progress-confirm", "signatory"), ("progress-review", "coordinator")]
)
def test_who_answers_reads_the_translation(milestone, partner_editor, editor, request, name, role):
    report = submitted(milestone, partner_editor, language="es")
    check = translated(report, editor, "nl", what_happened="We openden de straat.")
    actions.check_translation(translation=check, by=partner_editor, version=check.version)
    user = request.getfixturevalue(role)
    assert "We openden de straat." in words_of(visit(user).get(url(name, report.pk, language="nl")))


def test_nobody_is_sent_to_review_their_own(trajectory, coordinator, second_coordinator):
    ours = MilestoneFactory(trajectory=trajectory, month=11, duty=Duty.COORDINATION)
    given = {"reporter": Reporter.COORDINATION}
    report = submitted(ours, coordinator, **given)
    said = [words_of(visit(user).get(url("work"))) for user in (coordinator, second_coordinator)]
    assert ["a colleague reviews it" in one for one in said] == [True, False]
    send_back(report, second_coordinator, note="Who paid?")
    found = words_of(visit(coordinator).get(url("work")))
    assert ("Came back to the coordination" in found, "Who paid?" in found) == (True, True)


def test_in_a_closed_trajectory_nothing_is_asked_any_more(
    report, signatory, partner_editor, coordinator
):
    close(report.milestone.trajectory)
    waits = [ProgressReport.objects.to_review(), ProgressReport.objects.awaiting_key_of(signatory)]
    assert [list(one) for one in waits] == [[], []]
    with pytest.raises(ValidationError, match="This milestone is closed"):
        approve(report, coordinator)


# --- Published ------------------------------------------------------------------------------------


def test_a_published_report_says_until_when_nobody_reads_it(
    report, signatory, partner_editor, coordinator
):
    agree(approve(report, coordinator), signatory)
    where = url("progress-publish", report.pk)
    browser = visit(partner_editor)
    before, done = browser.get(where), browser.post(where, {}, follow=True)
    publish(report.milestone.twinning, "partner", partner_editor)
    after = browser.get(where)
    assert [HIDDEN in words_of(page) for page in (before, done, after)] == [True, True, False]
