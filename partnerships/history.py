"""Lines of history with the things that they are about."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

from partnerships.models import Custom, Event, Page
from partnerships.models.event import EventQuerySet

SHOWN = 30
# What a line may be about; and of some of these, what else their names take.
ABOUT = "milestone deed assessment pair lesson forum story document generated recommendation"
ABOUT += " session promise agreement funding post page custom"
WITH_MORE: dict[str, Any] = {
    "generated": "generated__session",
    "page": Prefetch("page", Page.objects.select_related("twinning__flemish", "twinning__partner")),
    "custom": Prefetch("custom", Custom.objects.with_names()),
}


def told(events: EventQuerySet) -> list[Event]:
    """The lines with what each is about: a question for each kind of thing that occurs among them.

    In one question with all seventeen, PostgreSQL takes longer to plan than to answer.
    """
    found = list(events.select_related("by", "organisation"))
    prefetch_related_objects(found, *(WITH_MORE.get(name, name) for name in occurring(found)))
    return found


def occurring(events: Iterable[Event]) -> list[str]:
    return [name for name in ABOUT.split() if any(getattr(one, f"{name}_id") for one in events)]


def last_of(events: EventQuerySet) -> list[Event]:
    """What happened last, the newest first; as much of it as a page shows."""
    return told(events[:SHOWN])
