"""Stories, photos and documents."""

from partnerships.models import (
    Document,
    Photo,
    Story,
    grants_of,
)
from partnerships.policies.session import (
    may_lead_session,
)
from partnerships.policies.twinning import (
    acts_for,
)
from stedenband.accounts.models import User


def may_write_story(user: object, story: Story) -> bool:
    """The side that tells it, and nobody else: to change it, publish it and take it offline."""
    return acts_for(user, story.twinning, story.side)


def may_review_story(user: User, story: Story) -> bool:
    """A coordinator, and nobody their own story or that of their own organisation."""
    grants = grants_of(user)
    if not grants.is_coordinator or user.pk in story.authors:
        return False
    return story.organisation.pk not in grants.organisations


def may_write_photo(user: object, photo: Photo) -> bool:
    """Whoever writes its story, or reports on its session."""
    if photo.session:
        return may_lead_session(user, photo.session)
    return photo.story is not None and may_write_story(user, photo.story)


def may_withdraw_photo(user: object, photo: Photo) -> bool:
    """The same people, and a coordinator: who withdraws consent is heard at once."""
    return grants_of(user).is_coordinator or may_write_photo(user, photo)


def may_write_document(user: object, document: Document) -> bool:
    """The side that put it here, and nobody else."""
    return acts_for(user, document.twinning, document.side)
