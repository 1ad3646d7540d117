"""Twinnings: the bond of two organisations."""

from collections.abc import Sequence
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Greatest, Least
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from partnerships.models.membership import grants_of
from partnerships.models.organisation import Organisation
from partnerships.models.side import Side
from partnerships.models.source import Source
from stedenband.texts import LANGUAGES, Translated


class TwinningQuerySet(models.QuerySet["Twinning"]):
    def in_use(self) -> Self:
        """Without those that a register of the world names and nobody works in here."""
        return self.filter(registered_from=None)

    def registered(self) -> Self:
        """Those that only a register names: on the list, on a page of their own, nowhere else."""
        return self.filter(registered_from__isnull=False)

    def public(self) -> Self:
        """Twinnings whose existence is a public fact."""
        return self.in_use().filter(is_listed=True)

    def of_member(self, user: object) -> Self:
        """Twinnings of which somebody belongs to a side."""
        mine = grants_of(user).organisations
        return self.in_use().filter(Q(flemish__in=mine) | Q(partner__in=mine))

    def inside(self, user: object) -> Self:
        """Twinnings of which somebody sees more than the public: members, VVSG, facilitators."""
        return self.in_use() if grants_of(user).reads_all else self.of_member(user)

    def visible_to(self, user: object) -> Self:
        used = self.in_use()
        if grants_of(user).reads_all:
            return used
        mine = grants_of(user).organisations
        return used.filter(Q(is_listed=True) | Q(flemish__in=mine) | Q(partner__in=mine))

    def with_running_trajectory(self) -> Self:
        return self.filter(trajectories__state="running").distinct()

    def with_sides(self) -> Self:
        return self.select_related("flemish", "partner")

    def search(self, words: str) -> Self:
        """Twinnings of which either side answers to the words."""
        found = Organisation.objects.search(words)
        return self.filter(Q(flemish__in=found) | Q(partner__in=found))

    def between(self, one: Organisation, other: Organisation) -> Self:
        """The bond of these two, whichever stands first."""
        return self.filter(Q(flemish=one, partner=other) | Q(flemish=other, partner=one))

    def in_country(self, code: str) -> Self:
        return self.filter(Q(flemish__country=code) | Q(partner__country=code))

    def by_name(self) -> Self:
        return self.order_by("flemish__name", "partner__name", "pk")


class Twinning(models.Model):
    class State(models.TextChoices):
        ACTIVE = "active", _("active")
        DORMANT = "dormant", _("dormant")
        ENDED = "ended", _("ended")

    slug = models.SlugField(_("short name in addresses"), max_length=120, unique=True)
    flemish = models.ForeignKey(
        Organisation,
        verbose_name=_("Flemish side"),
        on_delete=models.PROTECT,
        related_name="twinnings_as_flemish",
    )
    partner = models.ForeignKey(
        Organisation,
        verbose_name=_("partner side"),
        on_delete=models.PROTECT,
        related_name="twinnings_as_partner",
    )
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.ACTIVE)
    since_year = models.PositiveSmallIntegerField(
        _("since (year)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1900), MaxValueValidator(2200)],
    )
    since_source = models.ForeignKey(
        Source,
        verbose_name=_("source of that year"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    summary_nl = models.CharField(_("in one sentence (Dutch)"), max_length=400, blank=True)
    summary_es = models.CharField(_("in one sentence (Spanish)"), max_length=400, blank=True)
    summary_fr = models.CharField(_("in one sentence (French)"), max_length=400, blank=True)
    summary_en = models.CharField(_("in one sentence (English)"), max_length=400, blank=True)
    is_listed = models.BooleanField(
        _("is listed"),
        default=False,
        help_text=_(
            "Its existence is a public fact; what a side does there is for that side to publish."
        ),
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

    objects = TwinningQuerySet.as_manager()
    history = HistoricalRecords()
    summary = Translated("summary")

    class Meta:
        verbose_name = _("twinning")
        verbose_name_plural = _("twinnings")
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(flemish=models.F("partner")),
                name="twinning_of_two_organisations",
                violation_error_message=_("A twinning binds two different organisations."),
            ),
            models.UniqueConstraint(
                Least("flemish", "partner"),
                Greatest("flemish", "partner"),
                name="twinning_once_for_each_pair",
                violation_error_message=_("These two organisations are twinned already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.flemish} – {self.partner}"

    def get_absolute_url(self) -> str:
        return reverse("partnerships:twinning-detail", args=[self.slug])

    @property
    def handover_url(self) -> str:
        """Where a successor reads all that there is to know."""
        return reverse("partnerships:handover-detail", args=[self.slug])

    def organisation_of(self, side: str) -> Organisation:
        """The organisation of a side; ValueError for joint."""
        if side == Side.FLEMISH:
            return self.flemish
        if side == Side.PARTNER:
            return self.partner
        raise ValueError(f"{side} is not one side")

    def side_of(self, user: object) -> str:
        """The side somebody belongs to; empty for others."""
        mine = grants_of(user).organisations
        if self.flemish_id in mine:
            return Side.FLEMISH
        return Side.PARTNER if self.partner_id in mine else ""

    def language_across(self, side: str | None) -> str:
        """The first working language of the side across; the partner's for the coordination."""
        across = Side.FLEMISH if side == Side.PARTNER else Side.PARTNER
        languages = self.organisation_of(across).languages
        return next((code for code in languages if code in LANGUAGES), "es")

    def name_of(self, side: str) -> str:
        """The name shown for a side: the place itself, or “together”, or “coordination”."""
        if side in (Side.FLEMISH, Side.PARTNER):
            return self.organisation_of(side).name
        return str(_("Together")) if side == Side.JOINT else str(_("Coordination"))


def at_home(twinnings: Sequence[Twinning], user: object) -> Twinning | None:
    """Of several twinnings the one that somebody belongs to, else the first; None of none."""
    own = (one for one in twinnings if one.side_of(user))
    return next(own, twinnings[0] if twinnings else None)
