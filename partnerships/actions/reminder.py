"""Reminders and the weekly digest: for a timer; running twice sends nothing twice.

Everybody is taken in batches. What somebody was told and the mail that tells it are written in one
transaction, so a run that breaks off loses nothing and repeats nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

from django.db import transaction

from partnerships import notifications
from partnerships.actions.digest import digests_for
from partnerships.agenda import Crowd, Due, Source, Span, due_for
from partnerships.models import Membership, ReminderRun, ReminderSent
from partnerships.models.reminder import KEPT
from stedenband import clock
from stedenband.accounts.models import User

BATCH = 1_000  # each batch looks through what falls due once
CATCH_UP = timedelta(days=31)  # how far back a run looks when the ones before it did not happen

Letter = notifications.Letter
Told = tuple[list[ReminderSent], Letter | None]


def remind() -> tuple[int, int]:
    """Remind everybody of what falls due, and send the week's digests; answers how many of each."""
    today = clock.today()
    since = first_day(today)
    reminders = in_batches(lambda users: reminders_for(users, since, today))
    digests = in_batches(digests_for)
    ReminderRun.objects.get_or_create(day=today)
    ReminderSent.objects.filter(sent_at__lt=clock.now() - KEPT).delete()
    return reminders, digests


def first_day(today: date) -> date:
    """The day of the last run that came to its end, once more; the first run begins today."""
    last = ReminderRun.last_day()
    return today if last is None else min(today, max(last, today - CATCH_UP))


def in_batches(tell: Callable[[Sequence[User]], Iterator[Told]]) -> int:
    """Tell everybody who holds a membership, each batch in a transaction of its own."""
    current = Membership.objects.current()
    everybody = sorted(set(current.values_list("user", flat=True)))
    return sum(
        tell_batch(everybody[start : start + BATCH], tell)
        for start in range(0, len(everybody), BATCH)
    )


def tell_batch(pks: list[int], tell: Callable[[Sequence[User]], Iterator[Told]]) -> int:
    """Write down what these people are told and queue their mail; answers how many mails."""
    with transaction.atomic():
        # Two runs at the same moment: the second waits here, and finds what the first wrote.
        users = list(User.objects.select_for_update().filter(pk__in=pks).order_by("pk"))
        told = list(tell(users))
        rows = [row for written, _letter in told for row in written]
        ReminderSent.objects.bulk_create(rows, batch_size=2_000, ignore_conflicts=True)
        letters = [letter for _written, letter in told if letter]
        notifications.post(letters)
    return len(letters)


def reminders_for(users: Sequence[User], since: date, today: date) -> Iterator[Told]:
    """For each of these people what they were not told yet, in one mail."""

    def crossed(source: Source) -> list[Span]:
        return source.spans(since, today)

    found = [
        (user, due, row_of(user, due, today)) for user, due in due_for(Crowd.of(users), crossed)
    ]
    known = keys_told(users, {row.due_on for _user, _due, row in found})
    fresh: dict[User, list[tuple[Due, ReminderSent]]] = {}
    for user, due, row in found:
        if key_of(row) not in known:
            fresh.setdefault(user, []).append((due, row))
    for user, told in fresh.items():
        dues = [due for due, _row in told]
        yield [row for _due, row in told], notifications.reminder(user, dues, today)


def row_of(user: User, due: Due, today: date) -> ReminderSent:
    """What stands for it once it is told: of all days that passed, the most recent one."""
    passed = (today - due.due_on).days
    offset = max(n for n in due.source.offsets if n <= passed)
    return ReminderSent(
        user=user,
        kind=due.source.kind,
        about=due.about,
        due_on=due.due_on,
        offset=offset,
        sent_at=clock.now(),
    )


def keys_told(users: Sequence[User], days: set[date]) -> set[tuple[object, ...]]:
    rows = ReminderSent.objects.filter(user__in=users, due_on__in=days)
    return set(rows.values_list("user", "kind", "about", "due_on", "offset"))


def key_of(row: ReminderSent) -> tuple[object, ...]:
    return (row.user_id, row.kind, row.about, row.due_on, row.offset)
