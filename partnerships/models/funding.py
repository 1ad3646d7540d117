"""Fundings: who pays for a twinning, from when until when, and on which budget line."""

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partnerships.models.entered import Entered, SpanQuerySet
from partnerships.models.promise import Promise
from partnerships.models.side import Side
from partnerships.models.source import Source
from partnerships.models.twinning import Twinning
from stedenband.texts import validate_plain

OUTSIDE = _("The funding runs from %(first)s until %(last)s: what it covers lies within that.")
LOCAL = [one for one in Promise.Currency.choices if one[0] != Promise.Currency.EUR]


class FundingQuerySet(SpanQuerySet["Funding"]):
    def visible_to(self, user: object) -> Self:
        """Read inside the twinning; never public, also where a source is named."""
        return self.filter(twinning__in=Twinning.objects.inside(user))

    def with_names(self) -> Self:
        return self.select_related("twinning__flemish", "twinning__partner", "source")


class Funding(Entered):
    """A source of money of a twinning."""

    class Kind(models.TextChoices):
        FEDERAL = "federal", pgettext_lazy("funding", "federal")
        FLEMISH = "flemish", pgettext_lazy("funding", "Flemish")
        OWN = "own", pgettext_lazy("funding", "a municipality's own means")
        OTHER = "other", pgettext_lazy("funding", "other")

    twinning = models.ForeignKey(
        Twinning, verbose_name=_("twinning"), on_delete=models.PROTECT, related_name="fundings"
    )
    name = models.CharField(_("who pays"), max_length=200, validators=[validate_plain])
    kind = models.CharField(_("kind of money"), max_length=7, choices=Kind)
    side = models.CharField(_("side it comes to"), max_length=7, choices=Side)
    starts_on = models.DateField(pgettext_lazy("funding", "from"))
    ends_on = models.DateField(pgettext_lazy("funding", "until"))
    amount = models.DecimalField(_("amount in euro"), max_digits=12, decimal_places=2)
    local_amount = models.DecimalField(
        _("amount in local currency"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    local_currency = models.CharField(_("local currency"), max_length=3, choices=LOCAL, blank=True)
    code = models.CharField(
        _("code of the budget line"), max_length=60, blank=True, validators=[validate_plain]
    )
    source = models.ForeignKey(
        Source,
        verbose_name=_("source"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="fundings",
    )

    objects = FundingQuerySet.as_manager()

    class Meta:
        verbose_name = _("funding")
        verbose_name_plural = _("fundings")
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="funding_ends_after_it_starts",
                violation_error_message=_("It cannot end before it starts."),
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="funding_amount_above_zero",
                violation_error_message=_("An amount is more than zero."),
            ),
            models.CheckConstraint(
                condition=Q(local_amount=None) | Q(local_amount__gt=0),
                name="funding_local_amount_above_zero",
                violation_error_message=_("An amount is more than zero."),
            ),
            models.CheckConstraint(
                condition=Q(local_amount=None, local_currency="")
                | (Q(local_amount__isnull=False) & ~Q(local_currency="")),
                name="funding_local_amount_with_its_currency",
                violation_error_message=_("Give an amount and its currency, or neither."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})" if self.code else self.name

    def get_absolute_url(self) -> str:
        page = reverse("partnerships:funding-list", args=[self.twinning.slug])
        return f"{page}#funding-{self.pk}"

    def clean(self) -> None:
        """What it covers stays within its time."""
        if self.pk and self.starts_on and self.ends_on:
            beyond = Q(starts_on__lt=self.starts_on) | Q(ends_on__gt=self.ends_on)
            if self.covers.filter(beyond).exists():
                raise ValidationError({"ends_on": self.outside()})

    def outside(self) -> ValidationError:
        """What is said where cover and funding do not lie within each other."""
        params = {"first": date_format(self.starts_on), "last": date_format(self.ends_on)}
        return ValidationError(OUTSIDE, params=params)

    @property
    def owner(self) -> str:
        """To whom it comes: a place, or both together."""
        return self.twinning.name_of(self.side)
