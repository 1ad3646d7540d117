"""Lessons taken over: what came of them, told by the side that took them over."""

from typing import Any

from django.db import transaction

from partnerships import notifications
from partnerships.actions.event import record
from partnerships.models import Adoption, Verb
from stedenband import clock
from stedenband.accounts.models import User
from stedenband.versions import locked_at


@transaction.atomic
def report_adoption(
    *, adoption: Adoption, by: User, version: int | None = None, **words: Any
) -> Adoption:
    """A side tells what came of a lesson that it took over; its authors hear it."""
    adoption = locked_at(adoption, version)
    for name, value in words.items():
        setattr(adoption, name, value)
    adoption.updated_by, adoption.reported_at = by, clock.now()
    adoption.version += 1
    adoption.full_clean()
    adoption.save()
    twinning, lesson = adoption.twinning, adoption.lesson
    record(Verb.ADOPTION_REPORTED, by=by, twinning=twinning, lesson=lesson)
    notifications.adoption_reported(adoption, by=by)
    return adoption
