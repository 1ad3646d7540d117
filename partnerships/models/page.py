"""Pages: what one side of a twinning says about itself, and whether it says it in public."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from partnerships.models.membership import grants_of
from partnerships.models.organisation import Organisation
from partnerships.models.side import Side
from partnerships.models.spoken import Spoken
from partnerships.models.twinning import Twinning
from stedenband import clock
from stedenband.texts import WrittenLanguage, validate_plain
from stedenband.versions import Versioned

SILENT_AFTER = 60  # days without a contribution
LONG_SILENT_AFTER = 90


Contributions = dict[tuple[int, str], datetime | None]


class PageQuerySet(models.QuerySet["Page"]):
    def public(self) -> Self:
        return self.filter(published_at__isnull=False, twinning__is_listed=True)

    def visible_to(self, user: object) -> Self:
        inside = Twinning.objects.inside(user)
        return self.filter(
            Q(published_at__isnull=False, twinning__is_listed=True) | Q(twinning__in=inside)
        )

    def silent(self) -> Self:
        """Sides on the road, in an active twinning, without a contribution; longest first."""
        before = clock.now() - timedelta(days=SILENT_AFTER)
        quiet = Q(last_contribution_at=None) | Q(last_contribution_at__lte=before)
        running = Twinning.objects.filter(
            pk=models.OuterRef("twinning"), trajectories__state="running"
        )
        first = models.F("last_contribution_at").asc(nulls_first=True)
        silent = self.filter(quiet, models.Exists(running), twinning__state="active")
        return silent.order_by(first, "pk")

    def last_contributions(self, twinnings: Iterable[Twinning]) -> Contributions:
        """By twinning and side when each contributed last, of many twinnings in one query.

        `actions.event.record` writes it with each line of history of a member of that side.
        """
        rows = self.filter(twinning__in=[one.pk for one in twinnings])
        columns = rows.values_list("twinning", "side", "last_contribution_at")
        return {(twinning, side): moment for twinning, side, moment in columns}

    def with_twinning(self) -> Self:
        return self.select_related("twinning__flemish", "twinning__partner")


class Page(Spoken, Versioned):
    SPOKEN = ("text",)

    twinning = models.ForeignKey(
        Twinning, verbose_name=_("twinning"), on_delete=models.CASCADE, related_name="pages"
    )
    side = models.CharField(_("side"), max_length=7, choices=Side)
    lead_service = models.CharField(
        _("service in charge"), max_length=120, blank=True, validators=[validate_plain]
    )
    language = models.CharField(
        _("written in"), max_length=3, choices=WrittenLanguage, default=WrittenLanguage.NL
    )
    text = models.TextField(
        _("what this twinning means to us"),
        max_length=20_000,
        blank=True,
        validators=[validate_plain, MaxLengthValidator(20_000)],
    )
    summary = models.TextField(
        _("short summary for the other side"),
        max_length=1_000,
        blank=True,
        validators=[validate_plain, MaxLengthValidator(1_000)],
    )
    summary_language = models.CharField(
        _("summary written in"), max_length=3, choices=WrittenLanguage, blank=True
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    updated_at = models.DateTimeField(_("last changed at"), null=True, blank=True, editable=False)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("last changed by"),
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )
    last_contribution_at = models.DateTimeField(
        _("last contribution"), null=True, blank=True, editable=False, db_index=True
    )
    is_sample = models.BooleanField(_("is sample data"), default=False)

    objects = PageQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["last_contribution_at"])

    class Meta:
        verbose_name = _("page of a side")
        verbose_name_plural = _("pages of the sides")
        ordering = ["twinning", "side"]
        constraints = [
            models.UniqueConstraint(fields=["twinning", "side"], name="page_one_for_each_side"),
            models.CheckConstraint(
                condition=Q(side__in=[Side.FLEMISH, Side.PARTNER]),
                name="page_of_one_side",
                violation_error_message=_("A page belongs to one side."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.twinning})"

    def get_absolute_url(self) -> str:
        return self.twinning.get_absolute_url()

    @property
    def edit_url(self) -> str:
        return reverse("partnerships:page-edit", args=[self.pk])

    @property
    def organisation(self) -> Organisation:
        return self.twinning.organisation_of(self.side)

    @property
    def is_public(self) -> bool:
        return self.published_at is not None

    @property
    def silent_days(self) -> int | None:
        """Whole days since the last contribution; None when there was none."""
        if self.last_contribution_at is None:
            return None
        return (clock.now() - self.last_contribution_at).days

    @property
    def silent_level(self) -> int:
        """0 while it is heard, 60 and 90 from so many days on; 90 where it never was."""
        days = self.silent_days
        if days is None or days >= LONG_SILENT_AFTER:
            return LONG_SILENT_AFTER
        return SILENT_AFTER if days >= SILENT_AFTER else 0

    def is_readable_by(self, user: object) -> bool:
        """Whether its text is shown: published, or to those inside the twinning."""
        grants = grants_of(user)
        mine = {self.twinning.flemish_id, self.twinning.partner_id} & grants.organisations
        return self.is_public or grants.reads_all or bool(mine)
