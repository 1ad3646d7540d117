"""What the ground keeps: mail, forms that were handled, files and texts on their way, changes."""

from datetime import timedelta
from typing import Self
from urllib.parse import parse_qsl
from uuid import uuid4

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


class UploadQuerySet(models.QuerySet["Upload"]):
    def complete(self) -> Self:
        return self.filter(have=F("size"))


class Upload(models.Model):
    """A file on its way: how much is there, and the digest by which it is known again."""

    token = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=150)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    have = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField(default=clock.now, db_index=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "digest", "size"], name="upload_once_each"),
            models.CheckConstraint(
                condition=Q(have__lte=F("size")), name="upload_not_beyond_its_size"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Piece(models.Model):
    """A stretch of an upload. It waits in the database: whichever process is asked can go on."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="pieces")
    start = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering = ["start"]
        constraints = [
            models.UniqueConstraint(fields=["upload", "start"], name="piece_one_from_each_start")
        ]

    def __str__(self) -> str:
        return f"{self.upload} from {self.start}"


class KeptTextQuerySet(models.QuerySet["KeptText"]):
    def of(self, user_id: int) -> Self:
        """What is kept for somebody and is not too old; nobody else ever reads it."""
        return self.filter(user_id=user_id, until__gt=clock.now())


class KeptText(models.Model):
    """What somebody was typing in a form and has not sent: theirs alone, and for a week."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    form = models.CharField(max_length=100)  # the name of its address
    thing = models.CharField(max_length=200, blank=True)  # what the address names
    address = models.CharField(max_length=500)
    once = models.UUIDField(null=True)  # the token of the page it is typed in
    fields = models.TextField()  # as a browser sends them
    saved_at = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(db_index=True)

    objects = KeptTextQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "form", "thing"], name="kept_text_one_a_form")
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.thing}".strip()

    @property
    def words(self) -> list[str]:
        """The longer texts among it, to recognise it by."""
        return [value for name, value in parse_qsl(self.fields) if " " in value.strip()]


class Change(models.Model):
    """A transaction wrote something that a page may show (`stedenband/freshness.py`)."""

    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.pk}"
