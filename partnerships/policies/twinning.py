"""Inside a twinning: who acts for a side, who sees more than the public."""

from partnerships.models import (
    LEAVES,
    Page,
    Role,
    Side,
    Twinning,
    grants_of,
    reporters_of,
)
from stedenband.accounts.models import User

WRITERS = (Role.EDITOR, Role.SIGNATORY)


def acts_for(user: object, twinning: Twinning, side: str) -> bool:
    """An editor or signatory of that side."""
    return grants_of(user).holds(twinning.organisation_of(side).pk, *WRITERS)


def side_written_for(user: object, twinning: Twinning) -> Side | None:
    """The side of a twinning for which somebody writes, if for any."""
    return next((side for side in LEAVES if acts_for(user, twinning, side)), None)


def writes_in(user: object, twinning: Twinning) -> bool:
    """An editor or signatory of either side."""
    return side_written_for(user, twinning) is not None


def sides_of_duty(duty: str) -> tuple[Side, ...]:
    """The sides that a milestone asks something of."""
    return tuple(Side(reporter) for reporter in reporters_of(duty) if reporter in Side.values)


def may_see_inside(user: object, twinning: Twinning) -> bool:
    """More than the public: members of either side, coordinators and facilitators."""
    grants = grants_of(user)
    mine = {twinning.flemish_id, twinning.partner_id} & grants.organisations
    return grants.reads_all or bool(mine)


def may_act(user: User) -> bool:
    """Whether somebody has any work here at all."""
    return bool(grants_of(user).by_role)


def may_change_state(user: object, twinning: Twinning) -> bool:
    """Either side says so for both, and so does a coordinator; the others hear of it."""
    return grants_of(user).is_coordinator or writes_in(user, twinning)


def may_give_sign_of_life(user: object, twinning: Twinning) -> bool:
    """Each side for itself; nobody in its place."""
    return writes_in(user, twinning)


def may_write_customs(user: object, twinning: Twinning, side: str) -> bool:
    """The side whose unwritten rules they are, and nobody else."""
    return acts_for(user, twinning, side)


def may_edit_page(user: User, page: Page) -> bool:
    return acts_for(user, page.twinning, page.side)


def may_remind_side(user: User) -> bool:
    return grants_of(user).is_coordinator


def needs_second_factor(user: User) -> bool:
    """Coordinators and staff: what they sign in to is everybody's."""
    return user.is_staff or user.is_superuser or grants_of(user).is_coordinator
