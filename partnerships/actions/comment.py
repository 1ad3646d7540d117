"""Comments on milestones."""

from django.db import transaction

from partnerships.actions.event import record
from partnerships.models import Comment, Milestone, Organisation, Verb, grants_of
from stedenband.accounts.models import User


@transaction.atomic
def add_comment(*, milestone: Milestone, by: User, language: str, text: str) -> Comment:
    """Somebody says something on a milestone, for their organisation."""
    organisation = speaks_for(by, milestone)
    comment = Comment(
        milestone=milestone, by=by, organisation=organisation, language=language, text=text
    )
    comment.full_clean()
    comment.save()
    twinning = milestone.twinning
    record(Verb.COMMENTED, by=by, twinning=twinning, milestone=milestone, organisation=organisation)
    return comment


def speaks_for(by: User, milestone: Milestone) -> Organisation:
    """The side of the twinning somebody belongs to, else the organisation of their role."""
    twinning = milestone.twinning
    if side := twinning.side_of(by):
        return twinning.organisation_of(side)
    return Organisation.objects.filter(pk__in=grants_of(by).organisations).earliest("pk")
