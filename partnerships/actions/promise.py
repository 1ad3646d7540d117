"""Promises: written down, confirmed by both sides, settled."""

from datetime import date
from typing import Any

from django.db import transaction

from partnerships import notifications
from partnerships.actions.event import record
from partnerships.models import Promise, Twinning, Verb
from stedenband import clock
from stedenband.accounts.models import User
from stedenband.versions import locked_at


@transaction.atomic
def make_promise(
    *,
    twinning: Twinning,
    by: User,
    due_on: date,
    is_due_in_month: bool = False,
    confirms_for: str = "",
    **terms: Any,
) -> Promise:
    """Write down what was promised; `confirms_for` is the side of whoever writes, if any.

    That side has thereby confirmed it; the writers of the other side are asked to.
    """
    terms.pop("version", None)
    promise = Promise(twinning=twinning, made_at=clock.now(), **terms)
    promise.set_due(due_on, in_month=is_due_in_month)
    if confirms_for:
        promise.confirm(confirms_for, by, clock.now())
    promise.full_clean()
    promise.save()
    record(Verb.PROMISE_MADE, by=by, twinning=twinning, promise=promise)
    notifications.promise_made(promise, by=by)
    return promise


@transaction.atomic
def change_promise(
    *,
    promise: Promise,
    by: User,
    due_on: date,
    is_due_in_month: bool = False,
    confirms_for: str = "",
    version: int | None = None,
    **terms: Any,
) -> Promise:
    """Put a promise right. Other words, date or amount are confirmed anew by both sides."""
    promise = locked_at(promise, version)
    promise.refuse_if_settled()
    old = promise.terms()
    for name, value in terms.items():
        setattr(promise, name, value)
    promise.set_due(due_on, in_month=is_due_in_month)
    promise.full_clean()
    is_other = promise.terms() != old
    if is_other:
        ask_anew(promise, by, confirms_for)
    promise.version += 1
    promise.save()
    record(Verb.PROMISE_CHANGED, by=by, twinning=promise.twinning, promise=promise)
    if is_other:
        notifications.promise_made(promise, by=by)
    return promise


@transaction.atomic
def confirm_promise(
    *, promise: Promise, by: User, side: str, version: int | None = None
) -> Promise:
    """A side confirms that this, word for word, is what was promised."""
    promise = locked_at(promise, version)
    promise.confirm(side, by, clock.now())
    promise.full_clean()
    promise.version += 1
    promise.save()
    record(Verb.PROMISE_CONFIRMED, by=by, twinning=promise.twinning, promise=promise)
    return promise


@transaction.atomic
def settle_promise(
    *,
    promise: Promise,
    by: User,
    state: str,
    reason: str = "",
    language: str = "",
    due_on: date | None = None,
    is_due_in_month: bool = False,
    confirms_for: str = "",
    version: int | None = None,
) -> Promise:
    """Say what became of it: kept, not kept, or to be kept later; the other side gets mail.

    Adjusted, it is a promise to confirm like a new one, and that mail nobody switches off.

    Raises ValidationError without a reason where one is needed, or without a new date.
    """
    promise = locked_at(promise, version)
    old = promise.state
    promise.settle(state, clock.now(), due_on)
    promise.reason, promise.reason_language = reason, language if reason else ""
    if state == Promise.State.ADJUSTED and due_on:
        promise.set_due(due_on, in_month=is_due_in_month)
        ask_anew(promise, by, confirms_for)
    promise.full_clean()
    promise.version += 1
    promise.save()
    about = {"promise": promise, "old": old, "new": promise.state, "note": reason}
    record(Verb.PROMISE_SETTLED, by=by, twinning=promise.twinning, **about)
    asks = promise.state == Promise.State.ADJUSTED
    asked = notifications.promise_made(promise, by=by) if asks else set()
    notifications.promise_settled(promise, by=by, but=asked)
    return promise


def ask_anew(promise: Promise, by: User, confirms_for: str) -> None:
    """Nobody confirmed it as it reads now, but the side that wrote it so."""
    promise.unconfirm()
    if confirms_for:
        promise.confirm(confirms_for, by, clock.now())
