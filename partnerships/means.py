"""What a twinning stands on, for whoever takes over: agreements, money, and posts."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Prefetch
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from partnerships.continuity import alarms_of, line_of, standing_of
from partnerships.models import (
    Agreement,
    Cover,
    Funding,
    Mandate,
    Post,
    Promise,
    Side,
    Twinning,
    holder_on,
)
from stedenband import clock

Told = dict[str, Any]


def agreements_told(twinning: Twinning, user: object) -> Told:
    """The line of agreements with its gaps; empty when none is on record."""
    visible = Agreement.objects.visible_to(user).filter(twinning=twinning)
    rows = list(visible.select_related("source"))
    if not rows:
        return {}
    today = clock.today()
    return {"line": line_of(rows, today), "standing": standing_of(rows, today)}


def money_told(twinning: Twinning, user: object) -> Told:
    """Each funding with what it covers, and what is needed longer than it is covered."""
    covers = Cover.objects.with_names()
    visible = Funding.objects.visible_to(user).filter(twinning=twinning).with_names()
    fundings = list(visible.prefetch_related(Prefetch("covers", covers)))
    return {"fundings": fundings, "alarms": alarms_of([twinning.pk])}


def posts_told(twinning: Twinning, user: object, order: Sequence[Side]) -> Told:
    """The posts of each side with the term that holds today; empty when none was entered."""
    terms = Mandate.objects.visible_to(user)
    visible = Post.objects.visible_to(user).filter(twinning=twinning)
    posts = list(visible.prefetch_related(Prefetch("mandates", terms)))
    if not posts:
        return {}
    return {
        "leaves": [
            {
                "side": side,
                "place": twinning.organisation_of(side),
                "rows": [(one, holder_on(one.mandates.all())) for one in posts if one.side == side],
            }
            for side in order
        ]
    }


def paid_by(promises: Iterable[Promise], user: object) -> dict[int, list[str]]:
    """What covers each promise and until when, by the promise's key; asked once for all."""
    visible = Cover.objects.visible_to(user).filter(promise__in=[one.pk for one in promises])
    found: dict[int, list[str]] = {}
    for cover in visible.select_related("funding").order_by("starts_on", "pk"):
        said = {"funding": cover.funding, "day": date_format(cover.ends_on)}
        found.setdefault(cover.promise_id or 0, []).append(_("%(funding)s, until %(day)s") % said)
    return found
