"""Indicators in pairs: what is measured here and there, from where, to where."""

from decimal import Decimal
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partnerships.models.membership import grants_of
from partnerships.models.organisation import Organisation
from partnerships.models.page import Page
from partnerships.models.side import LEAVES, Side
from partnerships.models.twinning import Twinning
from stedenband import clock
from stedenband.numbers import DECIMALS, MOST_DIGITS, write_number
from stedenband.texts import (
    LANGUAGES,
    LocalText,
    Translated,
    WrittenLanguage,
    interface_language,
    validate_plain,
)
from stedenband.versions import Versioned

MOST_PAIRS = 5
FEWEST_STEPS, MOST_STEPS = 2, 7


class IndicatorPairQuerySet(models.QuerySet["IndicatorPair"]):
    def public(self) -> Self:
        """Pairs of which a side that published its page measures something."""
        shown = Indicator.objects.public().written().filter(pair=OuterRef("pk"))
        return self.filter(Exists(shown))

    def visible_to(self, user: object) -> Self:
        if grants_of(user).reads_all:
            return self.all()
        public = Q(Exists(IndicatorPair.objects.public().filter(pk=OuterRef("pk"))))
        mine = Twinning.objects.of_member(user)
        return self.filter(Q(twinning__in=mine) | public)

    def with_names(self) -> Self:
        return self.select_related("twinning__flemish", "twinning__partner")


