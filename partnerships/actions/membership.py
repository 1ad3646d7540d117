"""Memberships: given and ended; what somebody did in one never goes."""

from datetime import date

from django.db import transaction

from partnerships.actions.event import record
from partnerships.models import Membership, Organisation, Verb
from stedenband import clock
from stedenband.accounts.models import User
from stedenband.versions import locked


@transaction.atomic
def give_membership(
    *, user: User, organisation: Organisation, role: str, by: User, starts_on: date | None = None
) -> Membership:
    """Somebody may act for an organisation from today, or from another day."""
    starts_on = starts_on or clock.today()
    membership = Membership(user=user, organisation=organisation, role=role, starts_on=starts_on)
    membership.full_clean()
    membership.save()
    record(Verb.MEMBERSHIP_GIVEN, by=by, organisation=organisation, new=f"{role}: {user}"[:200])
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, by: User) -> Membership:
    """From the next request on, somebody no longer acts for this organisation."""
    membership = locked(membership)
    today = clock.today()
    if membership.ends_on is None or membership.ends_on > today:
        membership.ends_on = max(today, membership.starts_on)
    membership.full_clean()
    membership.save()
    old = f"{membership.role}: {membership.user}"[:200]
    record(Verb.MEMBERSHIP_ENDED, by=by, organisation=membership.organisation, old=old)
    return membership
