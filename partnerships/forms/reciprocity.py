"""The period over which reciprocity is counted."""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from stedenband import clock
from stedenband.fields import DayField
from stedenband.forms import FilterForm

A_YEAR = timedelta(days=365)


class PeriodForm(FilterForm):
    """From when till when, both days included; the last twelve months where nothing is said."""

    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("Up to and including"), required=False)

    def __init__(self, data: Any = None, on: date | None = None) -> None:
        self.on = on  # the day gone by of which a page tells: the last one of the period
        today = clock.today()
        super().__init__(data or None, initial={"since": today - A_YEAR, "until": today})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("The period ends before it starts."))
        return cleaned

    def period(self) -> tuple[date, date]:
        """The days asked for; the last twelve months for what was not, or not understood."""
        understood = self.cleaned_data if self.is_valid() else {}
        until = self.on or understood.get("until") or clock.today()
        since = understood.get("since")
        return since if since and since <= until else until - A_YEAR, until
