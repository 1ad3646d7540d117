"""What the ground keeps: mail that waits to be sent, and forms that were handled already."""

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from stedenband import clock

RETRY_AFTER = timedelta(minutes=20)
MAX_TRIES = 8


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    def waiting(self) -> Self:
        """Not sent, not given up, and not being sent by another process right now."""
        return self.filter(sent_at=None, tries__lt=MAX_TRIES, not_before__lte=clock.now())

    def lease(self, limit: int) -> list["OutgoingMail"]:
        """Take up to `limit` mails: each goes to one process, and comes back if that one dies."""
        taken = []
        for pk in list(self.waiting().order_by("pk").values_list("pk", flat=True)[:limit]):
            later = clock.now() + RETRY_AFTER
            mine = self.waiting().filter(pk=pk).update(tries=F("tries") + 1, not_before=later)
            if mine:
                taken.append(self.get(pk=pk))
        return taken


class OutgoingMail(models.Model):
    """One mail to one person, written in the transaction of its cause and sent afterwards."""

    to = models.EmailField(_("to"))
    subject = models.CharField(_("subject"), max_length=250)
    body = models.TextField(_("text"))
    sender = models.CharField(_("from"), max_length=250)
    headers = models.JSONField(_("headers"), default=dict, blank=True)
    created_at = models.DateTimeField(_("written at"), default=clock.now)
    not_before = models.DateTimeField(_("not before"), default=clock.now)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    error = models.CharField(_("last error"), max_length=500, blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mail")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["not_before"], condition=Q(sent_at=None), name="mail_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"


class HandledForm(models.Model):
    """A form that was carried out, by the token printed in it: sent again, it does nothing more."""

    token = models.UUIDField(primary_key=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True)
    location = models.CharField(max_length=500, blank=True)
    handled_at = models.DateTimeField(default=clock.now, db_index=True)

    def __str__(self) -> str:
        return str(self.token)
