"""Own goals and local targets of a twinning."""

from typing import Any

from django.db import transaction

from partnerships.actions.event import record
from partnerships.models import LocalTarget, OwnGoal, Twinning, Verb
from stedenband.accounts.models import User


@transaction.atomic
def name_own_goal(*, twinning: Twinning, by: User, number: int, **names: str) -> OwnGoal:
    """A twinning names a goal of its own, outside the seventeen."""
    goal = OwnGoal(twinning=twinning, number=number, **names)
    goal.full_clean()
    goal.save()
    record(Verb.OWN_GOAL_NAMED, by=by, twinning=twinning, new=str(goal)[:200])
    return goal


@transaction.atomic
def add_local_target(*, twinning: Twinning, by: User, **fields: Any) -> LocalTarget:
    """A twinning says what it wants to reach under a target or under its own goal."""
    target = LocalTarget(twinning=twinning, **fields)
    target.full_clean()
    target.save()
    record(Verb.LOCAL_TARGET_ADDED, by=by, twinning=twinning, new=str(target)[:200])
    return target
