"""Reports that the portal writes, and the recommendations of a review."""

from partnerships.models import Recommendation, Twinning, grants_of, sides_behind
from partnerships.policies.twinning import side_written_for, writes_in


def may_generate_report(user: object, twinning: Twinning) -> bool:
    """Members of either side, in whichever role, and coordinators: nothing is changed by it."""
    return grants_of(user).is_coordinator or bool(twinning.side_of(user))


def may_gather_report(user: object) -> bool:
    """A programme's report tells of all its twinnings: a coordinator's."""
    return grants_of(user).is_coordinator


def may_see_gathered(user: object) -> bool:
    """Who reads inside every twinning."""
    return grants_of(user).reads_all


def may_write_recommendation(user: object, twinning: Twinning) -> bool:
    """A coordinator, and both sides: what a review advises is of both."""
    return grants_of(user).is_coordinator or writes_in(user, twinning)


def may_answer_recommendation(user: object, recommendation: Recommendation) -> bool:
    """Who writes for a side that it addresses."""
    side = side_written_for(user, recommendation.twinning)
    return side in sides_behind(recommendation.side)
