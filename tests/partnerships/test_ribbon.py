"""The ribbon: three lanes, every milestone on its month, today's line, and the same as a list."""

from datetime import UTC, date, datetime

import pytest

from partnerships.models import Duty, Milestone, Side, State, Trajectory
from partnerships.ribbon import (
    FIRST_LANE,
    LEFT,
    RIGHT,
    WIDTH,
    draw_ribbon,
    legend_of,
    month_words,
    month_x,
    now_of,
    year_label,
    years_of,
)
from stedenband import clock
from tests.factories import MilestoneFactory, SourceFactory

ORDER = (Side.FLEMISH, Side.PARTNER)


def drawn(trajectory, order=ORDER, moved=()):
    return draw_ribbon(trajectory, trajectory.milestones.all(), order, moved)


def road(first_month=date(2026, 1, 1), length=36, **given):
    return Trajectory(first_month=first_month, length=length, **given)


@pytest.mark.parametrize(
    ("order", "names"),
    [
        (ORDER, ["Edegem", "Together", "San Jerónimo"]),
        (ORDER[::-1], ["San Jerónimo", "Together", "Edegem"]),
    ],
)
def test_what_both_do_lies_between_the_two_sides(trajectory, order, names):
    assert [lane.name for lane in drawn(trajectory, order).lanes] == names


@pytest.mark.parametrize(
    ("duty", "lane"), [("flemish", 0), ("joint", 1), ("partner", 2), ("coordination", 1)]
)
def test_a_milestone_lies_in_the_lane_of_its_duty(trajectory, duty, lane):
    MilestoneFactory(trajectory=trajectory, duty=duty)
    ribbon = drawn(trajectory)
    assert ribbon.marks[0].y == ribbon.lanes[lane].y


@pytest.mark.parametrize("length", [1, 12, 36, 120])
def test_every_month_lies_on_the_sheet_in_order(length):
    trajectory = road(length=length)
    places = [month_x(trajectory, month) for month in range(1, length + 1)]
    assert (places, places[0] > LEFT, places[-1] < WIDTH - RIGHT) == (sorted(places), True, True)


def test_a_milestone_stands_in_the_middle_of_its_month(trajectory):
    MilestoneFactory(trajectory=trajectory, month=18)
    assert drawn(trajectory).marks[0].x == month_x(trajectory, 18)


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 9])
def test_milestones_of_one_month_do_not_cover_each_other(trajectory, count):
    for _ in range(count):
        MilestoneFactory(trajectory=trajectory, month=18, duty=Duty.JOINT)
    marks = drawn(trajectory).marks
    assert len({(mark.x, mark.y) for mark in marks}) == count


def test_milestones_of_one_month_stand_around_its_middle(trajectory):
    for _ in range(5):
        MilestoneFactory(trajectory=trajectory, month=18, duty=Duty.JOINT)
    marks = drawn(trajectory).marks
    middle = sum(mark.x for mark in marks) / len(marks)
    assert abs(middle - month_x(trajectory, 18)) < 5


def test_coordination_and_joint_share_a_lane_and_do_not_cover_each_other(trajectory):
    MilestoneFactory(trajectory=trajectory, month=18, duty=Duty.JOINT)
    MilestoneFactory(trajectory=trajectory, month=18, duty=Duty.COORDINATION)
    assert len({(mark.x, mark.y) for mark in drawn(trajectory).marks}) == 2


@pytest.mark.parametrize("due_on", [date(2000, 1, 31), date(2100, 1, 31)])
def test_what_lies_outside_the_months_stays_on_the_sheet(trajectory, due_on):
    MilestoneFactory(trajectory=trajectory, due_on=due_on, state=State.DONE)
    assert LEFT <= drawn(trajectory).marks[0].x <= WIDTH - RIGHT


def test_a_moved_milestone_leaves_a_faint_mark_where_it_stood(trajectory):
    milestone = MilestoneFactory(trajectory=trajectory, month=20, duty=Duty.FLEMISH)
    (ghost,) = drawn(trajectory, moved=[(milestone.pk, trajectory.due_on(13))]).ghosts
    assert (ghost.x, ghost.y) == (month_x(trajectory, 13), FIRST_LANE)


@pytest.mark.parametrize("unseen", ["another milestone", "before the first month"])
def test_a_faint_mark_that_belongs_nowhere_is_not_drawn(trajectory, unseen):
    milestone = MilestoneFactory(trajectory=trajectory, month=20)
    rows = {
        "another milestone": (milestone.pk + 1, trajectory.due_on(13)),
        "before the first month": (milestone.pk, date(2000, 1, 31)),
    }
    assert drawn(trajectory, moved=[rows[unseen]]).ghosts == []


# --- Today ----------------------------------------------------------------------------------------


def test_today_is_in_its_month(trajectory):
    assert month_x(trajectory, 13.5) <= now_of(trajectory) <= month_x(trajectory, 14.6)


