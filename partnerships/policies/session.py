"""Sessions and promises."""

from partnerships.models import (
    LEAVES,
    Promise,
    Session,
    Side,
    Twinning,
    grants_of,
)
from partnerships.policies.twinning import (
    acts_for,
    writes_in,
)


def may_plan_session(user: object, twinning: Twinning) -> bool:
    """Both sides, coordinators and facilitators."""
    return grants_of(user).reads_all or writes_in(user, twinning)


def may_lead_session(user: object, session: Session) -> bool:
    """Change, cancel or report on it: who may plan one for a twinning that takes part."""
    return any(may_plan_session(user, twinning) for twinning in session.bonds)


def may_contribute_session(user: object, session: Session) -> bool:
    """The same people: what somebody else would have said is entered by them."""
    return may_lead_session(user, session)


def seats_of(user: object, session: Session) -> list[tuple[Twinning, Side]]:
    """The sides, of the twinnings that take part, for which somebody writes."""
    return [(one, side) for one in session.bonds for side in LEAVES if acts_for(user, one, side)]


def may_agree_session(user: object, session: Session) -> bool:
    """Each side for itself alone, also to take that back; nobody in its place."""
    return bool(seats_of(user, session))


def may_make_promise(user: object, twinning: Twinning) -> bool:
    """Both sides, coordinators and facilitators."""
    return may_plan_session(user, twinning)


def may_change_promise(user: object, promise: Promise) -> bool:
    """Put it right, or settle it; the other side sees it and confirms anew."""
    return may_make_promise(user, promise.twinning)


def may_confirm_promise(user: object, promise: Promise) -> bool:
    """Editors and signatories, for their own side."""
    return writes_in(user, promise.twinning)
