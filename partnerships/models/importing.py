"""Imports: a table that came in, how far it is, and what each row was before."""

from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partnerships.models.membership import grants_of
from partnerships.models.programme import Programme
from partnerships.models.side import Side
from partnerships.models.twinning import Twinning
from stedenband import clock


class ImportQuerySet(models.QuerySet["Import"]):
    def visible_to(self, user: object) -> Self:
        """Of a twinning, who sees inside; the others, who reads everything."""
        if grants_of(user).reads_all:
            return self.all()
        return self.filter(twinning__in=Twinning.objects.inside(user))

    def waiting(self) -> Self:
        """Those with rows still to be written, the oldest first."""
        return self.filter(state__in=[Import.State.WAITING, Import.State.RUNNING]).order_by("pk")

    def standing(self) -> Self:
        """Those of which something stands in the portal."""
        return self.exclude(state=Import.State.UNDONE)

    def newest_first(self) -> Self:
        return self.order_by("-at", "-pk")

    def with_names(self) -> Self:
        return self.select_related("by", "twinning__flemish", "twinning__partner", "programme")


class Import(models.Model):
    class Kind(models.TextChoices):
        """What the rows of a table are about."""

        DEED = "deed", _("deeds")
        ORGANISATION = "organisation", _("organisations")
        MILESTONE = "milestone", _("milestones")
        MEASUREMENT = "measurement", _("measured values")
        VOUCHER = "voucher", _("vouchers")
        REGISTER = "register", _("register of the world's twinnings")

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("import", "Waiting")
        RUNNING = "running", pgettext_lazy("import", "Under way")
        DONE = "done", pgettext_lazy("import", "Done")
        STOPPED = "stopped", pgettext_lazy("import", "Stopped")
        UNDONE = "undone", pgettext_lazy("import", "Undone")

    kind = models.CharField(_("what"), max_length=12, choices=Kind)
    twinning = models.ForeignKey(
        Twinning,
        verbose_name=_("twinning"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="imports",
    )
    programme = models.ForeignKey(
        Programme,
        verbose_name=_("programme"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="imports",
    )
    side = models.CharField(_("side"), max_length=7, choices=Side, blank=True)
    file_name = models.CharField(_("file"), max_length=150, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    at = models.DateTimeField(_("when"), default=clock.now)
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.RUNNING)
    added = models.PositiveIntegerField(_("new"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    done = models.PositiveIntegerField(_("rows written"), default=0)
    rows = models.JSONField(_("rows still to be written"), default=list, blank=True)
    reason = models.TextField(_("why it stopped"), blank=True)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("undone by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(twinning=None) | Q(programme=None),
                name="import_in_a_twinning_or_a_programme",
            ),
            models.CheckConstraint(
                condition=~Q(state="stopped") | ~Q(reason=""),
                name="import_stopped_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name or str(self.get_kind_display())

    def get_absolute_url(self) -> str:
        return reverse("partnerships:import-detail", args=[self.pk])

    @property
    def about(self) -> Twinning | Programme | None:
        """What it happened in."""
        return self.twinning or self.programme

    @property
    def total(self) -> int:
        return self.added + self.changed

    @property
    def is_under_way(self) -> bool:
        return self.state in (self.State.WAITING, self.State.RUNNING)

    def refuse_undoing(self) -> None:
        """Only the last of its kind, in the same place, once it is no longer under way."""
        if self.state == self.State.UNDONE:
            raise ValidationError(_("This import was undone already."))
        if self.is_under_way:
            raise ValidationError(_("This import is still under way: wait until it is done."))
        place: dict[str, Any] = {"twinning": self.twinning_id, "programme": self.programme_id}
        same = Import.objects.standing().filter(kind=self.kind, side=self.side, **place)
        if same.filter(pk__gt=self.pk).exists():
            raise ValidationError(_("Only the last import is undone: undo the later one first."))


class ImportedRow(models.Model):
    """What one row wrote: the thing as it was before, and as it was after."""

    imported = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="written")
    line = models.PositiveIntegerField(_("row"))
    thing = models.BigIntegerField(_("number in the portal"))
    name = models.CharField(_("name"), max_length=200)
    before = models.JSONField(_("before"), null=True, blank=True)
    after = models.JSONField(_("after"))

    class Meta:
        verbose_name = _("imported row")
        verbose_name_plural = _("imported rows")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