class IndicatorPair(models.Model):
    """What a twinning measures, on both sides: one theme and two indicators."""

    twinning = models.ForeignKey(
        Twinning, verbose_name=_("twinning"), on_delete=models.PROTECT, related_name="pairs"
    )
    number = models.PositiveSmallIntegerField(
        _("number"), validators=[MinValueValidator(1)], editable=False
    )
    title_nl = models.CharField(
        _("title (Dutch)"), max_length=200, blank=True, validators=[validate_plain]
    )
    title_es = models.CharField(
        _("title (Spanish)"), max_length=200, blank=True, validators=[validate_plain]
    )
    title_fr = models.CharField(
        _("title (French)"), max_length=200, blank=True, validators=[validate_plain]
    )
    title_en = models.CharField(
        _("title (English)"), max_length=200, blank=True, validators=[validate_plain]
    )
    is_sample = models.BooleanField(_("is sample data"), default=False)

    objects = IndicatorPairQuerySet.as_manager()
    title = Translated("title")

    class Meta:
        verbose_name = _("pair of indicators")
        verbose_name_plural = _("pairs of indicators")
        ordering = ["twinning", "number"]
        constraints = [
            models.UniqueConstraint(fields=["twinning", "number"], name="indicator_pair_numbered"),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=MOST_PAIRS),
                name="indicator_pairs_at_most_five",
                violation_error_message=_(
                    "This twinning has five pairs of indicators already, and that is the most: "
                    "few figures that both sides keep up say more than many."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(title_nl="", title_es="", title_fr="", title_en=""),
                name="indicator_pair_has_a_title",
                violation_error_message=_("Say in one language at least what it is about."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("partnerships:indicator-detail", args=[self.pk])


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    def public(self) -> Self:
        """Those of a side that has published its page."""
        pages = Page.objects.public().filter(
            twinning=OuterRef("pair__twinning"), side=OuterRef("side")
        )
        return self.filter(Exists(pages))

    def visible_to(self, user: object) -> Self:
        if grants_of(user).reads_all:
            return self.all()
        public = Q(Exists(Indicator.objects.public().filter(pk=OuterRef("pk"))))
        mine = Twinning.objects.of_member(user)
        return self.filter(Q(pair__twinning__in=mine) | public)

    def written(self) -> Self:
        return self.exclude(what="")

    def with_names(self) -> Self:
        return self.select_related("pair__twinning__flemish", "pair__twinning__partner")


class Indicator(Versioned):
    """What one side measures; empty until that side has said what."""

    class Kind(models.TextChoices):
        QUANTITATIVE = "quantitative", _("a number")
        QUALITATIVE = "qualitative", _("a step on a scale of words")

    class Direction(models.TextChoices):
        UP = "up", _("more is better")
        DOWN = "down", _("less is better")

    pair = models.ForeignKey(
        IndicatorPair,
        verbose_name=_("pair of indicators"),
        on_delete=models.PROTECT,
        related_name="indicators",
    )
    side = models.CharField(_("side"), max_length=7, choices=Side)
    what = models.CharField(
        _("what is measured"), max_length=300, blank=True, validators=[validate_plain]
    )
    language = models.CharField(
        _("written in"), max_length=3, choices=WrittenLanguage, default=WrittenLanguage.NL
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.QUANTITATIVE)
    unit = models.CharField(_("unit"), max_length=60, blank=True, validators=[validate_plain])
    direction = models.CharField(
        _("direction"), max_length=4, choices=Direction, default=Direction.UP
    )
    scale_nl = models.TextField(
        _("steps of the scale (Dutch)"), max_length=500, blank=True, validators=[validate_plain]
    )
    scale_es = models.TextField(
        _("steps of the scale (Spanish)"), max_length=500, blank=True, validators=[validate_plain]
    )
    scale_fr = models.TextField(
        _("steps of the scale (French)"), max_length=500, blank=True, validators=[validate_plain]
    )
    scale_en = models.TextField(
        _("steps of the scale (English)"), max_length=500, blank=True, validators=[validate_plain]
    )
    baseline_value = models.DecimalField(
        _("baseline"), max_digits=MOST_DIGITS, decimal_places=DECIMALS, null=True, blank=True
    )
    baseline_on = models.DateField(_("date of the baseline"), null=True, blank=True)
    baseline_source = models.CharField(
        _("source of the baseline"), max_length=200, blank=True, validators=[validate_plain]
    )
    target_value = models.DecimalField(
        _("target value"), max_digits=MOST_DIGITS, decimal_places=DECIMALS, null=True, blank=True
    )

    objects = IndicatorQuerySet.as_manager()
    scale = Translated("scale")

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["pair", "side"]
        constraints = [
            models.UniqueConstraint(fields=["pair", "side"], name="indicator_one_for_each_side"),
            models.CheckConstraint(
                condition=Q(side__in=LEAVES),
                name="indicator_of_one_side",
                violation_error_message=_("An indicator belongs to one side."),
            ),
            models.CheckConstraint(
                condition=Q(baseline_value=None, baseline_on=None, baseline_source="")
                | Q(baseline_value__isnull=False, baseline_on__isnull=False)
                & ~Q(baseline_source=""),
                name="indicator_baseline_whole",
                violation_error_message=_(
                    "A baseline has a value, a date and a source: give all three, or none yet."
                ),
            ),
            models.CheckConstraint(
                condition=Q(what="") | Q(kind="qualitative") | ~Q(unit=""),
                name="indicator_number_has_a_unit",
                violation_error_message=_("Say in which unit it is measured."),
            ),
            models.CheckConstraint(
                condition=Q(baseline_value=None)
                | Q(target_value=None)
                | Q(direction="up", target_value__gte=F("baseline_value"))
                | Q(direction="down", target_value__lte=F("baseline_value")),
                name="indicator_target_value_in_its_direction",
                violation_error_message=_(
                    "The target value lies the other way: look at what is better, more or less."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.what or str(self.pair)

    def get_absolute_url(self) -> str:
        return self.pair.get_absolute_url()

    def clean(self) -> None:
        if self.baseline_on and self.baseline_on > clock.today():
            raise ValidationError({"baseline_on": _("This day is still to come.")})
        if self.what and self.is_qualitative:
            self.clean_scale()
            self.refuse_off_scale("baseline_value", self.baseline_value)
            self.refuse_off_scale("target_value", self.target_value)

    def clean_scale(self) -> None:
        """The same number of steps in each language that has them."""
        counts = {code: len(steps_in(getattr(self, f"scale_{code}"))) for code in LANGUAGES}
        given = {code: count for code, count in counts.items() if count}
        first = next(iter(given), interface_language())
        if not FEWEST_STEPS <= given.get(first, 0) <= MOST_STEPS:
            message = _("Write two to seven steps, one on each line, from the lowest upwards.")
            raise ValidationError({f"scale_{first}": message})
        for code, count in given.items():
            if count != given[first]:
                message = _("Give every language the same number of steps.")
                raise ValidationError({f"scale_{code}": message})

    def refuse_off_scale(self, name: str, value: Decimal | None) -> None:
        if value is not None and (value % 1 or not 1 <= value <= len(self.steps)):
            message = _("Give the number of a step: 1 for the lowest, %(highest)s for the highest.")
            params = {"highest": len(self.steps)}
            raise ValidationError({name: ValidationError(message, params=params)})

    def refuse_unless_written(self) -> None:
        if not self.is_written:
            raise ValidationError(_("Say first what you measure; then enter a measured value."))

    def refuse_other_kind_than(self, before: "Indicator") -> None:
        """Once there are values, what they are values of stays."""
        is_other = (self.kind, len(self.steps)) != (before.kind, len(before.steps))
        if is_other and self.measurements.standing().exists():
            raise ValidationError(
                _("Values were measured already: the kind and the number of steps stay.")
            )

    @property
    def twinning(self) -> Twinning:
        return self.pair.twinning

    @property
    def organisation(self) -> Organisation:
        return self.twinning.organisation_of(self.side)

    @property
    def is_written(self) -> bool:
        return bool(self.what)

    @property
    def is_qualitative(self) -> bool:
        return self.kind == self.Kind.QUALITATIVE

    @property
    def spoken_what(self) -> LocalText:
        """What is measured, knowing which language it is in."""
        return LocalText(self.what, self.language)

    @property
    def steps(self) -> list[LocalText]:
        """The words of its scale from the lowest upwards, in the reader's language if it can."""
        return [LocalText(step, self.scale.lang) for step in steps_in(self.scale)]

    def words_of(self, value: Decimal | None) -> LocalText | str:
        """A value as people read it: a number as their language writes it, or a step's word."""
        if value is None:
            return ""
        if self.is_qualitative and 1 <= value <= len(self.steps):
            return self.steps[int(value) - 1]
        return write_number(value, interface_language())

    @property
    def baseline_words(self) -> LocalText | str:
        return self.words_of(self.baseline_value)

    @property
    def target_words(self) -> LocalText | str:
        return self.words_of(self.target_value)


def steps_in(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
