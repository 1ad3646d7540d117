"""Trajectories: started from a programme's plan, and shifted."""

from datetime import date

from django.db import transaction

from partnerships.actions.event import record
from partnerships.models import Milestone, PlanItem, Programme, Trajectory, Twinning, Verb
from partnerships.models.milestone import UNREPORTED
from partnerships.models.trajectory import add_months, end_of_month, months_between
from stedenband.accounts.models import User
from stedenband.texts import columns
from stedenband.versions import locked_at


@transaction.atomic
def start_trajectory(
    *,
    twinning: Twinning,
    programme: Programme,
    by: User,
    first_month: date,
    is_sample: bool = False,
) -> Trajectory:
    """A twinning sets out on a programme: its trajectory starts with the programme's plan."""
    trajectory = Trajectory(
        twinning=twinning,
        programme=programme,
        first_month=first_month,
        length=programme.length,
        is_sample=is_sample,
    )
    trajectory.full_clean()
    trajectory.save()
    for item in programme.plan.prefetch_related("targets"):
        copy_of(item, trajectory)
    record(
        Verb.TRAJECTORY_STARTED,
        by=by,
        twinning=twinning,
        trajectory=trajectory,
        new=f"{first_month:%Y-%m}",
    )
    return trajectory


def copy_of(item: PlanItem, trajectory: Trajectory) -> Milestone:
    texts = {name: getattr(item, name) for name in columns("title") + columns("closing")}
    due_on = trajectory.due_on(item.month)
    milestone = Milestone.objects.create(
        trajectory=trajectory, plan_item=item, due_on=due_on, duty=item.duty, **texts
    )
    milestone.targets.set(item.targets.all())
    return milestone


@transaction.atomic
def shift_trajectory(
    *,
    trajectory: Trajectory,
    by: User,
    version: int | None = None,
    first_month: date,
    explanation: str = "",
) -> Trajectory:
    """The start moves, and with it every milestone for which nothing was handed in yet."""
    trajectory = locked_at(trajectory, version)
    trajectory.refuse_unless_running()
    old = trajectory.first_month
    by_months = months_between(old, first_month)
    trajectory.first_month = first_month
    trajectory.version += 1
    trajectory.full_clean()
    trajectory.save()
    waiting = trajectory.milestones.select_for_update().filter(state__in=UNREPORTED)
    moved = list(waiting)
    for milestone in moved:
        milestone.due_on = end_of_month(add_months(milestone.due_on, by_months))
        milestone.version += 1
    Milestone.objects.bulk_update(moved, ["due_on", "version"])
    record(
        Verb.TRAJECTORY_SHIFTED,
        by=by,
        twinning=trajectory.twinning,
        trajectory=trajectory,
        old=f"{old:%Y-%m}",
        new=f"{first_month:%Y-%m}",
        note=explanation,
    )
    return trajectory
