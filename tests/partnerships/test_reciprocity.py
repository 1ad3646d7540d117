"""The two halves of a goal: what each side does for it, and where only one side is at work."""

import pytest
from django.contrib.auth.models import AnonymousUser

from partnerships.models import Duty, Milestone, Page, Side, State, Trajectory
from partnerships.reciprocity import halves_of, one_sided, work_on_goal
from sdg.models import Goal
from stedenband import clock
from tests.factories import MilestoneFactory

ORDER = (Side.FLEMISH, Side.PARTNER)


@pytest.fixture
def goal(db):
    return Goal.objects.get(number=11)


def serve(trajectory, duty, *targets, **given):
    return MilestoneFactory(trajectory=trajectory, duty=duty, targets=targets, **given)


def halves():
    rows = Milestone.objects.prefetch_related("targets__goal")
    return [(half.goal.pk, half.flemish, half.partner) for half in halves_of(rows, ORDER)]


def test_each_side_has_its_half(trajectory):
    ours = serve(trajectory, Duty.FLEMISH, "11.6")
    theirs = serve(trajectory, Duty.PARTNER, "11.a")
    assert halves() == [(11, [ours], [theirs])]


def test_what_both_do_stands_in_both_halves(trajectory):
    both = serve(trajectory, Duty.JOINT, "11.6")
    assert halves() == [(11, [both], [both])]


def test_what_the_coordination_does_stands_in_neither(trajectory):
    serve(trajectory, Duty.COORDINATION, "11.6")
    assert halves() == []


def test_two_targets_of_one_goal_count_once(trajectory):
    ours = serve(trajectory, Duty.FLEMISH, "11.6", "11.a", "12.5")
    assert halves() == [(11, [ours], []), (12, [ours], [])]


def test_goals_stand_in_the_order_of_their_numbers(trajectory):
    serve(trajectory, Duty.FLEMISH, "16.7", "2.1", "11.6")
    assert [number for number, _ours, _theirs in halves()] == [2, 11, 16]


@pytest.mark.parametrize(
    ("duties", "empty"),
    [
        ([Duty.FLEMISH], Side.PARTNER),
        ([Duty.PARTNER], Side.FLEMISH),
        ([Duty.FLEMISH, Duty.PARTNER], None),
        ([Duty.JOINT], None),
    ],
)
def test_the_side_that_does_nothing_yet(trajectory, duties, empty):
    for duty in duties:
        serve(trajectory, duty, "11.6")
    (half,) = halves_of(Milestone.objects.prefetch_related("targets__goal"), ORDER)
    assert half.empty_side == empty


@pytest.mark.parametrize("order", [ORDER, ORDER[::-1]])
def test_the_leaves_stand_in_reading_order(trajectory, order):
    serve(trajectory, Duty.JOINT, "11.6")
    (half,) = halves_of(Milestone.objects.prefetch_related("targets__goal"), order)
    assert [side for side, _rows in half.leaves] == list(order)


# --- Who works on a goal --------------------------------------------------------------------------


def test_twinnings_at_work_on_a_goal(trajectory, other_trajectory, goal, coordinator):
    ours = serve(trajectory, Duty.FLEMISH, "11.6")
    theirs = serve(other_trajectory, Duty.PARTNER, "11.a")
    found = [
        (twinning, half.flemish, half.partner) for twinning, half in work_on_goal(coordinator, goal)
    ]
    assert found == [
        (trajectory.twinning, [ours], []),
        (other_trajectory.twinning, [], [theirs]),
    ]


def test_the_public_sees_nothing_of_what_nobody_published(trajectory, goal):
    serve(trajectory, Duty.FLEMISH, "11.6")
    assert work_on_goal(AnonymousUser(), goal) == []


def test_a_side_that_published_nothing_is_unknown_and_not_empty(trajectory, goal):
    ours = serve(trajectory, Duty.FLEMISH, "11.6")
    serve(trajectory, Duty.PARTNER, "11.6")
    Page.objects.filter(side=Side.FLEMISH).update(published_at=clock.now())
    ((_twinning, half),) = work_on_goal(AnonymousUser(), goal)
    assert (half.flemish, half.partner, half.hidden) == ([ours], [], {Side.PARTNER})


def test_nothing_is_hidden_from_those_inside(trajectory, goal, editor):
    serve(trajectory, Duty.FLEMISH, "11.6")
    ((_twinning, half),) = work_on_goal(editor, goal)
    assert half.hidden == frozenset()


def test_ones_own_side_is_first(trajectory, goal, partner_editor):
    serve(trajectory, Duty.FLEMISH, "11.6")
    ((_twinning, half),) = work_on_goal(partner_editor, goal)
    assert half.order == ORDER[::-1]


def test_a_closed_trajectory_is_no_work(trajectory, goal, coordinator):
    serve(trajectory, Duty.FLEMISH, "11.6")
    Trajectory.objects.update(state=Trajectory.State.CLOSED)
    assert work_on_goal(coordinator, goal) == []


def test_what_was_dropped_is_no_work(trajectory, goal, coordinator):
    serve(trajectory, Duty.FLEMISH, "11.6", state=State.DROPPED)
    assert work_on_goal(coordinator, goal) == []


# --- Goals with one side at work ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("duties", "empty"),
    [
        ([Duty.FLEMISH], [Side.PARTNER]),
        ([Duty.PARTNER, Duty.PARTNER], [Side.FLEMISH]),
        ([Duty.FLEMISH, Duty.PARTNER], []),
        ([Duty.JOINT], []),
        ([Duty.FLEMISH, Duty.JOINT], []),
        ([Duty.COORDINATION], []),
        ([Duty.FLEMISH, Duty.COORDINATION], [Side.PARTNER]),
        ([], []),
    ],
)
def test_a_goal_on_which_one_side_works_alone(trajectory, coordinator, duties, empty):
    for duty in duties:
        serve(trajectory, duty, "11.6")
    assert [side for _twinning, _goal, side in one_sided(coordinator)] == empty


def test_a_dropped_milestone_fills_no_half(trajectory, coordinator):
    serve(trajectory, Duty.FLEMISH, "11.6")
    serve(trajectory, Duty.PARTNER, "11.6", state=State.DROPPED)
    assert [side for _twinning, _goal, side in one_sided(coordinator)] == [Side.PARTNER]


def test_gaps_stand_by_twinning_and_number(trajectory, other_trajectory, coordinator):
    serve(other_trajectory, Duty.FLEMISH, "2.1")
    serve(trajectory, Duty.PARTNER, "16.7", "11.6")
    found = [(twinning.slug, goal.pk) for twinning, goal, _side in one_sided(coordinator)]
    assert found == [
        ("edegem-san-jeronimo", 11),
        ("edegem-san-jeronimo", 16),
        ("herent-nimlahakok", 2),
    ]


def test_an_editor_sees_the_gaps_of_their_own_twinning(trajectory, other_trajectory, stranger):
    serve(other_trajectory, Duty.FLEMISH, "2.1")
    serve(trajectory, Duty.PARTNER, "16.7")
    assert [twinning.slug for twinning, _goal, _side in one_sided(stranger)] == [
        "herent-nimlahakok"
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_gaps_take_four_queries(trajectory, coordinator, count, django_assert_num_queries):
    for code in ("2.1", "11.6", "16.7")[:count]:
        serve(trajectory, Duty.FLEMISH, code)
    list(one_sided(coordinator))
    with django_assert_num_queries(4):
        found = list(one_sided(coordinator))
    assert len(found) == count
