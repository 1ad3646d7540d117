"""Milestones: every state there is, when one is late, and who reads it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from partnerships import actions
from partnerships.agenda import open_milestones, reporters_awaited
from partnerships.models import (
    Duty,
    Milestone,
    Page,
    Programme,
    ProgressReport,
    Side,
    State,
    Trajectory,
    Twinning,
)
from partnerships.models.milestone import AWAITED, OPEN, state_from
from stedenband import clock
from stedenband.versions import StaleVersion
from tests.factories import MilestoneFactory, SourceFactory, reload, send_back, submitted

NOW = clock.now()


def reports_of(words):
    """Reports by their state, and their key after a colon: `approved:agreed draft`."""
    for word in words.split():
        state, _colon, key = word.partition(":")
        yield ProgressReport(state=state, key=key, rounds=0 if state == "draft" else 1)


ONE = {
    "": State.PLANNED,
    "draft": State.PLANNED,
    "submitted": State.REVIEW,
    "submitted:agreed": State.REVIEW,
    "returned": State.RETURNED,
    "approved": State.KEY,
    "approved:agreed": State.DONE,
    "submitted:contested": State.CONTESTED,
    "approved:contested": State.CONTESTED,
    "returned:contested": State.CONTESTED,
}
BOTH = {
    "": State.PLANNED,
    "draft draft": State.PLANNED,
    "submitted": State.ONE_SIDE,
    "approved": State.ONE_SIDE,
    "submitted draft": State.ONE_SIDE,
    "returned draft": State.RETURNED,
    "submitted submitted": State.REVIEW,
    "approved submitted": State.REVIEW,
    "submitted approved": State.REVIEW,
    "approved returned": State.RETURNED,
    "returned returned": State.RETURNED,
    "approved approved": State.DONE,
}
COORDINATION = {
    "": State.PLANNED,
    "draft": State.PLANNED,
    "submitted": State.REVIEW,
    "returned": State.RETURNED,
    "approved": State.DONE,
}
TABLES = {
    Duty.FLEMISH: ONE,
    Duty.PARTNER: ONE,
    Duty.JOINT: BOTH,
    Duty.COORDINATION: COORDINATION,
}
TABLE = [(duty, *row) for duty, table in TABLES.items() for row in table.items()]


@pytest.mark.parametrize(("duty", "words", "state"), TABLE)
def test_the_state_follows_from_the_reports(duty, words, state):
    assert state_from(duty, reports_of(words), postponed=False) == state


@pytest.mark.parametrize(("duty", "words", "state"), TABLE)
def test_only_what_was_not_reported_is_postponed(duty, words, state):
    wanted = State.POSTPONED if state == State.PLANNED else state
    assert state_from(duty, reports_of(words), postponed=True) == wanted


def test_the_table_knows_every_state_that_follows_from_reports():
    stored = {State.POSTPONED, State.DROPPED, State.DOCUMENTED, State.UNKNOWN}
    assert {state for _duty, _words, state in TABLE} == set(State) - stored


@pytest.mark.parametrize("state", State)
def test_late_is_what_is_awaited_past_its_month(milestone, state):
    source = SourceFactory()
    Milestone.objects.update(state=state, source=source)
    awaited = state in AWAITED
    found = (reload(milestone).is_late, Milestone.objects.late().exists())
    assert found == (awaited, awaited)


@pytest.mark.parametrize("state", State)
def test_nothing_is_late_in_a_closed_trajectory(milestone, state):
    Milestone.objects.update(state=state, source=SourceFactory())
    Trajectory.objects.update(state=Trajectory.State.CLOSED)
    found = (reload(milestone).is_late, Milestone.objects.late().exists())
    assert found == (False, False)


@pytest.mark.parametrize("state", State)
def test_somebody_may_act_on_what_is_open_in_a_running_trajectory_alone(milestone, state):
    Milestone.objects.update(state=state, source=SourceFactory())
    running = reload(milestone).is_open
    Trajectory.objects.update(state=Trajectory.State.CLOSED)
    assert (running, reload(milestone).is_open) == (state in OPEN, False)


def test_it_is_not_late_on_its_last_day(milestone):
    last_day = clock.now().replace(
        year=milestone.due_on.year, month=milestone.due_on.month, day=milestone.due_on.day, hour=12
    )
    with clock.at(last_day):
        on_the_day = milestone.is_late
    with clock.at(last_day + timedelta(days=1)):
        assert (on_the_day, milestone.is_late) == (False, True)


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        (State.PLANNED, "Late"),
        (State.POSTPONED, "Late"),
        (State.ONE_SIDE, "Reported by one side"),
        (State.RETURNED, "Returned"),
        (State.DONE, "Done"),
    ],
)
def test_what_a_side_reported_is_shown_as_that_however_late(milestone, state, shown):
    milestone.state = state
    assert milestone.shown_state_label == shown


# --- Who reads it ---------------------------------------------------------------------------------


def publish(*sides):
    Page.objects.filter(side__in=sides).update(published_at=NOW)


PUBLIC = {
    (): set(),
    (Side.FLEMISH,): {Duty.FLEMISH, Duty.COORDINATION},
    (Side.PARTNER,): {Duty.PARTNER, Duty.COORDINATION},
    (Side.FLEMISH, Side.PARTNER): set(Duty),
}


@pytest.mark.parametrize(("published", "duties"), PUBLIC.items())
def test_the_public_reads_what_every_side_concerned_has_published(trajectory, published, duties):
    for duty in Duty:
        MilestoneFactory(trajectory=trajectory, duty=duty)
    publish(*published)
    assert {milestone.duty for milestone in Milestone.objects.public()} == duties


@pytest.mark.parametrize("duty", Duty)
def test_a_documented_fact_is_public_whoever_published(trajectory, duty):
    MilestoneFactory(
        trajectory=trajectory, duty=duty, state=State.DOCUMENTED, source=SourceFactory()
    )
    assert Milestone.objects.public().count() == 1


@pytest.mark.parametrize("noun", [Twinning, Programme])
def test_nothing_is_public_of_what_is_not_listed(trajectory, noun):
    MilestoneFactory(trajectory=trajectory)
    MilestoneFactory(trajectory=trajectory, state=State.DOCUMENTED, source=SourceFactory())
    publish(Side.FLEMISH, Side.PARTNER)
    noun.objects.update(is_listed=False)
    assert not Milestone.objects.public().exists()


def test_a_page_of_another_twinning_publishes_nothing_here(milestone, other_twinning):
    Page.objects.filter(twinning=other_twinning).update(published_at=NOW)
    assert not Milestone.objects.public().exists()


def test_withdrawing_a_page_hides_its_milestones_at_once(milestone, twinning, partner_editor):
    page = twinning.pages.get(side=Side.PARTNER)
    actions.publish_page(page=page, by=partner_editor)
    shown = Milestone.objects.public().exists()
    actions.withdraw_page(page=page, by=partner_editor)
    assert (shown, Milestone.objects.public().exists()) == (True, False)


INSIDE = ["editor", "signatory", "reader", "partner_editor", "coordinator", "facilitator"]


@pytest.mark.parametrize("role", INSIDE)
def test_those_inside_read_all_of_it(request, milestone, joint_milestone, role):
    user = request.getfixturevalue(role)
    assert set(Milestone.objects.visible_to(user)) == {milestone, joint_milestone}


@pytest.mark.parametrize("role", ["stranger", "nobody", "former", "staff", "superuser"])
def test_strangers_read_what_the_public_reads(request, milestone, joint_milestone, role):
    user = request.getfixturevalue(role)
    publish(Side.PARTNER)
    seen = [set(Milestone.objects.visible_to(who)) for who in (user, AnonymousUser())]
    assert seen == [{milestone}, {milestone}]


@pytest.mark.parametrize(
    ("role", "duties"),
    [
        ("editor", {Duty.FLEMISH, Duty.JOINT}),
        ("partner_editor", {Duty.PARTNER, Duty.JOINT}),
        ("stranger", set()),
        ("coordinator", set()),
    ],
)
def test_what_is_asked_of_somebodys_side(request, trajectory, role, duties):
    user = request.getfixturevalue(role)
    for duty in Duty:
        MilestoneFactory(trajectory=trajectory, duty=duty)
    assert {milestone.duty for milestone in Milestone.objects.asked_of(user)} == duties


def test_a_side_that_handed_in_is_not_asked_again(joint_milestone, editor, partner_editor):
    submitted(joint_milestone, editor, reporter=Side.FLEMISH)
    asked = [list(Milestone.objects.asked_of(user)) for user in (editor, partner_editor)]
    assert asked == [[], [joint_milestone]]


def test_the_side_across_is_asked_also_while_one_report_is_returned(
    joint_milestone, editor, partner_editor, coordinator
):
    send_back(submitted(joint_milestone, editor, reporter=Side.FLEMISH), coordinator)
    asked = [list(Milestone.objects.asked_of(user)) for user in (editor, partner_editor)]
    assert asked == [[], [joint_milestone]]
    [waits] = open_milestones()
    assert reporters_awaited(waits) == ["partner"]


# --- Its own milestones, and its words ------------------------------------------------------------


def add(trajectory, by, **given):
    given = {"month": 20, "duty": Duty.JOINT, "title_nl": "Eigen mijlpaal"} | given
    return actions.add_milestone(trajectory=trajectory, by=by, **given)


@pytest.mark.parametrize("month", [0, 37])
def test_a_milestone_outside_the_trajectory_is_refused(trajectory, editor, month):
    with pytest.raises(ValidationError) as refusal:
        add(trajectory, editor, month=month)
    message = f"Month {month} lies outside this trajectory of 36 months."
    assert (refusal.value.messages, Milestone.objects.count()) == ([message], 0)


def test_a_milestone_without_any_title_is_refused(trajectory, editor):
    with pytest.raises(ValidationError) as refusal:
        add(trajectory, editor, title_nl="")
    assert refusal.value.messages == ["Give the milestone a title in one language at least."]


@pytest.mark.parametrize(("language", "lang"), [("es", "es"), ("nl", "es"), ("fr", "es")])
def test_one_title_is_enough_and_says_its_language(trajectory, editor, language, lang):
    milestone = add(trajectory, editor, title_nl="", title_es="Propio")
    with translation.override(language):
        assert (milestone.title, milestone.title.lang) == ("Propio", lang)


def test_what_is_documented_has_a_source(trajectory):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        MilestoneFactory(trajectory=trajectory, state=State.DOCUMENTED)
    assert "milestone_documented_by_a_source" in str(refusal.value)


def test_changed_words_are_in_the_history(milestone, coordinator):
    actions.change_milestone(milestone=milestone, by=coordinator, title_nl="Anders", targets=[])
    event = milestone.events.get()
    assert (event.verb, event.old) == ("milestone_changed", "Sorteerstraat geopend")


def test_a_change_of_an_older_version_overwrites_nothing(milestone, coordinator):
    actions.change_milestone(milestone=milestone, by=coordinator, version=0, title_nl="Eerst")
    with pytest.raises(StaleVersion) as meanwhile:
        actions.change_milestone(milestone=milestone, by=coordinator, version=0, title_nl="Later")
    assert (reload(milestone).title_nl, meanwhile.value.current.title_nl) == ("Eerst", "Eerst")


def test_a_closed_trajectory_takes_no_milestone(trajectory, editor):
    Trajectory.objects.update(state=Trajectory.State.CLOSED)
    with pytest.raises(ValidationError):
        add(reload(trajectory), editor)
    assert not Milestone.objects.exists()


@pytest.mark.parametrize("state", [State.DONE, State.DROPPED, State.UNKNOWN])
def test_the_words_of_a_closed_milestone_stay(milestone, editor, state):
    Milestone.objects.update(state=state)
    with pytest.raises(ValidationError):
        actions.change_milestone(milestone=milestone, by=editor, title_nl="Iets anders beloofd")
    assert reload(milestone).title_nl == "Sorteerstraat geopend"
