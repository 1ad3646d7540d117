"""Pages: changed, published and taken offline by their own side; and a side reminded."""

from typing import Any

from django.db import transaction

from partnerships import notifications
from partnerships.actions.event import record
from partnerships.models import Page, Verb
from stedenband import clock
from stedenband.accounts.models import User
from stedenband.versions import locked, locked_at


@transaction.atomic
def change_page(*, page: Page, by: User, version: int | None = None, **words: Any) -> Page:
    """A side writes anew what it says about itself."""
    page = locked_at(page, version)
    for name, value in words.items():
        setattr(page, name, value)
    page.updated_by, page.updated_at, page.version = by, clock.now(), page.version + 1
    page.full_clean()
    page.save()
    record(Verb.PAGE_CHANGED, by=by, twinning=page.twinning, page=page)
    return page


@transaction.atomic
def publish_page(*, page: Page, by: User) -> Page:
    """A side shows its page and its own milestones to everybody."""
    page = locked(page)
    page.published_at = page.published_at or clock.now()
    page.save(update_fields=["published_at"])
    record(Verb.PAGE_PUBLISHED, by=by, twinning=page.twinning, page=page)
    return page


@transaction.atomic
def withdraw_page(*, page: Page, by: User) -> Page:
    """A side takes its page and its milestones offline, at once."""
    page = locked(page)
    page.published_at = None
    page.save(update_fields=["published_at"])
    record(Verb.PAGE_WITHDRAWN, by=by, twinning=page.twinning, page=page)
    return page


@transaction.atomic
def remind_side(*, page: Page, by: User, words: str = "") -> Page:
    """A coordinator asks a side that was silent for a sign of life."""
    page = locked(page)
    about = {"page": page, "organisation": page.organisation, "note": words}
    record(Verb.SIDE_REMINDED, by=by, twinning=page.twinning, **about)
    notifications.side_reminded(page, by=by, words=words)
    return page
