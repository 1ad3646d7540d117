"""Replanning: a milestone moves, is dropped or taken up again; its old month is not forgotten."""

import pytest
from django.core.exceptions import ValidationError

from partnerships import actions
from partnerships.models import Milestone, Replanning, State, Trajectory
from stedenband.versions import StaleVersion
from tests.factories import draft, reload, submitted


def move(milestone, by, month=18, **given):
    given = {"reason": "weather"} | given
    return actions.replan_milestone(milestone=milestone, by=by, month=month, **given)


def drop(milestone, by, **given):
    given = {"reason": "money"} | given
    return actions.drop_milestone(milestone=milestone, by=by, **given)


def take_up(milestone, by, month=20, **given):
    given = {"reason": "election"} | given
    return actions.reinstate_milestone(milestone=milestone, by=by, month=month, **given)


def test_a_move_keeps_the_old_month_and_the_reason(milestone, partner_editor):
    move(milestone, partner_editor, 18, explanation="Rains")
    replanning = Replanning.objects.get()
    months = [
        milestone.trajectory.month_of(day) for day in (replanning.old_due_on, replanning.new_due_on)
    ]
    assert (months, replanning.reason, replanning.explanation) == ([13, 18], "weather", "Rains")


@pytest.mark.parametrize(
    ("month", "state"), [(18, State.POSTPONED), (14, State.POSTPONED), (12, State.PLANNED)]
)
def test_later_is_postponed_and_earlier_is_planned(milestone, partner_editor, month, state):
    move(milestone, partner_editor, month)
    found = reload(milestone)
    assert (found.month, found.state) == (month, state)


def test_every_move_is_kept(milestone, partner_editor):
    for month in (15, 20, 17):
        move(milestone, partner_editor, month)
    rows = Replanning.objects.order_by("pk")
    assert [milestone.trajectory.month_of(row.old_due_on) for row in rows] == [13, 15, 20]


@pytest.mark.parametrize("month", [0, 37])
def test_a_move_out_of_the_trajectory_is_refused(milestone, partner_editor, month):
    with pytest.raises(ValidationError) as refusal:
        move(milestone, partner_editor, month)
    message = f"Month {month} lies outside this trajectory of 36 months."
    assert (refusal.value.messages, reload(milestone).month) == ([message], 13)


@pytest.mark.parametrize("act", [move, drop])
def test_another_reason_is_explained(milestone, partner_editor, act):
    with pytest.raises(ValidationError) as refusal:
        act(milestone, partner_editor, reason="other")
    assert refusal.value.messages == ["Explain the other reason in a few words."]


@pytest.mark.parametrize("act", [move, drop])
@pytest.mark.parametrize("reason", ["", "holiday"])
def test_a_reason_is_one_of_the_list(milestone, partner_editor, act, reason):
    with pytest.raises(ValidationError) as refusal:
        act(milestone, partner_editor, reason=reason)
    assert list(refusal.value.message_dict) == ["reason"]


@pytest.mark.parametrize("act", [move, drop])
def test_a_refused_replanning_saves_nothing(milestone, partner_editor, act):
    with pytest.raises(ValidationError):
        act(milestone, partner_editor, reason="")
    found = reload(milestone)
    kept = (
        found.month,
        found.state,
        found.version,
        Replanning.objects.count(),
        found.events.count(),
    )
    assert kept == (13, State.PLANNED, 0, 0, 0)


@pytest.mark.parametrize("act", [move, drop])
def test_what_was_handed_in_stays_where_it_is(milestone, report, partner_editor, act):
    with pytest.raises(ValidationError) as refusal:
        act(milestone, partner_editor)
    message = "A report was handed in for this milestone: it stays where it is."
    assert refusal.value.messages == [message]


@pytest.mark.parametrize("act", [move, drop])
def test_nothing_moves_in_a_closed_trajectory(milestone, partner_editor, act):
    Trajectory.objects.update(state=Trajectory.State.CLOSED)
    with pytest.raises(ValidationError):
        act(reload(milestone), partner_editor)
    assert reload(milestone).state == State.PLANNED


@pytest.mark.parametrize("act", [move, drop])
def test_a_draft_does_not_hold_a_milestone(milestone, partner_editor, act):
    draft(milestone, partner_editor)
    act(milestone, partner_editor)
    assert Replanning.objects.count() == 1


def test_a_dropped_milestone_is_dropped_with_a_reason(milestone, coordinator):
    drop(milestone, coordinator)
    replanning = Replanning.objects.get()
    found = (reload(milestone).state, replanning.kind, replanning.new_due_on, replanning.reason)
    assert found == (State.DROPPED, "dropped", None, "money")


def test_nothing_is_handed_in_on_a_dropped_milestone(milestone, partner_editor, coordinator):
    drop(milestone, coordinator)
    with pytest.raises(ValidationError) as refusal:
        submitted(milestone, partner_editor)
    message = "This milestone is closed: nothing more is reported on it."
    assert refusal.value.messages == [message]


def test_a_dropped_milestone_is_not_dropped_twice(milestone, coordinator):
    drop(milestone, coordinator)
    with pytest.raises(ValidationError):
        drop(milestone, coordinator)
    assert Replanning.objects.count() == 1


@pytest.mark.parametrize(("month", "state"), [(20, State.POSTPONED), (13, State.PLANNED)])
def test_a_dropped_milestone_is_taken_up_again(milestone, coordinator, month, state):
    drop(milestone, coordinator)
    take_up(milestone, coordinator, month)
    found = reload(milestone)
    assert (found.month, found.state) == (month, state)


def test_taking_up_again_keeps_both_replannings(milestone, coordinator):
    drop(milestone, coordinator)
    take_up(milestone, coordinator)
    assert [row.kind for row in Replanning.objects.order_by("pk")] == ["dropped", "reinstated"]


def test_only_what_was_dropped_is_taken_up_again(milestone, coordinator):
    with pytest.raises(ValidationError) as refusal:
        take_up(milestone, coordinator)
    assert refusal.value.messages == ["Only a dropped milestone can be taken up again."]


def test_what_was_taken_up_again_can_be_reported(milestone, coordinator, partner_editor):
    drop(milestone, coordinator)
    take_up(milestone, coordinator)
    submitted(milestone, partner_editor)
    assert reload(milestone).state == State.REVIEW


@pytest.mark.parametrize("act", [move, drop])
def test_a_replanning_of_an_older_version_is_refused(milestone, coordinator, act):
    move(milestone, coordinator, 15, version=0)
    with pytest.raises(StaleVersion):
        act(milestone, coordinator, version=0)
    assert reload(milestone).month == 15


def test_the_history_tells_from_which_month_to_which(milestone, coordinator):
    move(milestone, coordinator, 18)
    event = milestone.events.get()
    assert (event.verb, event.old, event.new) == ("milestone_moved", "M13", "M18")


def test_a_moved_milestone_is_late_no_more(milestone, coordinator):
    move(milestone, coordinator, 18)
    assert list(Milestone.objects.late()) == []


def test_a_move_to_where_it_stands_is_no_move(milestone, coordinator):
    with pytest.raises(ValidationError):
        move(milestone, coordinator, 13)
    assert Replanning.objects.count() == 0
