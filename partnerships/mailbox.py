"""What somebody arranges for themselves alone: which mail they get, and their calendar's address.

Keyword-only, `by` and atomic as every action, but no line of history: it is nobody else's business.
"""

from collections.abc import Iterable

from django.db import transaction

from partnerships.models import SWITCHABLE, CalendarAddress, MailPreference
from stedenband import clock
from stedenband.accounts.models import User


@transaction.atomic
def choose_mail(*, by: User, kinds: Iterable[str]) -> None:
    """Somebody gets these kinds of mail from now on, and no other that can be switched off."""
    wanted = set(kinds)
    for kind in SWITCHABLE:
        switch_mail(by=by, kind=kind, is_off=kind not in wanted)


@transaction.atomic
def switch_mail(*, by: User, kind: str, is_off: bool) -> MailPreference:
    """Switch one kind off or on again; saying it twice changes nothing."""
    row, _made = MailPreference.objects.get_or_create(user=by, kind=kind)
    row.is_off = is_off
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def renew_calendar(*, by: User) -> CalendarAddress:
    """Another address for somebody's calendar; the one before no longer opens anything."""
    User.objects.select_for_update().get(pk=by.pk)
    row = CalendarAddress.objects.filter(user=by).first() or CalendarAddress(user=by)
    row.number, row.made_at, row.revoked_at = row.number + 1, clock.now(), None
    row.save()
    return row


@transaction.atomic
def revoke_calendar(*, by: User) -> None:
    """No address opens somebody's calendar any more, until they make another."""
    User.objects.select_for_update().get(pk=by.pk)
    CalendarAddress.objects.filter(user=by, revoked_at=None).update(revoked_at=clock.now())
