"""Programmes: a funded trajectory shared by several twinnings, and its plan."""

from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from partnerships.models.membership import grants_of
from partnerships.models.organisation import Organisation
from partnerships.models.side import Duty
from partnerships.models.source import Source
from partnerships.models.twinning import Twinning
from sdg.models import Target
from stedenband.texts import Translated

LONGEST = 120


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def public(self) -> Self:
        return self.filter(is_listed=True)

    def visible_to(self, user: object) -> Self:
        if grants_of(user).reads_all:
            return self.all()
        mine = Twinning.objects.of_member(user)
        theirs = Programme.objects.filter(trajectories__twinning__in=mine)
        return self.filter(Q(is_listed=True) | Q(pk__in=theirs.values("pk")))


class Programme(models.Model):
    slug = models.SlugField(_("short name in addresses"), max_length=120, unique=True)
    name_nl = models.CharField(_("name (Dutch)"), max_length=150)
    name_es = models.CharField(_("name (Spanish)"), max_length=150, blank=True)
    name_fr = models.CharField(_("name (French)"), max_length=150, blank=True)
    name_en = models.CharField(_("name (English)"), max_length=150, blank=True)
    call_nl = models.CharField(_("call (Dutch)"), max_length=250, blank=True)
    call_es = models.CharField(_("call (Spanish)"), max_length=250, blank=True)
    call_fr = models.CharField(_("call (French)"), max_length=250, blank=True)
    call_en = models.CharField(_("call (English)"), max_length=250, blank=True)
    summary_nl = models.TextField(_("summary (Dutch)"), blank=True)
    summary_es = models.TextField(_("summary (Spanish)"), blank=True)
    summary_fr = models.TextField(_("summary (French)"), blank=True)
    summary_en = models.TextField(_("summary (English)"), blank=True)
    funder = models.ForeignKey(
        Organisation,
        verbose_name=_("funder"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="funded_programmes",
    )
    lead = models.ForeignKey(
        Organisation,
        verbose_name=_("lead applicant"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="led_programmes",
    )
    supporters = models.ManyToManyField(
        Organisation,
        verbose_name=_("accompanied by"),
        blank=True,
        related_name="supported_programmes",
    )
    amount = models.DecimalField(
        _("amount"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    first_month = models.DateField(_("first month"), help_text=_("The first day of that month."))
    is_first_month_assumed = models.BooleanField(
        _("the first month is an assumption"), default=False
    )
    length = models.PositiveSmallIntegerField(
        _("length in months"),
        default=36,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST)],
    )
    sources = models.ManyToManyField(Source, verbose_name=_("sources"), blank=True)
    is_listed = models.BooleanField(_("is listed"), default=False)
    is_sample = models.BooleanField(_("is sample data"), default=False)

    objects = ProgrammeQuerySet.as_manager()
    history = HistoricalRecords()
    name = Translated("name")
    call = Translated("call")
    summary = Translated("summary")

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["-first_month", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(length__range=(1, LONGEST)),
                name="programme_length_in_months",
                violation_error_message=_("A programme lasts between 1 and 120 months."),
            ),
            models.CheckConstraint(
                condition=Q(first_month__day=1),
                name="programme_starts_on_the_first",
                violation_error_message=_("Give the first day of the month."),
            ),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gte=0),
                name="programme_amount_not_negative",
                violation_error_message=_("An amount cannot be negative."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("partnerships:programme-detail", args=[self.slug])


class PlanItem(models.Model):
    """A milestone of the programme's plan: what each twinning's trajectory starts from."""

    programme = models.ForeignKey(
        Programme, verbose_name=_("programme"), on_delete=models.CASCADE, related_name="plan"
    )
    month = models.PositiveSmallIntegerField(
        _("month"), validators=[MinValueValidator(1), MaxValueValidator(LONGEST)]
    )
    duty = models.CharField(_("duty"), max_length=12, choices=Duty)
    title_nl = models.CharField(_("title (Dutch)"), max_length=200)
    title_es = models.CharField(_("title (Spanish)"), max_length=200)
    title_fr = models.CharField(_("title (French)"), max_length=200)
    title_en = models.CharField(_("title (English)"), max_length=200)
    closing_nl = models.CharField(_("closes when (Dutch)"), max_length=300, blank=True)
    closing_es = models.CharField(_("closes when (Spanish)"), max_length=300, blank=True)
    closing_fr = models.CharField(_("closes when (French)"), max_length=300, blank=True)
    closing_en = models.CharField(_("closes when (English)"), max_length=300, blank=True)
    targets = models.ManyToManyField(Target, verbose_name=_("targets"), blank=True)

    title = Translated("title")
    closing = Translated("closing")

    class Meta:
        verbose_name = _("milestone of the plan")
        verbose_name_plural = _("milestones of the plan")
        ordering = ["programme", "month", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(month__range=(1, LONGEST)),
                name="plan_month_counts_from_one",
                violation_error_message=_("Months are counted from 1."),
            )
        ]

    def __str__(self) -> str:
        return f"M{self.month} {self.title}"
