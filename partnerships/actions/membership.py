"""Memberships: given and ended; what somebody did in one never goes."""

from datetime import date

from django.db import transaction

from partnerships import notifications
from partnerships.actions.event import record
from partnerships.models import Membership, Organisation, Verb
from partnerships.unfinished import unfinished_of
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
def end_membership(
    *, membership: Membership, by: User, successor: User | None = None
) -> Membership:
    """From the next request on, somebody no longer acts for this organisation.

    `successor` hears what was left unfinished; without one, coordinators see that nobody does it.
    """
    membership = locked(membership)
    membership.refuse_own(by)
    today = clock.today()
    if not membership.is_over:
        membership.ends_on = max(today, membership.starts_on)
        membership.is_handover_open = leaves_work(membership)
    membership.full_clean()
    membership.save()
    old = f"{membership.role}: {membership.user}"[:200]
    record(Verb.MEMBERSHIP_ENDED, by=by, organisation=membership.organisation, old=old)
    if successor is None:
        return membership
    return name_successor(membership=membership, successor=successor, by=by)


@transaction.atomic
def name_successor(*, membership: Membership, successor: User, by: User) -> Membership:
    """Somebody takes over what was left unfinished: told by mail, and in the history."""
    membership = locked(membership)
    membership.hand_over(successor)
    membership.full_clean()
    membership.save()
    work = unfinished_of(membership)
    count = sum(one.number for one in work)
    old, new = str(membership.user)[:200], f"{str(successor)[:180]} ({count})"
    about = membership.organisation
    record(Verb.WORK_TAKEN_OVER, by=by, organisation=about, old=old, new=new)
    notifications.work_taken_over(membership, by=by, work=work)
    return membership


def leaves_work(membership: Membership) -> bool:
    """Whether work is left: not while the same account stays in another role."""
    current = Membership.objects.current().of_organisations(membership.organisation_id)
    stays = current.filter(user=membership.user_id).exclude(pk=membership.pk).exists()
    return not stays and bool(unfinished_of(membership))
