"""The clock: the present, or a moment that a test or a sample plays."""

from datetime import UTC, date, datetime, timedelta
from threading import Thread

import pytest
from django.utils import timezone

from stedenband import clock

NEW_YEAR = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)


def test_it_is_now():
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_the_day_is_that_of_brussels():
    with clock.at(NEW_YEAR):
        assert clock.today() == date(2027, 1, 1)


def test_the_day_is_that_of_brussels_whatever_the_readers_zone():
    with clock.at(NEW_YEAR), timezone.override("America/Lima"):
        assert clock.today() == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 7, 1, 21, 59, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 1, 22, 0, tzinfo=UTC), date(2026, 7, 2)),
    ],
)
def test_summer_time_counts(moment, day):
    with clock.at(moment):
        assert clock.today() == day


def test_moments_nest_and_end():
    later = NEW_YEAR + timedelta(days=1)
    with clock.at(NEW_YEAR):
        with clock.at(later):
            inner = clock.now()
        outer = clock.now()
    assert (inner, outer, clock.now() > NEW_YEAR - timedelta(days=3650)) == (later, NEW_YEAR, True)


def test_a_moment_ends_when_something_goes_wrong():
    with pytest.raises(RuntimeError), clock.at(NEW_YEAR):
        raise RuntimeError
    assert clock.now() != NEW_YEAR


def test_a_played_moment_is_not_played_to_others():
    seen = []
    with clock.at(NEW_YEAR):
        other = Thread(target=lambda: seen.append(clock.now()))
        other.start()
        other.join()
    assert seen != [NEW_YEAR]
