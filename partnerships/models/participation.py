"""Participations: which twinnings take part in a session, and which sides agreed to what."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partnerships.models.side import LEAVES, Side
from partnerships.models.twinning import Twinning


class Participation(models.Model):
    """That a twinning takes part, and which of its sides agreed that everybody may read it."""

    session = models.ForeignKey(
        "partnerships.Session",
        verbose_name=pgettext_lazy("dialogue", "session"),
        on_delete=models.CASCADE,
        related_name="participations",
    )
    twinning = models.ForeignKey(
        Twinning,
        verbose_name=_("twinning"),
        on_delete=models.PROTECT,
        related_name="participations",
    )
    flemish_agreed_at = models.DateTimeField(
        _("Flemish side agreed that it is public at"), null=True, blank=True, editable=False
    )
    partner_agreed_at = models.DateTimeField(
        _("partner side agreed that it is public at"), null=True, blank=True, editable=False
    )

    class Meta:
        verbose_name = pgettext_lazy("dialogue", "participation")
        verbose_name_plural = pgettext_lazy("dialogue", "participations")
        ordering = ["session", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "twinning"], name="participation_once_for_each_twinning"
            )
        ]

    def __str__(self) -> str:
        return f"{self.twinning}: {self.session}"

    @property
    def is_agreed(self) -> bool:
        return all(self.agreed_at(side) for side in LEAVES)

    def agreed_at(self, side: str) -> datetime | None:
        """When a side agreed; None while it did not."""
        return self.flemish_agreed_at if side == Side.FLEMISH else self.partner_agreed_at

    def agree(self, side: str, at: datetime | None) -> None:
        """Note that a side agreed, or, with None, that it takes that back."""
        if side == Side.FLEMISH:
            self.flemish_agreed_at = at
        else:
            self.partner_agreed_at = at
