"""What happened around the twinnings: no deed of theirs, and felt in all of them."""

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_countries import countries

from partnerships.models.exactness import Exactness, first_day, last_day
from partnerships.models.organisation import Organisation
from partnerships.models.source import Source
from partnerships.models.surroundings import SurroundingsQuerySet
from partnerships.models.twinning import Twinning
from stedenband.texts import Translated


def validate_countries(codes: str) -> None:
    """Two-letter codes with a space between, so that a query finds each by itself."""
    if codes != " ".join(one for one in codes.split() if one in dict(countries)):
        raise ValidationError(_("Write two-letter country codes with a space between: BE PE."))


class ContextEventQuerySet(SurroundingsQuerySet["ContextEvent"]):
    def concerning(self, twinning: Twinning) -> Self:
        """That touched a side: everywhere, in its country, or in that place by name."""
        in_country = Q(countries="")
        for side in (twinning.flemish, twinning.partner):
            in_country |= Q(countries__contains=side.country)
        everywhere = ~models.Exists(self.named())
        return self.filter(in_country & everywhere | self.named_in(twinning))


class ContextEvent(models.Model):
    """Text of the house, in four languages. Elections are not typed again: they stand by
    themselves."""

    class Kind(models.TextChoices):
        PANDEMIC = "pandemic", pgettext_lazy("context", "pandemic")
        STORM = "storm", pgettext_lazy("context", "storm")
        FUNDING_EXIT = "funding_exit", pgettext_lazy("context", "end of funding")
        OTHER = "other", pgettext_lazy("context", "other")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    text_nl = models.CharField(_("text (Dutch)"), max_length=400)
    text_es = models.CharField(_("text (Spanish)"), max_length=400)
    text_fr = models.CharField(_("text (French)"), max_length=400)
    text_en = models.CharField(_("text (English)"), max_length=400)
    starts_on = models.DateField(_("from"))
    starts_known = models.CharField(
        _("start known"), max_length=5, choices=Exactness, default=Exactness.DAY
    )
    ends_on = models.DateField(
        _("to and including"),
        null=True,
        blank=True,
        help_text=_("Empty: it happened at one moment."),
    )
    ends_known = models.CharField(
        _("end known"), max_length=5, choices=Exactness, default=Exactness.DAY
    )
    countries = models.CharField(
        _("only these countries"),
        max_length=60,
        blank=True,
        validators=[validate_countries],
        help_text=_("Two-letter codes with a space between. Empty: everywhere."),
    )
    organisations = models.ManyToManyField(
        Organisation,
        verbose_name=_("only these organisations"),
        blank=True,
        related_name="context_events",
    )
    source = models.ForeignKey(
        Source,
        verbose_name=_("source"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="context_events",
    )
    is_sample = models.BooleanField(_("is sample data"), default=False)

    objects = ContextEventQuerySet.as_manager()
    text = Translated("text")

    class Meta:
        verbose_name = _("context event")
        verbose_name_plural = _("context events")
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(source__isnull=False) | Q(is_sample=True),
                name="context_with_its_source",
                violation_error_message=_("Give the source, or mark it as sample data."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="context_ends_after_it_starts",
                violation_error_message=_("It cannot end before it starts."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.text)

    def clean_fields(self, exclude: object = None) -> None:
        self.widen()
        super().clean_fields(exclude)  # type: ignore[arg-type]

    def widen(self) -> None:
        """A month or a year is kept from its first day to its last."""
        if self.starts_on:
            self.starts_on = first_day(self.starts_on, self.starts_known)
        if self.ends_on:
            self.ends_on = last_day(self.ends_on, self.ends_known)
