"""Measurements: the values of an indicator, each of a day and with its source."""

from decimal import Decimal
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partnerships.models.indicator import Indicator
from partnerships.models.twinning import Twinning
from stedenband import clock
from stedenband.numbers import DECIMALS, MOST_DIGITS, write_number
from stedenband.texts import LocalText, interface_language, validate_plain
from stedenband.versions import Versioned

GROUPS = {
    "women": pgettext_lazy("group", "women"),
    "men": pgettext_lazy("group", "men"),
    "young": pgettext_lazy("group", "young people"),
    "other": pgettext_lazy("group", "other"),
}


class MeasurementQuerySet(models.QuerySet["Measurement"]):
    def standing(self) -> Self:
        """Not withdrawn."""
        return self.filter(withdrawn_at=None)

    def visible_to(self, user: object) -> Self:
        seen = Indicator.objects.visible_to(user)
        return self.standing().filter(indicator__in=seen)

    def with_names(self) -> Self:
        return self.select_related(
            "indicator__pair__twinning__flemish", "indicator__pair__twinning__partner"
        )


class Measurement(Versioned):
    """What one side measured on a day; no value says that it was not measured then."""

    indicator = models.ForeignKey(
        Indicator,
        verbose_name=_("indicator"),
        on_delete=models.PROTECT,
        related_name="measurements",
    )
    measured_on = models.DateField(_("measured on"))
    value = models.DecimalField(
        _("measured value"),
        max_digits=MOST_DIGITS,
        decimal_places=DECIMALS,
        null=True,
        blank=True,
        help_text=_("Empty: it was not measured then."),
    )
    women = models.DecimalField(
        GROUPS["women"],
        max_digits=MOST_DIGITS,
        decimal_places=DECIMALS,
        null=True,
        blank=True,
    )
    men = models.DecimalField(
        GROUPS["men"],
        max_digits=MOST_DIGITS,
        decimal_places=DECIMALS,
        null=True,
        blank=True,
    )
    young = models.DecimalField(
        GROUPS["young"],
        max_digits=MOST_DIGITS,
        decimal_places=DECIMALS,
        null=True,
        blank=True,
    )
    other = models.DecimalField(
        GROUPS["other"],
        max_digits=MOST_DIGITS,
        decimal_places=DECIMALS,
        null=True,
        blank=True,
    )
    source = models.CharField(_("source"), max_length=200, blank=True, validators=[validate_plain])
    note = models.TextField(_("note"), max_length=1_000, blank=True, validators=[validate_plain])
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("entered at"), default=clock.now, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True, editable=False)

    objects = MeasurementQuerySet.as_manager()

    class Meta:
        verbose_name = _("measurement")
        verbose_name_plural = _("measurements")
        ordering = ["indicator", "measured_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "measured_on"],
                condition=Q(withdrawn_at=None),
                name="measurement_one_for_each_day",
                violation_error_message=_("There is a value of this day already: change that one."),
            ),
            models.CheckConstraint(
                condition=Q(value=None) | ~Q(source=""),
                name="measurement_has_a_source",
                violation_error_message=_("Say where this value comes from."),
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False) | Q(women=None, men=None, young=None, other=None),
                name="measurement_groups_of_a_value",
                violation_error_message=_("Groups are parts of a value: give the value too."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measured_on:%Y-%m-%d}: {self.value_words}"

    def get_absolute_url(self) -> str:
        return self.indicator.get_absolute_url()

    def clean(self) -> None:
        if self.measured_on and self.measured_on > clock.today():
            raise ValidationError({"measured_on": _("This day is still to come.")})
        if self.indicator.is_qualitative:
            self.indicator.refuse_off_scale("value", self.value)

    def refuse_if_withdrawn(self) -> None:
        if self.withdrawn_at is not None:
            raise ValidationError(_("This value was withdrawn meanwhile."))

    @property
    def twinning(self) -> Twinning:
        return self.indicator.twinning

    @property
    def side(self) -> str:
        return self.indicator.side

    @property
    def is_measured(self) -> bool:
        return self.value is not None

    @property
    def value_words(self) -> LocalText | str:
        return self.indicator.words_of(self.value) if self.is_measured else str(_("not measured"))

    @property
    def groups(self) -> list[tuple[str, Decimal]]:
        """The groups that were counted, each with its name."""
        found = [(str(label), getattr(self, name)) for name, label in GROUPS.items()]
        return [(label, value) for label, value in found if value is not None]

    @property
    def group_words(self) -> list[tuple[str, str]]:
        language = interface_language()
        return [(label, write_number(value, language)) for label, value in self.groups]

    @property
    def sum_words(self) -> str:
        """The sum of the groups where it is not the value; else nothing."""
        groups = self.groups
        total = sum((value for _label, value in groups), Decimal(0))
        differs = bool(groups) and total != self.value
        return write_number(total, interface_language()) if differs else ""
