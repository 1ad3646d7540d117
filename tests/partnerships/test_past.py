"""What was so at the end of a day can be asked later, and the answer is what one read that day."""

from datetime import date, datetime, time, timedelta

import pytest
from django.test import TestCase
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from partnerships import actions
from partnerships.models import Duty, Milestone, State, Trajectory
from partnerships.past import Stood, put_back, standings
from stedenband import clock
from tests.factories import (
    MilestoneFactory,
    ProgrammeFactory,
    SourceFactory,
    agree,
    approve,
    contest,
    first_of,
    reload,
    send_back,
    submitted,
)
from tests.partnerships.test_workflow import MANNER, Deeds

STEP = timedelta(days=12)


def at_nine(day):
    return clock.at(datetime.combine(day, time(9), timezone.get_default_timezone()))


def seen_today(milestone):
    """What a page says of it today, and would later say of today."""
    state = State(milestone.state)
    return Stood(existed=True, due_on=milestone.due_on, state=state, is_late=milestone.is_late)


def all_milestones():
    return Milestone.objects.select_related("trajectory")


class Lived(Deeds):
    """The deeds of the workflow, each on another day; what one read that day is written down."""

    def arrange(self):
        self.day = first_of(-13)
        self.read = {}
        with at_nine(self.day):
            super().arrange()
            coordinator = self.coordinators[0]
            trajectory = actions.start_trajectory(
                twinning=self.milestone.trajectory.twinning,
                programme=ProgrammeFactory(),
                by=coordinator,
                first_month=self.day,
            )
            self.milestone = actions.add_milestone(
                trajectory=trajectory, by=coordinator, month=6, duty=self.duty, title_nl="Straat"
            )

    def attempt(self, action, **given):
        self.day += STEP
        with at_nine(self.day):
            super().attempt(action, **given)
            milestone = all_milestones().get(pk=self.milestone.pk)
            self.read[self.day] = seen_today(milestone), milestone.trajectory.first_month

    @rule(months=st.integers(-3, 3))
    def shift(self, months):
        trajectory = reload(self.milestone.trajectory)
        first_month = first_of(-13 + months)
        given = {"by": self.coordinators[0], "first_month": first_month}
        self.attempt(actions.shift_trajectory, trajectory=trajectory, **given)

    def the_month_is_one_of_the_trajectory(self):
        """No invariant here: a shift leaves what was reported behind, outside the months."""

    def teardown(self):
        for day, (stood, first_month) in self.read.items():
            assert standings(all_milestones().filter(pk=self.milestone.pk), day) == {
                self.milestone.pk: stood
            }
            past = put_back(Trajectory.objects.filter(pk=self.milestone.trajectory_id), day)
            assert [one.first_month for one in past.trajectories] == [first_month]
        super().teardown()


class OneSided(Lived):
    duty = Duty.PARTNER


class Joint(Lived):
    duty = Duty.JOINT


FEWER = settings(MANNER, max_examples=8)


class TestOneSided(TestCase):
    def test_the_past_of_each_day_is_what_one_read_that_day(self):
        run_state_machine_as_test(OneSided, settings=FEWER)


class TestJoint(TestCase):
    def test_the_past_of_each_day_is_what_one_read_that_day(self):
        run_state_machine_as_test(Joint, settings=FEWER)


# --- One story, told ------------------------------------------------------------------------------

MONTHS_AGO = -12


@pytest.fixture
def days():
    """The fifteenth of each month of the last year, oldest first."""
    return [first_of(n).replace(day=15) for n in range(MONTHS_AGO, 0)]


