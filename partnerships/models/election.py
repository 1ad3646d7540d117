"""Elections: when those who govern are chosen, and when they take office."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_countries import countries

from partnerships.models.exactness import Exactness, first_day, in_words, last_day
from partnerships.models.organisation import Organisation, country_choices
from partnerships.models.source import Source
from partnerships.models.surroundings import SurroundingsQuerySet
from partnerships.models.twinning import Twinning
from stedenband import clock


class ElectionQuerySet(SurroundingsQuerySet["Election"]):
    def coming(self) -> Self:
        """Of which those elected have not taken office yet, the first one first."""
        today = clock.today()
        later = Q(held_until__gte=today) | Q(office_until__gte=today)
        return self.filter(later).order_by("held_on", "pk")

    def of_country(self, *codes: str) -> Self:
        return self.filter(country__in=codes)

    def concerning(self, twinning: Twinning) -> Self:
        """In the country of a side: everywhere, or in that place by name."""
        countries_of = {twinning.flemish.country, twinning.partner.country}
        everywhere = ~models.Exists(self.named())
        return self.of_country(*countries_of).filter(everywhere | self.named_in(twinning))


class Election(models.Model):
    class Kind(models.TextChoices):
        COUNCIL = "council", pgettext_lazy("election", "municipal council")
        MAYOR = "mayor", pgettext_lazy("election", "mayor")
        BOTH = "both", pgettext_lazy("election", "mayor and municipal council")
        AUTHORITIES = "authorities", pgettext_lazy("election", "community authorities")

    country = models.CharField(_("country"), max_length=2, choices=country_choices)
    region = models.CharField(
        _("part of the country"),
        max_length=80,
        blank=True,
        help_text=_("Only where the rest of the country does not vote, like Flanders."),
    )
    organisations = models.ManyToManyField(
        Organisation,
        verbose_name=_("only these organisations"),
        blank=True,
        related_name="elections",
        help_text=_("Empty: all of the country, or of that part of it."),
    )
    kind = models.CharField(_("what is elected"), max_length=11, choices=Kind)
    held_on = models.DateField(_("vote on"))
    held_known = models.CharField(
        _("vote known"), max_length=5, choices=Exactness, default=Exactness.DAY
    )
    in_office_on = models.DateField(_("in office on"), null=True, blank=True)
    office_known = models.CharField(
        _("taking office known"), max_length=5, choices=Exactness, default=Exactness.DAY
    )
    # The last day that each may mean, written with the row: what a query compares with today.
    held_until = models.DateField(editable=False, db_index=True)
    office_until = models.DateField(null=True, editable=False, db_index=True)
    source = models.ForeignKey(
        Source,
        verbose_name=_("source"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="elections",
    )
    is_sample = models.BooleanField(_("is sample data"), default=False)

    objects = ElectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("election")
        verbose_name_plural = _("elections")
        ordering = ["country", "-held_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(source__isnull=False) | Q(is_sample=True),
                name="election_with_its_source",
                violation_error_message=_("Give the source, or mark it as sample data."),
            ),
            models.CheckConstraint(
                condition=Q(in_office_on=None) | Q(in_office_on__gte=F("held_on")),
                name="election_before_office",
                violation_error_message=_("Who is elected takes office after the vote."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.place}, {self.held_words}"

    def clean_fields(self, exclude: object = None) -> None:
        self.widen()
        super().clean_fields(exclude)  # type: ignore[arg-type]

    def widen(self) -> None:
        """A month or a year is kept from its first day, and until its last."""
        if not self.held_on:
            return
        self.held_until = last_day(self.held_on, self.held_known)
        self.held_on = first_day(self.held_on, self.held_known)
        self.office_until = None
        if self.in_office_on:
            self.office_until = last_day(self.in_office_on, self.office_known)
            # In the month of the vote, it is the part of the month after it.
            earliest = max(first_day(self.in_office_on, self.office_known), self.held_on)
            self.in_office_on = min(earliest, self.office_until)

    @property
    def country_name(self) -> str:
        return str(countries.name(self.country))

    @property
    def place(self) -> str:
        """The part of the country that votes, or the country, in the reader's language."""
        return self.region or self.country_name

    @property
    def held_words(self) -> str:
        return in_words(self.held_on, self.held_known)

    @property
    def office_words(self) -> str:
        return in_words(self.in_office_on, self.office_known) if self.in_office_on else ""

    @property
    def last_day(self) -> date:
        """When it is over: those elected are in office."""
        return self.office_until or self.held_until

    def is_coming_on(self, day: date) -> bool:
        return self.last_day >= day