@pytest.mark.parametrize(
    ("moment", "on_the_sheet"),
    [
        (datetime(2025, 12, 31, 12, tzinfo=UTC), False),
        (datetime(2026, 1, 1, 12, tzinfo=UTC), True),
        (datetime(2028, 12, 31, 12, tzinfo=UTC), True),
        (datetime(2029, 1, 1, 12, tzinfo=UTC), False),
    ],
)
def test_today_is_drawn_while_the_months_run(moment, on_the_sheet):
    with clock.at(moment):
        assert (now_of(road()) is not None) is on_the_sheet


def test_in_a_closed_trajectory_there_is_no_today(trajectory):
    trajectory.state = Trajectory.State.CLOSED
    assert drawn(trajectory).now_x is None


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2025, 11, 15, tzinfo=UTC), "starts in 2 months"),
        (datetime(2025, 12, 15, tzinfo=UTC), "starts in 1 month"),
        (datetime(2026, 1, 15, tzinfo=UTC), "month 1 of 36"),
        (datetime(2028, 12, 15, tzinfo=UTC), "month 36 of 36"),
        (datetime(2029, 1, 15, tzinfo=UTC), "36 months, ended"),
    ],
)
def test_the_month_in_words(moment, words):
    with clock.at(moment):
        assert month_words(road()) == words


def test_a_closed_trajectory_ended():
    assert month_words(road(state=Trajectory.State.CLOSED)) == "36 months, ended"


# --- Years and the list ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "number", "label"),
    [
        (date(2026, 1, 1), 0, "Year 1 · 2026"),
        (date(2026, 1, 1), 2, "Year 3 · 2028"),
        (date(2026, 11, 1), 0, "Year 1 · 2026–2027"),
    ],
)
def test_a_year_is_counted_from_the_first_month(first, number, label):
    assert year_label(road(first), number) == label


@pytest.mark.parametrize(("length", "bands"), [(36, 3), (30, 3), (12, 1), (1, 1), (13, 2)])
def test_the_years_cover_all_months(length, bands):
    years = years_of(road(length=length))
    end = years[-1].x + years[-1].width
    assert (len(years), years[0].x, abs(end - (WIDTH - RIGHT)) < 0.2) == (bands, LEFT, True)


def test_the_list_has_each_milestone_once_by_year_in_order(trajectory):
    for month in (30, 2, 13, 12, 1):
        MilestoneFactory(trajectory=trajectory, month=month)
    rows = [([one.month for one in rows], now) for _label, rows, now in drawn(trajectory).by_year]
    assert rows == [([1, 2, 12], False), ([13], True), ([30], False)]


@pytest.mark.parametrize("month", [37, 38, 49, 61])
def test_what_was_reported_before_the_start_moved_keeps_a_sensible_year(month):
    trajectory = road()
    label = year_label(trajectory, (month - 1) // 12)
    years = [int(part) for part in label.rpartition("· ")[2].split("–")]
    assert (years == sorted(years), years[0]) == (True, 2026 + (month - 1) // 12)


def test_the_summary_says_what_there_is(trajectory):
    MilestoneFactory.create_batch(2, trajectory=trajectory, state=State.DONE)
    MilestoneFactory(trajectory=trajectory, state=State.REVIEW)
    MilestoneFactory(trajectory=trajectory, month=13)
    assert drawn(trajectory).summary == "Awaiting review 1 · Done 2 · Late 1"


def test_every_state_has_its_word_in_the_legend(trajectory):
    source = SourceFactory()
    for state in State:
        MilestoneFactory(trajectory=trajectory, month=20, state=state, source=source)
    MilestoneFactory(trajectory=trajectory, month=13)
    legend = dict(drawn(trajectory).legend)
    assert legend == {**{state.value: str(state.label) for state in State}, "late": "Late"}


def test_the_legend_below_several_ribbons_names_each_state_once(trajectory, other_trajectory):
    for one in (trajectory, other_trajectory):
        MilestoneFactory(trajectory=one, state=State.DONE)
    MilestoneFactory(trajectory=other_trajectory, state=State.KEY)
    legend = legend_of([drawn(trajectory), drawn(other_trajectory)])
    assert legend == [("key", "Awaiting the other side"), ("done", "Done")]


@pytest.mark.parametrize("count", [1, 3])
def test_drawing_asks_the_database_nothing(trajectory, count, django_assert_num_queries):
    for month in range(13, 13 + count):
        MilestoneFactory(trajectory=trajectory, month=month)
    milestones = list(Milestone.objects.all())
    with django_assert_num_queries(0):
        ribbon = draw_ribbon(trajectory, milestones, ORDER)
    assert len(ribbon.marks) == count


def test_an_empty_trajectory_is_drawn(trajectory):
    ribbon = drawn(trajectory)
    assert (ribbon.marks, ribbon.by_year, ribbon.summary, ribbon.legend) == ([], [], "", [])
