"""The day of which a page tells how it stood."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from partnerships.past import end_of
from stedenband import clock
from stedenband.fields import DayField
from stedenband.forms import FilterForm


class PastForm(FilterForm):
    """`?on=2019-12-31`: a day gone by; without it, or with today's, a page tells of today."""

    on = DayField(label=_("As it stood on"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data if data.get("on") else None)

    def clean_on(self) -> date | None:
        day: date | None = self.cleaned_data["on"]
        if day and day > clock.today():
            raise ValidationError(_("This day is still to come."))
        return day

    @property
    def day(self) -> date | None:
        """The day gone by that a reader asks for; None for today and for what is no such day."""
        day: date | None = self.wanted().get("on")
        return day if day and day < clock.today() else None

    @property
    def moment(self) -> datetime | None:
        """The end of that day."""
        return end_of(self.day) if self.day else None
