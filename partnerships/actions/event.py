"""Every action writes its one line of history here."""

from collections.abc import Sequence
from typing import Any

from partnerships.actions.passage import keep_findable
from partnerships.models import Event, Page, Twinning, Verb, grants_of
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


def at_home(twinnings: Sequence[Twinning], by: User) -> Twinning | None:
    """Of several twinnings the one of whoever acts, else the first; None of none."""
    mine = grants_of(by).organisations
    own = (one for one in twinnings if {one.flemish_id, one.partner_id} & mine)
    return next(own, twinnings[0] if twinnings else None)
