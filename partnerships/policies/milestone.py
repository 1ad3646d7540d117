"""The plan of milestones, and talk about it."""

from partnerships.models import (
    LEAVES,
    Deed,
    Duty,
    Milestone,
    Trajectory,
    grants_of,
)
from partnerships.policies.twinning import (
    acts_for,
    sides_of_duty,
    writes_in,
)
from stedenband.accounts.models import User


def may_replan_milestone(user: User, milestone: Milestone) -> bool:
    """A coordinator, and the sides whose duty it is."""
    if grants_of(user).is_coordinator:
        return True
    sides = sides_of_duty(milestone.duty)
    return any(acts_for(user, milestone.twinning, side) for side in sides)


def may_add_milestone(user: object, trajectory: Trajectory) -> bool:
    """A coordinator, and both sides."""
    return grants_of(user).is_coordinator or writes_in(user, trajectory.twinning)


def may_set_duty(user: User, trajectory: Trajectory, duty: str) -> bool:
    """A side plans for itself or for both; for the other side only a coordinator does."""
    if grants_of(user).is_coordinator:
        return True
    own = [side for side in LEAVES if acts_for(user, trajectory.twinning, side)]
    return duty == Duty.JOINT or duty in own


def may_shift_trajectory(user: object) -> bool:
    return grants_of(user).is_coordinator


def may_comment(user: object, about: Milestone | Deed) -> bool:
    """Whoever works on it: both sides' writers, coordinators and facilitators."""
    return grants_of(user).reads_all or writes_in(user, about.twinning)


def may_export_programme(user: object) -> bool:
    """All twinnings of a programme in one workbook: a coordinator."""
    return grants_of(user).is_coordinator
