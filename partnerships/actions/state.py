"""The state of a twinning, said by either side or the coordination."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from partnerships import notifications
from partnerships.actions.event import record
from partnerships.models import Twinning, TwinningState, Verb
from stedenband import clock
from stedenband.accounts.models import User
from stedenband.versions import locked


@transaction.atomic
def change_state(
    *,
    twinning: Twinning,
    by: User,
    state: str,
    reason: str,
    language: str = "nl",
    since: date | None = None,
) -> TwinningState:
    """Say that a twinning is dormant, has ended or is active again, since when and why.

    Raises ValidationError when that is its state already, or the day is before the last change.
    """
    twinning = locked(twinning)
    old = twinning.state
    if state == old:
        raise ValidationError({"state": _("That is its state already.")})
    said = {"state": state, "reason": reason, "language": language, "by": by}
    change = TwinningState(
        twinning=twinning, since=since or clock.today(), made_at=clock.now(), **said
    )
    change.full_clean()
    change.save()
    twinning.state = state
    twinning.save(update_fields=["state"])
    record(Verb.STATE_CHANGED, by=by, twinning=twinning, old=old, new=state, note=reason)
    notifications.state_changed(change, by=by)
    return change
