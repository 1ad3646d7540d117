"""Which mail somebody gets: every mail belongs to a kind, and some kinds can be switched off."""

from typing import Any, Self

from django.conf import settings
from django.core import signing
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stedenband.accounts.models import User

SIGNER: dict[str, Any] = {"sep": ".", "salt": "unsubscribe"}


class MailKind(models.TextChoices):
    ASKED = "asked", pgettext_lazy("mail", "What is asked of you")
    DUE = "due", pgettext_lazy("mail", "Reminders of what your side has to do")
    NEWS = "news", pgettext_lazy("mail", "What the other side does")
    COMMENTS = "comments", pgettext_lazy("mail", "Comments")
    SESSIONS = "sessions", pgettext_lazy("mail", "Sessions planned, moved or cancelled")
    LESSONS = "lessons", pgettext_lazy("mail", "What others do with your lessons")
    DIGEST = "digest", pgettext_lazy("mail", "The week in your twinnings, on Monday")


# These ask for somebody's own deed, and somebody else waits for it.
FIXED = (MailKind.ASKED, MailKind.DUE)
SWITCHABLE = tuple(kind for kind in MailKind if kind not in FIXED)
EXPLAINED = {
    MailKind.ASKED: _("To review, confirm or answer something: others wait for it."),
    MailKind.DUE: _("30 and 7 days before a date, on the day, and now and then when it is late."),
    MailKind.NEWS: _("New deeds, plans and documents, and what became of promises."),
    MailKind.COMMENTS: _("What is said about a milestone or a deed of your twinning."),
    MailKind.SESSIONS: _("You find them in your calendar too, if you follow it."),
    MailKind.LESSONS: _("Who took a lesson of yours over, and what came of it."),
    MailKind.DIGEST: _("One mail a week, and none when there is nothing to tell."),
}

# The kind of each mail, by the name of its template: `mail/<name>.txt`.
MAILS = {
    "adoption_reported": MailKind.LESSONS,
    "assessment_answered": MailKind.NEWS,
    "assessment_handed_in": MailKind.ASKED,
    "assessment_opened": MailKind.ASKED,
    "commented": MailKind.COMMENTS,
    "deed_added": MailKind.NEWS,
    "digest": MailKind.DIGEST,
    "document_added": MailKind.NEWS,
    "lesson_adopted": MailKind.LESSONS,
    "plan_taken_over": MailKind.NEWS,
    "progress_confirmed": MailKind.ASKED,
    "progress_reviewed": MailKind.ASKED,
    "progress_submitted": MailKind.ASKED,
    "promise_made": MailKind.ASKED,
    "promise_settled": MailKind.NEWS,
    "reminder": MailKind.DUE,
    "session_cancelled": MailKind.SESSIONS,
    "session_moved": MailKind.SESSIONS,
    "session_planned": MailKind.SESSIONS,
    "side_reminded": MailKind.ASKED,
    "state_changed": MailKind.NEWS,
    "story_reviewed": MailKind.ASKED,
    "story_submitted": MailKind.ASKED,
    "translation_saved": MailKind.ASKED,
    "work_taken_over": MailKind.ASKED,
}


class MailPreferenceQuerySet(models.QuerySet["MailPreference"]):
    def off(self, kind: str) -> Self:
        """Of those who switched a kind off; nobody can with what asks for their own deed."""
        return self.filter(kind=kind, is_off=True) if kind in SWITCHABLE else self.none()


class MailPreference(models.Model):
    """That somebody does not want, or wants again, one kind of mail."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        on_delete=models.CASCADE,
        related_name="mail_preferences",
    )
    kind = models.CharField(_("kind of mail"), max_length=8, choices=MailKind)
    is_off = models.BooleanField(_("is switched off"), default=False)

    objects = MailPreferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail preference")
        verbose_name_plural = _("mail preferences")
        ordering = ["user", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind"], name="mail_preference_once_for_each_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=[kind.value for kind in SWITCHABLE]),
                name="mail_preference_of_what_can_be_switched_off",
                violation_error_message=_("This kind of mail asks for your own deed: it stays on."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_kind_display()}"


def unsubscribe_token(user: User, kind: str) -> str:
    """Stands in each mail of a kind that can be switched off, and works as long as the mail lies.

    It never runs out: what it does is small, concerns its reader alone and can be taken back.
    """
    return signing.Signer(**SIGNER).sign(f"{user.pk}-{kind}")


def read_unsubscribe(token: str) -> tuple[User, MailKind] | None:
    """Whose mail, and of which kind, a token is about; None when it is not one."""
    try:
        pk, _dash, kind = signing.Signer(**SIGNER).unsign(token).partition("-")
    except signing.BadSignature:
        return None
    user = User.objects.filter(pk=int(pk)).first()
    return (user, MailKind(kind)) if user and kind in SWITCHABLE else None
