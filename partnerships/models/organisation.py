"""Organisations: municipalities, partner regions, associations, process support, funders."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_countries import countries
from simple_history.models import HistoricalRecords

from partnerships.models.source import Source
from stedenband.accounts.models import validate_timezone
from stedenband.texts import FoldedField, WrittenLanguage, fold, validate_plain


def country_choices() -> list[tuple[str, str]]:
    return list(countries)


def validate_languages(codes: object) -> None:
    known = set(WrittenLanguage.values)
    if not isinstance(codes, list) or not set(map(str, codes)) <= known:
        raise ValidationError(
            _("Use a list of these codes: %(codes)s."), params={"codes": ", ".join(sorted(known))}
        )


# As an index says it too: few of a register's places have several names.
HAS_OTHER_NAMES = ~Q(name_variants="") | Q(name__contains=",") | Q(name__contains=";")


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def in_use(self) -> Self:
        """Without those that stand here only because a register of the world names them."""
        return self.filter(registered_from=None)

    def search(self, words: str) -> Self:
        """Whose name, name variants or place hold all the words, whatever accents and case."""
        found = self
        for word in fold(words[:200]).split():
            found = found.filter(search_text__contains=word)
        return found

    def with_other_names(self) -> Self:
        """Those that are called by more than one name."""
        return self.filter(HAS_OTHER_NAMES)

    def named_like(self, words: Iterable[str]) -> Self:
        """Whose name, name variants or place hold one of these folded words at least."""
        wanted = [Q(search_text__contains=word) for word in words]
        return self.filter(reduce(or_, wanted)) if wanted else self.none()


class Organisation(models.Model):
    class Kind(models.TextChoices):
        MUNICIPALITY = "municipality", _("municipality")
        REGION = "region", _("partner region")
        ASSOCIATION = "association", _("association of municipalities")
        PROCESS_SUPPORT = "process_support", _("process support")
        FUNDER = "funder", _("funder")

    class Precision(models.TextChoices):
        """How exactly a place is known or may be shown; a region is never a pin."""

        TOWN = "town", _("town")
        MUNICIPALITY = "municipality", _("municipality")
        REGION = "region", _("region, not a point")
        UNKNOWN = "unknown", _("unknown")

    class Register(models.TextChoices):
        """Who numbers organisations, by the code of org-id.guide."""

        BELGIUM = "BE-BCE_KBO", "BE-BCE_KBO"
        PERU = "PE-RUC", "PE-RUC"
        BOLIVIA = "BO-NIT", "BO-NIT"
        GUATEMALA = "GT-NIT", "GT-NIT"

    name = models.CharField(_("name"), max_length=120, validators=[validate_plain])
    slug = models.SlugField(_("short name in addresses"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind, default=Kind.MUNICIPALITY)
    country = models.CharField(_("country"), max_length=2, blank=True, choices=country_choices)
    place = models.CharField(
        _("place"), max_length=120, blank=True, help_text=_("Province, department or state.")
    )
    latitude = models.FloatField(
        _("latitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.FloatField(
        _("longitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    precision = models.CharField(
        _("precision of the place"), max_length=12, choices=Precision, default=Precision.UNKNOWN
    )
    languages = models.JSONField(
        _("working languages"), default=list, blank=True, validators=[validate_languages]
    )
    time_zone = models.CharField(
        _("time zone"), max_length=60, default="Europe/Brussels", validators=[validate_timezone]
    )
    population = models.PositiveIntegerField(_("inhabitants"), null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(
        _("year of that figure"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1800), MaxValueValidator(2200)],
    )
    population_source = models.ForeignKey(
        Source,
        verbose_name=_("source of that figure"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    name_variants = models.TextField(
        _("other spellings of the name"), blank=True, help_text=_("One on each line.")
    )
    within = models.ForeignKey(
        "self",
        verbose_name=_("lies in"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="regions",
    )
    predecessor = models.ForeignKey(
        "self",
        verbose_name=_("predecessor"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="successors",
    )
    register = models.CharField(
        _("register of organisations"), max_length=20, choices=Register, blank=True
    )
    registration = models.CharField(
        _("number in that register"), max_length=40, blank=True, validators=[validate_plain]
    )
    wikidata_id = models.CharField(
        _("Wikidata number"),
        max_length=12,
        blank=True,
        validators=[RegexValidator(r"^Q[1-9][0-9]*$", _("A Wikidata number looks like Q693513."))],
    )
    registered_from = models.ForeignKey(
        Source,
        verbose_name=_("known only from this register"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    search_text = FoldedField(sources=("name", "name_variants", "place"))

    objects = OrganisationQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]
        indexes = [
            models.Index(
                fields=["name"], condition=HAS_OTHER_NAMES, name="organisation_other_names"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="organisation_place_has_both_coordinates",
                violation_error_message=_("Give both latitude and longitude, or neither."),
            ),
            models.CheckConstraint(
                condition=Q(population=None)
                | Q(population_year__isnull=False, population_source__isnull=False),
                name="organisation_population_with_year_and_source",
                violation_error_message=_("A number of inhabitants needs its year and source."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="region") | Q(precision__in=["region", "unknown"]),
                name="organisation_region_is_no_pin",
                violation_error_message=_("A region is never shown as a point: choose “region”."),
            ),
            models.CheckConstraint(
                condition=Q(register="", registration="") | ~Q(register="") & ~Q(registration=""),
                name="organisation_number_with_its_register",
                violation_error_message=_("Give a register and the number in it, or neither."),
            ),
            models.UniqueConstraint(
                fields=["wikidata_id"],
                condition=~Q(wikidata_id=""),
                name="organisation_once_for_each_wikidata_number",
                violation_error_message=_("Another organisation has this Wikidata number."),
            ),
            models.CheckConstraint(
                condition=~Q(country="") | Q(registered_from__isnull=False),
                name="organisation_in_use_has_a_country",
                violation_error_message=_("Choose a country."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def point(self) -> tuple[float, float] | None:
        """Longitude and latitude, where it is known to the point: a region never is."""
        is_known = self.precision in (self.Precision.TOWN, self.Precision.MUNICIPALITY)
        if not is_known or self.longitude is None or self.latitude is None:
            return None
        return self.longitude, self.latitude

    @property
    def is_region(self) -> bool:
        """Whether it is known as a region only."""
        return self.kind == self.Kind.REGION or self.precision == self.Precision.REGION

    @property
    def country_name(self) -> str:
        """The country in the reader's language."""
        return str(countries.name(self.country))

    @property
    def language_names(self) -> list[str]:
        return [str(WrittenLanguage(code).label) for code in self.languages]
