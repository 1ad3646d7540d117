"""What bound both sides on a day gone by: promises and agreements, from the dates recorded."""

from datetime import date

from django.db.models import Q

from partnerships.models import LEAVES, Agreement, Event, Promise, Verb
from partnerships.models.agreement import AgreementQuerySet
from partnerships.models.promise import PromiseQuerySet
from partnerships.past import end_of


def promises_on(promises: PromiseQuerySet, day: date) -> list[Promise]:
    """The promises that stood at the end of a day, as they stood; two queries.

    Of one adjusted or put right since, by when it was due then is not recorded.
    """
    moment = end_of(day)
    found = list(promises.standing_at(moment))
    moved = Q(verb=Verb.PROMISE_SETTLED, new=Promise.State.ADJUSTED)
    put_right = Q(verb=Verb.PROMISE_CHANGED, at__gt=moment)
    events = Event.objects.filter(moved | put_right, promise__in=found)
    adjusted: set[int] = set()
    redated: set[int] = set()
    for pk, at in events.values_list("promise", "at"):
        (redated if at > moment else adjusted).add(pk)
    for one in found:
        one.seen_on, one.is_due_unsaid = day, one.pk in redated
        one.state = Promise.State.ADJUSTED if one.pk in adjusted else Promise.State.OPEN
        for side in LEAVES:
            confirmed = one.confirmed_at(side)
            if confirmed and confirmed > moment:
                one.note_confirmation(side, None, None)
    return found


def agreements_on(agreements: AgreementQuerySet, day: date) -> list[Agreement]:
    """The agreements that had been signed by a day; a successor only when it had been, too."""
    found = list(agreements.signed_by(day))
    known = {one.pk for one in found}
    for one in found:
        one.seen_on = day
        if one.successor_id not in known:
            one.successor = None
    return found
