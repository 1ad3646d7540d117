"""Trajectories: one twinning's road through a programme, month by month."""

from calendar import monthrange
from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partnerships.models.programme import LONGEST, Programme
from partnerships.models.twinning import Twinning
from stedenband import clock
from stedenband.versions import Versioned


def add_months(first: date, months: int) -> date:
    """The first day of the month that lies `months` after that of `first` (or before it)."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1)


def months_between(first: date, later: date) -> int:
    """Whole calendar months from the month of `first` to that of `later`; negative when before."""
    return (later.year - first.year) * 12 + later.month - first.month


def end_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def due_in(first_month: date, month: int) -> date:
    """The last day of month number `month`, counted from 1."""
    return end_of_month(add_months(first_month, month - 1))


def months_from(day: date, months: int) -> date:
    """The same day so many months later (or earlier), or the last one of that month."""
    first = add_months(day, months)
    return first.replace(day=min(day.day, monthrange(first.year, first.month)[1]))


def whole_months(first: date, last: date) -> int:
    """How many months lie between two days, the begun ones left out."""
    months = months_between(first, last)
    return months if months_from(first, months) <= last else months - 1


class TrajectoryQuerySet(models.QuerySet["Trajectory"]):
    def visible_to(self, user: object) -> Self:
        """Trajectories of visible twinnings in visible programmes."""
        return self.filter(
            twinning__in=Twinning.objects.visible_to(user),
            programme__in=Programme.objects.visible_to(user),
        )

    def running(self) -> Self:
        return self.filter(state=Trajectory.State.RUNNING)

    def with_names(self) -> Self:
        return self.select_related("programme", "twinning__flemish", "twinning__partner")


class Trajectory(Versioned):
    class State(models.TextChoices):
        RUNNING = "running", _("running")
        CLOSED = "closed", _("closed")

    twinning = models.ForeignKey(
        Twinning, verbose_name=_("twinning"), on_delete=models.PROTECT, related_name="trajectories"
    )
    programme = models.ForeignKey(
        Programme,
        verbose_name=_("programme"),
        on_delete=models.PROTECT,
        related_name="trajectories",
    )
    first_month = models.DateField(_("first month"), help_text=_("The first day of that month."))
    length = models.PositiveSmallIntegerField(
        _("length in months"),
        default=36,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST)],
    )
    state = models.CharField(
        _("state"),
        max_length=7,
        choices=State,
        default=State.RUNNING,
        help_text=_("In a closed trajectory nobody is asked to act and nothing is late."),
    )
    is_sample = models.BooleanField(_("is sample data"), default=False)

    objects = TrajectoryQuerySet.as_manager()
    seen_on: date | None = None  # the day gone by on which a page shows it; None: today

    class Meta:
        verbose_name = _("trajectory")
        verbose_name_plural = _("trajectories")
        ordering = ["-first_month", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["twinning", "programme"],
                name="trajectory_once_for_each_programme",
                violation_error_message=_("This twinning takes part in this programme already."),
            ),
            models.CheckConstraint(
                condition=Q(length__range=(1, LONGEST)),
                name="trajectory_length_in_months",
                violation_error_message=_("A trajectory lasts between 1 and 120 months."),
            ),
            models.CheckConstraint(
                condition=Q(first_month__day=1),
                name="trajectory_starts_on_the_first",
                violation_error_message=_("Give the first day of the month."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.twinning}: {self.programme}"

    def get_absolute_url(self) -> str:
        return self.twinning.get_absolute_url()

    @property
    def is_running(self) -> bool:
        return self.state == self.State.RUNNING

    @property
    def today(self) -> date:
        """The day on which one looks at it."""
        return self.seen_on or clock.today()

    @property
    def current_month(self) -> int:
        """The number of today's month: 0 or less before the start, above `length` after the end."""
        return self.month_of(self.today)

    def month_of(self, day: date) -> int:
        """The number of a day's month, counted from 1."""
        return months_between(self.first_month, day) + 1

    def due_on(self, month: int) -> date:
        """The last day of month number `month`.

        Raises ValidationError when the trajectory has no such month.
        """
        if not 1 <= month <= self.length:
            message = _("Month %(month)s lies outside this trajectory of %(length)s months.")
            raise ValidationError(message, params={"month": month, "length": self.length})
        return due_in(self.first_month, month)

    def refuse_unless_running(self) -> None:
        if not self.is_running:
            raise ValidationError(_("This trajectory is closed: nothing in it changes any more."))

    def months(self) -> list[tuple[int, date]]:
        """Each month's number and first day."""
        return [(n + 1, add_months(self.first_month, n)) for n in range(self.length)]
