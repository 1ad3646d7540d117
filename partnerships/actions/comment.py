"""Comments on milestones and deeds."""

from django.db import transaction

from partnerships import notifications
from partnerships.actions.event import record
from partnerships.models import (
    Comment,
    Deed,
    Milestone,
    Organisation,
    Twinning,
    Verb,
    grants_of,
)
from stedenband.accounts.models import User


@transaction.atomic
def add_comment(
    *,
    milestone: Milestone | None = None,
    deed: Deed | None = None,
    by: User,
    language: str,
    text: str,
) -> Comment:
    """Somebody says something on a milestone or a deed, for their organisation."""
    about = {"milestone": milestone, "deed": deed}
    twinning = (milestone or deed).twinning  # type: ignore[union-attr]
    organisation = speaks_for(by, twinning)
    comment = Comment(by=by, organisation=organisation, language=language, text=text, **about)
    comment.full_clean()
    comment.save()
    record(Verb.COMMENTED, by=by, twinning=twinning, organisation=organisation, **about)
    notifications.commented(comment, by=by)
    return comment


def speaks_for(by: User, twinning: Twinning) -> Organisation:
    """The side of the twinning somebody belongs to, else the organisation of their role."""
    if side := twinning.side_of(by):
        return twinning.organisation_of(side)
    return Organisation.objects.filter(pk__in=grants_of(by).organisations).earliest("pk")
