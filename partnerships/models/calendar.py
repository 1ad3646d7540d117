"""The private address of somebody's calendar: made, renewed and withdrawn by its owner."""

from typing import Any

from django.conf import settings
from django.core import signing
from django.db import models
from django.utils.translation import gettext_lazy as _

from stedenband import clock

SIGNER: dict[str, Any] = {"sep": ".", "salt": "calendar"}


class CalendarAddress(models.Model):
    """Which of somebody's addresses counts. The address itself is signed and stored nowhere.

    So it can be shown again on another device, and whoever reads the database cannot make one.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        on_delete=models.CASCADE,
        related_name="calendar_address",
    )
    number = models.PositiveIntegerField(_("number"), default=0)
    made_at = models.DateTimeField(_("made at"), default=clock.now)
    revoked_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")
        ordering = ["user"]

    def __str__(self) -> str:
        return f"{self.user}, {self.number}"

    @property
    def token(self) -> str:
        """The secret part of the address that counts now."""
        return signing.Signer(**SIGNER).sign(f"{self.user_id}-{self.number}")

    @classmethod
    def of_token(cls, token: str) -> "CalendarAddress | None":
        """The address that a token stands for; None when it is not, or no longer, one."""
        try:
            user, _dash, number = signing.Signer(**SIGNER).unsign(token).partition("-")
        except signing.BadSignature:
            return None
        counting = cls.objects.filter(user=int(user), number=int(number), revoked_at=None)
        return counting.select_related("user").filter(user__is_active=True).first()
