"""Every action writes its one line of history here."""

from typing import Any

from partnerships.actions.passage import keep_findable
from partnerships.models import Event, Page, Twinning, Verb
from stedenband import clock
from stedenband.accounts.models import User


def record(verb: Verb, *, by: User, twinning: Twinning | None = None, **about: Any) -> Event:
    """Write one Event; what a member of a side does is a sign of life of that side.

    What it is about can be found by its words as they stand now.
    """
    side = twinning.side_of(by) if twinning else ""
    if side:
        pages = Page.objects.filter(twinning=twinning, side=side)
        pages.update(last_contribution_at=clock.now())
    keep_findable(about)
    return Event.objects.create(verb=verb, by=by, twinning=twinning, side=side, **about)
