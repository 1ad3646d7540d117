"""What time it is, here and for a test or a sample that plays another day."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time

from django.utils import timezone

_set_to: ContextVar[datetime | None] = ContextVar("clock", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _set_to.get() or timezone.now()


def today() -> date:
    """The present day in the portal's time zone (Europe/Brussels)."""
    return day_of(now())


def start_of(day: date) -> datetime:
    """The first moment of a day in that zone, whoever reads."""
    return datetime.combine(day, time.min, timezone.get_default_timezone())


def day_of(moment: datetime) -> date:
    """The day of a moment in that zone, whoever reads."""
    return timezone.localdate(moment, timezone.get_default_timezone())


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Within this block it is `moment` for everything that asks this clock."""
    token = _set_to.set(moment)
    try:
        yield
    finally:
        _set_to.reset(token)
