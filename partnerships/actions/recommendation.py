"""Recommendations: written down, put right, and answered by each side."""

from typing import Any

from django.db import transaction

from partnerships.actions.event import record
from partnerships.models import Recommendation, Response, Side, Twinning, Verb
from stedenband import clock
from stedenband.accounts.models import User
from stedenband.versions import StaleVersion, locked_at


@transaction.atomic
def add_recommendation(*, twinning: Twinning, by: User, **terms: Any) -> Recommendation:
    terms.pop("version", None)
    row = Recommendation(twinning=twinning, entered_by=by, entered_at=clock.now(), **terms)
    row.full_clean()
    row.save()
    record(Verb.RECOMMENDATION_ADDED, by=by, twinning=twinning, recommendation=row)
    return row


@transaction.atomic
def change_recommendation(
    *, recommendation: Recommendation, by: User, version: int | None = None, **terms: Any
) -> Recommendation:
    row = locked_at(recommendation, version)
    before = Recommendation.objects.get(pk=row.pk)
    for name, value in terms.items():
        setattr(row, name, value)
    row.full_clean()
    row.refuse_if_answered(before)
    row.note_change(by)
    row.save()
    record(Verb.RECOMMENDATION_CHANGED, by=by, twinning=row.twinning, recommendation=row)
    return row


@transaction.atomic
def answer_recommendation(
    *,
    recommendation: Recommendation,
    side: Side,
    by: User,
    version: int | None = None,
    **words: Any,
) -> Response:
    """A side's management response: given, or put right later."""
    row = locked_at(recommendation, None)
    row.refuse_response_of(side)
    given = Response.objects.filter(recommendation=row, side=side).first()
    if given is None:
        given = Response(recommendation=row, side=side, entered_by=by, entered_at=clock.now())
        given.version = 1  # a form for what is not written yet carries 0
    else:
        if version is not None and version != given.version:
            raise StaleVersion(given)
        given.note_change(by)
    for name, value in words.items():
        setattr(given, name, value)
    given.full_clean()
    given.save()
    record(Verb.RECOMMENDATION_ANSWERED, by=by, twinning=row.twinning, recommendation=row)
    return given
