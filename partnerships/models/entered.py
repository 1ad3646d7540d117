"""Who entered something, who changed it last, and whether it is sample data."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from stedenband import clock
from stedenband.accounts.models import User
from stedenband.versions import Versioned


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