@pytest.fixture
def lived(days, twinning, partner_editor, editor, coordinator):
    """A milestone added, moved, handed in, contested, handed in again, returned and done."""
    with at_nine(days[0]):
        trajectory = actions.start_trajectory(
            twinning=twinning,
            programme=ProgrammeFactory(),
            by=coordinator,
            first_month=days[0].replace(day=1),
        )
    with at_nine(days[1]):
        given = {"month": 3, "duty": Duty.PARTNER, "title_es": "Calle"}
        milestone = actions.add_milestone(trajectory=trajectory, by=coordinator, **given)
    with at_nine(days[3]):
        given = {"month": 5, "reason": "weather"}
        actions.replan_milestone(milestone=milestone, by=coordinator, **given)
    with at_nine(days[5]):
        report = submitted(milestone, partner_editor)
    with at_nine(days[6]):
        contest(report, editor)
    with at_nine(days[7]):
        submitted(milestone, partner_editor, version=reload(report).version)
    with at_nine(days[8]):
        send_back(reload(report), coordinator)
    with at_nine(days[9]):
        submitted(milestone, partner_editor, version=reload(report).version)
        approve(reload(report), coordinator)
    with at_nine(days[10]):
        agree(reload(report), editor)
    return reload(milestone)


def test_each_day_of_a_milestone_is_told(lived, days):
    told = [standings([lived], day)[lived.pk] for day in days]
    moved = lived.trajectory.due_on(5)
    planned = lived.trajectory.due_on(3)
    assert [(one.existed, one.due_on, one.state, one.is_late) for one in told] == [
        (False, planned, State.PLANNED, False),
        (True, planned, State.PLANNED, False),
        (True, planned, State.PLANNED, False),
        (True, moved, State.POSTPONED, False),
        (True, moved, State.POSTPONED, False),
        (True, moved, State.REVIEW, False),
        (True, moved, State.CONTESTED, False),
        (True, moved, State.REVIEW, False),
        (True, moved, State.RETURNED, False),
        (True, moved, State.KEY, False),
        (True, moved, State.DONE, False),
        (True, moved, State.DONE, False),
    ]


def test_late_is_late_on_that_day(lived, days):
    late_on = lived.trajectory.due_on(3) + timedelta(days=1)
    eve = late_on - timedelta(days=1)
    assert [standings([lived], day)[lived.pk].is_late for day in (eve, late_on)] == [False, True]


def test_a_day_counts_until_its_end(lived, days):
    eve = days[10] - timedelta(days=1)
    states = [standings([lived], day)[lived.pk].state for day in (eve, days[10])]
    assert states == [State.KEY, State.DONE]


def test_a_state_without_a_record_is_not_guessed(trajectory):
    since = clock.now() - timedelta(days=30)
    done = MilestoneFactory(trajectory=trajectory, state=State.DONE, state_since=since)
    before, after = (clock.today() - timedelta(days=n) for n in (60, 10))
    found = [standings([done], day)[done.pk].state for day in (before, after)]
    assert found == [None, State.DONE]


def test_a_fact_from_a_source_stands_once_it_had_happened(trajectory):
    fact = MilestoneFactory(
        trajectory=trajectory,
        state=State.DOCUMENTED,
        source=SourceFactory(),
        happened_on=date(2019, 6, 1),
    )
    found = [standings([fact], date(2019, month, 15))[fact.pk].existed for month in (5, 6)]
    assert found == [False, True]


@pytest.mark.parametrize("number", [1, 3])
def test_the_past_costs_three_queries(trajectory, number, django_assert_num_queries):
    for month in range(1, number + 1):
        MilestoneFactory(trajectory=trajectory, month=month)
    rows = list(all_milestones())
    with django_assert_num_queries(3):
        standings(rows, clock.today())


def test_put_back_says_how_many_are_not_known(trajectory):
    MilestoneFactory(trajectory=trajectory, state=State.DONE)
    MilestoneFactory(trajectory=trajectory)
    yesterday = clock.today() - timedelta(days=1)
    past = put_back([trajectory], yesterday)
    shown = [one.state for one in past.milestones[trajectory.pk]]
    assert (past.unsaid, shown) == (1, [State.UNKNOWN])
