"""Trajectories: months counted from the first, and a start that may shift."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from partnerships import actions
from partnerships.models import Duty, Milestone, State, Trajectory
from partnerships.models.trajectory import add_months, end_of_month, months_between
from stedenband import clock
from stedenband.versions import StaleVersion
from tests.factories import (
    MilestoneFactory,
    PlanItemFactory,
    TrajectoryFactory,
    first_of,
    reload,
    submitted,
)

DAYS = st.dates(date(1950, 1, 1), date(2150, 12, 31))


@given(first=DAYS, months=st.integers(-600, 600))
def test_adding_months_and_counting_them_are_each_others_inverse(first, months):
    assert months_between(first, add_months(first, months)) == months


@given(day=DAYS)
def test_the_day_after_the_end_of_a_month_is_a_first(day):
    assert date.fromordinal(end_of_month(day).toordinal() + 1) == add_months(day, 1)


@pytest.mark.parametrize(
    ("first", "month", "due_on"),
    [
        (date(2026, 1, 1), 1, date(2026, 1, 31)),
        (date(2026, 1, 1), 2, date(2026, 2, 28)),
        (date(2027, 1, 1), 14, date(2028, 2, 29)),
        (date(2099, 1, 1), 14, date(2100, 2, 28)),
        (date(2026, 10, 1), 3, date(2026, 12, 31)),
        (date(2026, 10, 1), 4, date(2027, 1, 31)),
        (date(2026, 11, 1), 36, date(2029, 10, 31)),
    ],
)
def test_a_month_is_due_on_its_last_day(first, month, due_on):
    assert Trajectory(first_month=first, length=36).due_on(month) == due_on


@pytest.mark.parametrize("month", [0, -1, 37, 120])
def test_a_month_outside_is_refused(month):
    with pytest.raises(ValidationError) as refusal:
        Trajectory(first_month=date(2026, 1, 1), length=36).due_on(month)
    message = f"Month {month} lies outside this trajectory of 36 months."
    assert refusal.value.messages == [message]


def test_its_months_are_numbered_from_one_to_its_length():
    months = Trajectory(first_month=date(2026, 11, 1), length=4).months()
    starts = [date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1), date(2027, 2, 1)]
    assert months == list(enumerate(starts, 1))


def test_today_is_month_14(trajectory):
    assert trajectory.current_month == 14


@pytest.mark.parametrize(
    ("moment", "month"),
    [
        (datetime(2026, 1, 31, 22, 59, tzinfo=UTC), 1),
        (datetime(2026, 1, 31, 23, 0, tzinfo=UTC), 2),
        (datetime(2025, 12, 31, 22, 59, tzinfo=UTC), 0),
        (datetime(2029, 1, 1, 12, 0, tzinfo=UTC), 37),
    ],
)
def test_a_month_changes_at_midnight_in_brussels(moment, month):
    with clock.at(moment):
        assert Trajectory(first_month=date(2026, 1, 1), length=36).current_month == month


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("first_month", date(2026, 1, 2), "Give the first day of the month."),
        ("length", 0, "A trajectory lasts between 1 and 120 months."),
        ("length", 121, "A trajectory lasts between 1 and 120 months."),
    ],
)
def test_what_is_ever_true_of_a_trajectory(trajectory, field, value, message):
    setattr(trajectory, field, value)
    with pytest.raises(ValidationError) as refusal:
        trajectory.validate_constraints()
    assert refusal.value.messages == [message]


def test_the_database_insists_on_the_first_of_a_month(trajectory):
    with pytest.raises(IntegrityError), transaction.atomic():
        Trajectory.objects.update(first_month=date(2026, 1, 31))
    assert reload(trajectory).first_month == trajectory.first_month


def test_a_twinning_takes_part_in_a_programme_once(trajectory, coordinator):
    with pytest.raises(ValidationError) as refusal:
        actions.start_trajectory(
            twinning=trajectory.twinning,
            programme=trajectory.programme,
            by=coordinator,
            first_month=first_of(0),
        )
    assert refusal.value.messages == ["This twinning takes part in this programme already."]


def start(twinning, programme, by):
    return actions.start_trajectory(
        twinning=twinning, programme=programme, by=by, first_month=date(2027, 1, 1)
    )


def test_a_trajectory_starts_with_the_programmes_plan(twinning, programme, coordinator):
    item = PlanItemFactory(programme=programme, month=14, targets=["11.6", "4.a"])
    milestone = start(twinning, programme, coordinator).milestones.get()
    found = (milestone.due_on, milestone.duty, milestone.title_fr, milestone.plan_item)
    assert found == (date(2028, 2, 29), Duty.JOINT, item.title_fr, item)


def test_the_plans_targets_come_with_it(twinning, programme, coordinator):
    PlanItemFactory(programme=programme, targets=["11.6", "4.a"])
    milestone = start(twinning, programme, coordinator).milestones.get()
    assert [target.code for target in milestone.targets.all()] == ["4.a", "11.6"]


def test_a_plan_that_is_longer_than_the_programme_starts_nothing(twinning, programme, coordinator):
    PlanItemFactory(programme=programme, month=36)
    PlanItemFactory(programme=programme, month=37)
    with pytest.raises(ValidationError):
        start(twinning, programme, coordinator)
    assert (Trajectory.objects.count(), Milestone.objects.count()) == (0, 0)


def shift(trajectory, by, months, **given):
    first_month = add_months(trajectory.first_month, months)
    return actions.shift_trajectory(trajectory=trajectory, by=by, first_month=first_month, **given)


@pytest.mark.parametrize("months", [-14, -1, 1, 6, 24])
def test_a_shift_keeps_the_number_of_each_month(trajectory, coordinator, months):
    for month in (1, 13, 36):
        MilestoneFactory(trajectory=trajectory, month=month)
    shift(trajectory, coordinator, months)
    assert [milestone.month for milestone in Milestone.objects.all()] == [1, 13, 36]


def test_a_shift_moves_only_what_was_not_handed_in(
    trajectory, milestone, joint_milestone, partner_editor, coordinator
):
    submitted(milestone, partner_editor)
    old = milestone.due_on
    shift(trajectory, coordinator, 2)
    found = (reload(milestone).due_on, reload(joint_milestone).due_on)
    assert found == (old, end_of_month(add_months(joint_milestone.due_on, 2)))


def test_a_shift_leaves_what_was_dropped(trajectory, milestone, coordinator):
    actions.drop_milestone(milestone=milestone, by=coordinator, reason="money")
    shift(trajectory, coordinator, 2)
    assert reload(milestone).due_on == milestone.due_on


def test_a_shift_into_february_of_a_leap_year_is_due_on_the_29th(twinning, programme, coordinator):
    trajectory = TrajectoryFactory(
        twinning=twinning, programme=programme, first_month=date(2027, 12, 1)
    )
    milestone = MilestoneFactory(trajectory=trajectory, month=1)
    shift(trajectory, coordinator, 2)
    assert reload(milestone).due_on == date(2028, 2, 29)


def test_a_shift_there_and_back_moves_nothing(trajectory, milestone, coordinator):
    shift(trajectory, coordinator, 1)
    shift(reload(trajectory), coordinator, -1)
    assert reload(milestone).due_on == milestone.due_on


def test_a_shift_raises_the_version_of_what_it_moved(trajectory, milestone, coordinator):
    shift(trajectory, coordinator, 1)
    assert (reload(trajectory).version, reload(milestone).version) == (1, 1)


def test_a_shift_of_an_older_version_is_refused(trajectory, coordinator):
    shift(trajectory, coordinator, 1, version=0)
    with pytest.raises(StaleVersion):
        shift(trajectory, coordinator, 1, version=0)
    assert reload(trajectory).first_month == first_of(-12)


def test_a_closed_trajectory_does_not_shift(trajectory, coordinator):
    Trajectory.objects.update(state=Trajectory.State.CLOSED)
    with pytest.raises(ValidationError) as refusal:
        shift(trajectory, coordinator, 1)
    assert refusal.value.messages == ["This trajectory is closed: nothing in it changes any more."]


def test_a_postponed_milestone_shifts_too(trajectory, milestone, coordinator):
    actions.replan_milestone(milestone=milestone, by=coordinator, month=18, reason="weather")
    shift(trajectory, coordinator, 3)
    found = reload(milestone)
    assert (found.month, found.state) == (18, State.POSTPONED)
