"""What outlives its users: agreements, money, posts, memberships."""

from partnerships.models import (
    LEAVES,
    Mandate,
    Post,
    Side,
    Twinning,
    grants_of,
)
from partnerships.policies.twinning import (
    acts_for,
    writes_in,
)


def may_write_agreement(user: object, twinning: Twinning) -> bool:
    """A coordinator, and both sides: an agreement is of both."""
    return grants_of(user).is_coordinator or writes_in(user, twinning)


def may_write_funding(user: object, twinning: Twinning) -> bool:
    """A coordinator, and both sides: also what a funding covers, and its vouchers."""
    return grants_of(user).is_coordinator or writes_in(user, twinning)


def may_keep_memberships(user: object) -> bool:
    """Give them, end them and say who takes over."""
    return grants_of(user).is_coordinator


def may_send_invitation(user: object) -> bool:
    """Who keeps memberships: an account without one could do nothing."""
    return may_keep_memberships(user)


def sides_of_posts(user: object, twinning: Twinning) -> list[Side]:
    """The sides whose posts somebody writes down: their own; a coordinator both."""
    is_coordinator = grants_of(user).is_coordinator
    return [side for side in LEAVES if is_coordinator or acts_for(user, twinning, side)]


def may_add_post(user: object, twinning: Twinning) -> bool:
    """A coordinator, and both sides, each its own."""
    return bool(sides_of_posts(user, twinning))


def may_add_mandate(user: object, post: Post) -> bool:
    """The side whose post it is, and a coordinator."""
    return post.side in sides_of_posts(user, post.twinning)


def may_change_post(user: object, post: Post) -> bool:
    """The same; what is documented stands in public with its source: only a coordinator."""
    if post.source_id:
        return grants_of(user).is_coordinator
    return may_add_mandate(user, post)


def may_change_mandate(user: object, mandate: Mandate) -> bool:
    """The same, also to remove it."""
    if mandate.source_id:
        return grants_of(user).is_coordinator
    return may_add_mandate(user, mandate.post)
