"""Invitations: a new account and what it may do, in one deed."""

from datetime import date

from django.db import transaction

from partnerships.actions.membership import give_membership
from partnerships.models import Membership, Organisation
from stedenband.accounts import actions as accounts
from stedenband.accounts.models import User


@transaction.atomic
def send_invitation(
    *,
    organisation: Organisation,
    email: str,
    name: str,
    language: str,
    time_zone: str,
    role: str,
    by: User,
    starts_on: date | None = None,
) -> Membership:
    """An account for somebody who has none, acting for an organisation; told by mail."""
    user = accounts.invite(email=email, name=name, language=language, time_zone=time_zone, by=by)
    return give_membership(
        user=user, organisation=organisation, role=role, by=by, starts_on=starts_on
    )
