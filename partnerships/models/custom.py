"""Unwritten rules: what each side of a twinning has to know of it and nobody would tell."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from partnerships.models.organisation import Organisation
from partnerships.models.side import Side
from partnerships.models.spoken import Spoken
from partnerships.models.twinning import Twinning
from partnerships.models.visibility import SharedQuerySet, Visibility
from stedenband import clock
from stedenband.markdown import RenderedField, validate_length
from stedenband.texts import WrittenLanguage, validate_plain
from stedenband.versions import Versioned

# How people deal with each other is nobody else's business: never further than the twinning.
CUSTOM_READERS = [(one.value, one.label) for one in (Visibility.TWINNING, Visibility.SIDE)]


class CustomQuerySet(SharedQuerySet["Custom"]):
    def with_names(self) -> Self:
        return self.select_related("twinning__flemish", "twinning__partner")


class Custom(Spoken, Versioned):
    """The unwritten rules of one side, written down for whoever comes next."""

    SPOKEN = ("text",)

    twinning = models.ForeignKey(
        Twinning, verbose_name=_("twinning"), on_delete=models.PROTECT, related_name="customs"
    )
    side = models.CharField(_("side"), max_length=7, choices=Side)
    language = models.CharField(
        _("written in"), max_length=3, choices=WrittenLanguage, default=WrittenLanguage.NL
    )
    text = models.TextField(
        _("unwritten rules"), blank=True, validators=[validate_plain, validate_length]
    )
    text_html = RenderedField(source="text")
    visibility = models.CharField(
        _("who may read it"), max_length=9, choices=CUSTOM_READERS, default=Visibility.TWINNING
    )
    is_sample = models.BooleanField(_("is sample data"), default=False)
    updated_at = models.DateTimeField(_("last changed at"), default=clock.now, editable=False)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("last changed by"),
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = CustomQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("unwritten rules of a side")
        verbose_name_plural = _("unwritten rules of the sides")
        ordering = ["twinning", "side"]
        constraints = [
            models.UniqueConstraint(fields=["twinning", "side"], name="custom_one_for_each_side"),
            models.CheckConstraint(
                condition=Q(side__in=[Side.FLEMISH, Side.PARTNER]),
                name="custom_of_one_side",
                violation_error_message=_("Each side keeps its own unwritten rules."),
            ),
            models.CheckConstraint(
                condition=Q(visibility__in=[Visibility.SIDE, Visibility.TWINNING]),
                name="custom_stays_in_its_twinning",
                violation_error_message=_("Unwritten rules are not read outside the twinning."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.twinning})"

    def get_absolute_url(self) -> str:
        return reverse("partnerships:custom-list", args=[self.twinning.slug])

    @property
    def organisation(self) -> Organisation:
        return self.twinning.organisation_of(self.side)

    @property
    def is_of_side_alone(self) -> bool:
        return self.visibility == Visibility.SIDE
