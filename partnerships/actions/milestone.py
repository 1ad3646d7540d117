"""Milestones: added, changed, moved, dropped and taken up again."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from partnerships.actions.event import record
from partnerships.models import Milestone, Replanning, State, Trajectory, Verb
from sdg.models import Target
from stedenband.accounts.models import User
from stedenband.versions import locked_at


@transaction.atomic
def add_milestone(
    *,
    trajectory: Trajectory,
    by: User,
    month: int,
    duty: str,
    targets: Iterable[Target] = (),
    **texts: Any,
) -> Milestone:
    """A trajectory gets a milestone of its own; `texts` are the columns of title and closing."""
    trajectory.refuse_unless_running()
    due_on = trajectory.due_on(month)
    milestone = Milestone(trajectory=trajectory, due_on=due_on, duty=duty, **texts)
    milestone.full_clean()
    milestone.save()
    milestone.targets.set(targets)
    record(
        Verb.MILESTONE_ADDED,
        by=by,
        twinning=trajectory.twinning,
        milestone=milestone,
        new=f"M{month}",
    )
    return milestone


@transaction.atomic
def change_milestone(
    *,
    milestone: Milestone,
    by: User,
    version: int | None = None,
    targets: Iterable[Target] = (),
    **texts: Any,
) -> Milestone:
    """Its words and targets change; its month moves only by replanning."""
    milestone = locked_at(milestone, version)
    milestone.refuse_unless_open()
    old = str(milestone.title)
    for name, value in texts.items():
        setattr(milestone, name, value)
    milestone.version += 1
    milestone.full_clean()
    milestone.save()
    milestone.targets.set(targets)
    new = str(milestone.title)
    record(
        Verb.MILESTONE_CHANGED,
        by=by,
        twinning=milestone.twinning,
        milestone=milestone,
        old=old if old != new else "",
        new=new if old != new else "",
    )
    return milestone


@transaction.atomic
def replan_milestone(
    *,
    milestone: Milestone,
    by: User,
    version: int | None = None,
    month: int,
    reason: str,
    explanation: str = "",
) -> Milestone:
    """A milestone moves to another month, with a reason; where it stood is kept."""
    milestone = locked_at(milestone, version)
    milestone.refuse_unless_it_can_move()
    old_month, old_due_on = milestone.month, milestone.due_on
    milestone.due_on = milestone.trajectory.due_on(month)
    if milestone.due_on == old_due_on:
        raise ValidationError({"month": _("It stands in this month already: choose another.")})
    if milestone.due_on > old_due_on:
        milestone.enter(State.POSTPONED)
    keep(milestone, Replanning.Kind.MOVED, by, old_due_on, reason, explanation)
    record(
        Verb.MILESTONE_MOVED,
        by=by,
        twinning=milestone.twinning,
        milestone=milestone,
        old=f"M{old_month}",
        new=f"M{month}",
        note=explanation,
    )
    return milestone


@transaction.atomic
def drop_milestone(
    *,
    milestone: Milestone,
    by: User,
    version: int | None = None,
    reason: str,
    explanation: str = "",
) -> Milestone:
    """A milestone is no longer pursued, with a reason."""
    milestone = locked_at(milestone, version)
    milestone.refuse_unless_it_can_move()
    old = milestone.state
    milestone.enter(State.DROPPED)
    keep(milestone, Replanning.Kind.DROPPED, by, milestone.due_on, reason, explanation)
    record(
        Verb.MILESTONE_DROPPED,
        by=by,
        twinning=milestone.twinning,
        milestone=milestone,
        old=old,
        new=milestone.state,
        note=explanation,
    )
    return milestone


@transaction.atomic
def reinstate_milestone(
    *,
    milestone: Milestone,
    by: User,
    version: int | None = None,
    month: int,
    reason: str,
    explanation: str = "",
) -> Milestone:
    """A dropped milestone is taken up again, in a month of choice."""
    milestone = locked_at(milestone, version)
    milestone.refuse_unless_dropped()
    old_due_on = milestone.due_on
    milestone.due_on = milestone.trajectory.due_on(month)
    milestone.enter(State.POSTPONED if milestone.due_on > old_due_on else State.PLANNED)
    keep(milestone, Replanning.Kind.REINSTATED, by, old_due_on, reason, explanation)
    record(
        Verb.MILESTONE_REINSTATED,
        by=by,
        twinning=milestone.twinning,
        milestone=milestone,
        old=State.DROPPED,
        new=f"M{month}",
        note=explanation,
    )
    return milestone


def keep(
    milestone: Milestone, kind: str, by: User, old_due_on: Any, reason: str, explanation: str
) -> None:
    """Save the milestone where it stands now, and the replanning that brought it there."""
    replanning = Replanning(
        milestone=milestone,
        kind=kind,
        by=by,
        old_due_on=old_due_on,
        new_due_on=None if kind == Replanning.Kind.DROPPED else milestone.due_on,
        reason=reason,
        explanation=explanation,
    )
    replanning.full_clean()
    replanning.save()
    milestone.version += 1
    milestone.full_clean()
    milestone.save()
