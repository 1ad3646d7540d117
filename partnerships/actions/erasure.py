"""Somebody leaves: the person goes, the official record stays."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q, Value
from django.db.models.functions import Replace
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from partnerships.models import Event, Membership, Verb
from stedenband import clock
from stedenband.accounts.models import User
from stedenband.personal import forget_rows
from stedenband.retention import to_erase, to_warn


@transaction.atomic
def erase_account(*, user: User, by: User | None) -> User:
    """Name, address and all that belongs to the account go; what was done with it stays.

    `by` is its owner; nobody when time does it. Refuses while a membership stands: somebody else
    takes over first.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if Membership.objects.standing().filter(user=user).exists():
        raise ValidationError(
            _("You still act for an organisation. Ask a coordinator to end that first.")
        )
    name, address = user.name, user.email
    user.erase()
    user.full_clean(exclude=["password", "name"])
    user.save()
    forget_rows(user, address=address)
    for said in {name, address} - {""}:
        strike_from_history(said)
    return user


def strike_from_history(said: str) -> None:
    """Lines of history quote who was given a membership: the name goes there too.

    “editor: NAME”, “NAME” or “NAME (3)”, as actions/membership.py writes them; a name that only
    begins or ends like it stays.
    """
    given = Q(verb__startswith="membership")
    for column in ("old", "new"):
        strike(given & Q(**{f"{column}__endswith": f": {said}"}), column, f": {said}", ": …")
    taken = Q(verb=Verb.WORK_TAKEN_OVER)
    strike(taken & Q(old=said), "old", said, "…")
    strike(taken & Q(new__startswith=f"{said} ("), "new", f"{said} (", "… (")


def strike(which: Q, column: str, said: str, left: str) -> None:
    Event.objects.filter(which).update(**{column: Replace(column, Value(said), Value(left))})


@transaction.atomic
def forget_unused_accounts(*, now: datetime | None = None) -> tuple[int, int]:
    """Tell who was not here for 23 months, erase who was not for 24; how many of each."""
    now = now or clock.now()
    warned, erased = to_warn(now), 0
    for user in warned:
        tell_of_erasure(user)
        user.warned_at = now
        user.save(update_fields=["warned_at"])
    for user in to_erase(now):
        end_quietly(user, now)
        erase_account(user=user, by=None)
        erased += 1
    return len(warned), erased


def end_quietly(user: User, now: datetime) -> None:
    """Who has not been here for two years acts for nobody any more."""
    for membership in Membership.objects.standing().filter(user=user):
        membership.ends_on = max(membership.starts_on, clock.today())
        membership.save(update_fields=["ends_on"])


def tell_of_erasure(user: User) -> None:
    with translation.override(user.language):
        text = render_to_string("account/email/erasure_near.txt", {"user": user}).strip()
        subject, _break, body = text.partition("\n")
        send_mail(subject, body.strip() + "\n", None, [user.email])
