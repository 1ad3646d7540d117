"""Who entered something, who changed it last, and whether it is sample data."""

from datetime import date, datetime
from typing import Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stedenband import clock
from stedenband.accounts.models import User
from stedenband.versions import Versioned

Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)


class SpanQuerySet(models.QuerySet[Row_co]):
    """Rows that somebody entered, or that were loaded, and that run from a day to another."""

    def known_by(self, day: date, moment: datetime) -> Self:
        """Entered by a moment; of what was loaded, the ones that had begun by its day."""
        by_hand = Q(entered_by__isnull=False, entered_at__lte=moment)
        return self.filter(by_hand | Q(entered_by=None, starts_on__lte=day))


class Entered(Versioned):
    """Knows by whom and when; what was loaded with its source was entered by nobody."""

    is_sample = models.BooleanField(_("is sample data"), default=False)
    entered_at = models.DateTimeField(_("entered at"), default=clock.now, editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("entered by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    changed_at = models.DateTimeField(_("last changed at"), null=True, blank=True, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("last changed by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    class Meta:
        abstract = True

    def note_change(self, by: User) -> None:
        """Somebody saved it anew: one version on."""
        self.changed_at, self.changed_by = clock.now(), by
        self.version += 1
