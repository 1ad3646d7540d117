"""Local times: from what a clock on a wall says to a moment, and back."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

NO_SUCH_TIME = _(
    "On this night the clocks go forward in %(place)s and %(time)s does not exist: "
    "choose an hour earlier or later."
)
TWICE = _(
    "On this night the clocks go back in %(place)s and %(time)s comes twice: "
    "choose an hour earlier or later."
)


def moment_of(day: date, at: time, zone: str) -> datetime:
    """The moment, in UTC, at which the clocks of a zone show this day and time.

    Raises ValidationError where they never show it, or show it twice: summer time comes and goes.
    """
    local = datetime.combine(day, at, ZoneInfo(zone))
    params = {"place": place_of(zone), "time": f"{at:%H:%M}"}
    if local.utcoffset() != local.replace(fold=1).utcoffset():
        shown = local.astimezone(UTC).astimezone(ZoneInfo(zone))
        message = (
            TWICE if shown.replace(tzinfo=None) == local.replace(tzinfo=None) else NO_SUCH_TIME
        )
        raise ValidationError(message, params=params)
    return local.astimezone(UTC)


def wall_clock(moment: datetime, zone: str) -> datetime:
    """What the clocks of a zone show at a moment; naive, so that no page turns it once more."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def place_of(zone: str) -> str:
    """`America/La_Paz` as people say it: La Paz."""
    return zone.rpartition("/")[2].replace("_", " ")
