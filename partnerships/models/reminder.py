"""What somebody was reminded of already, and until which day reminders went out."""

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from stedenband import clock

KEPT = timedelta(days=400)


class ReminderSent(models.Model):
    """That one person was told of one thing for one date, so many days before or after it.

    Written in the transaction that queues the mail: there is never the one without the other.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    kind = models.CharField(_("kind"), max_length=20)
    about = models.CharField(_("about"), max_length=40)
    due_on = models.DateField(_("for the date"))
    offset = models.SmallIntegerField(_("days after that date"), help_text=_("Before it: below 0."))
    sent_at = models.DateTimeField(_("sent at"), default=clock.now, db_index=True)

    class Meta:
        verbose_name = _("reminder sent")
        verbose_name_plural = _("reminders sent")
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind", "about", "due_on", "offset"], name="reminder_sent_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about} {self.due_on:%Y-%m-%d} {self.offset:+}"


class ReminderRun(models.Model):
    """A day on which everybody was reminded: a run that broke off leaves none."""

    day = models.DateField(_("day"), primary_key=True)
    finished_at = models.DateTimeField(_("finished at"), default=clock.now)

    class Meta:
        verbose_name = _("run of the reminders")
        verbose_name_plural = _("runs of the reminders")
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"

    @classmethod
    def last_day(cls) -> date | None:
        return cls.objects.values_list("day", flat=True).first()
