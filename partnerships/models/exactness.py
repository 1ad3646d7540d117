"""Dates that are known to the day, to the month or to the year only."""

from datetime import date

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import pgettext_lazy

from partnerships.models.trajectory import end_of_month


class Exactness(models.TextChoices):
    """How exactly a date is known; what is not known is never shown."""

    DAY = "day", pgettext_lazy("known", "to the day")
    MONTH = "month", pgettext_lazy("known", "to the month")
    YEAR = "year", pgettext_lazy("known", "to the year")


def first_day(day: date, exactness: str) -> date:
    """The first day that a date may mean."""
    if exactness == Exactness.YEAR:
        return date(day.year, 1, 1)
    return day.replace(day=1) if exactness == Exactness.MONTH else day


def last_day(day: date, exactness: str) -> date:
    """The last day that a date may mean."""
    if exactness == Exactness.YEAR:
        return date(day.year, 12, 31)
    return end_of_month(day) if exactness == Exactness.MONTH else day


def in_words(day: date, exactness: str) -> str:
    """`3 May 2021`, `January 2019` or `2022`, as the reader's language writes it."""
    if exactness == Exactness.YEAR:
        return str(day.year)
    return date_format(day, "YEAR_MONTH_FORMAT" if exactness == Exactness.MONTH else "DATE_FORMAT")


def in_figures(day: date, exactness: str) -> str:
    """`2021-05-03`, `2019-01` or `2022`: the same in every language."""
    return day.isoformat()[: {Exactness.YEAR: 4, Exactness.MONTH: 7}.get(Exactness(exactness), 10)]
