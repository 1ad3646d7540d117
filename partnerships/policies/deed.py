"""Deeds, goals, self-assessments and indicators: each side's own."""

from partnerships.models import (
    Assessment,
    Indicator,
    Twinning,
    grants_of,
)
from partnerships.policies.twinning import (
    acts_for,
    writes_in,
)
from stedenband.accounts.models import User


def may_change_deed(user: object, twinning: Twinning, side: str) -> bool:
    """The side that does it, and nobody else."""
    return acts_for(user, twinning, side)


def may_name_goals(user: object, twinning: Twinning) -> bool:
    """A coordinator, and both sides."""
    return grants_of(user).is_coordinator or writes_in(user, twinning)


def may_open_assessment(user: User, twinning: Twinning) -> bool:
    """A coordinator, and both sides."""
    return grants_of(user).is_coordinator or writes_in(user, twinning)


def may_answer_assessment(user: User, assessment: Assessment) -> bool:
    """Editors and signatories for their side; nobody answers in its place."""
    return writes_in(user, assessment.twinning)


def may_add_indicator(user: object, twinning: Twinning) -> bool:
    """A coordinator, and both sides."""
    return grants_of(user).is_coordinator or writes_in(user, twinning)


def may_write_indicator(user: object, indicator: Indicator) -> bool:
    """The side that measures it, and nobody else."""
    return acts_for(user, indicator.twinning, indicator.side)
