"""Who signs in. An account belongs to a post (coordination of …), not to a person's name."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self
from zoneinfo import available_timezones

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stedenband import clock
from stedenband.texts import validate_plain


class Language(models.TextChoices):
    """The languages of the interface."""

    NL = "nl", "Nederlands"
    ES = "es", "Español"
    FR = "fr", "Français"
    EN = "en", "English"


def validate_timezone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(_("This time zone does not exist: choose one from the list."))


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email=(email or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    email = models.EmailField(
        _("e-mail address"),
        unique=True,
        error_messages={"unique": _("There is an account with this address already.")},
    )
    name = models.CharField(
        _("post"),
        max_length=120,
        validators=[validate_plain],
        help_text=_("The post, as others see it: “Coordination twinning Edegem”. No private name."),
    )
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.NL)
    time_zone = models.CharField(
        _("time zone"), max_length=60, default="Europe/Brussels", validators=[validate_timezone]
    )
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("Untick this instead of deleting an account.")
    )
    is_staff = models.BooleanField(
        _("may enter the admin"), default=False, help_text=_("For staff of VVSG.")
    )
    joined_at = models.DateTimeField(_("since"), default=clock.now, editable=False)
    warned_at = models.DateTimeField(_("told that it will be erased"), null=True, editable=False)
    erased_at = models.DateTimeField(_("erased at"), null=True, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["email"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=models.functions.Lower("email")),
                name="user_email_in_lower_case",
                violation_error_message=_("Write the address in lower case."),
            )
        ]

    def __str__(self) -> str:
        if self.erased_at:
            return gettext("somebody who left")
        return self.name or self.email

    @property
    def last_seen_at(self) -> datetime:
        return self.last_login or self.joined_at

    def erase(self) -> None:
        """The person goes, the row stays: what it did is an official record."""
        if self.is_superuser:
            raise ValidationError(_("Who runs the portal is not erased here."))
        self.email = f"{self.pk}@erased.invalid"
        self.name, self.last_login, self.warned_at = "", None, None
        self.is_active = self.is_staff = False
        self.erased_at = clock.now()
        self.set_unusable_password()

    def clean(self) -> None:
        self.email = self.email.strip().lower()

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Whoever got the address of a post after somebody else finds no session of theirs open."""
        salt = "stedenband.accounts.session"
        words = f"{self.password} {self.email}"
        return salted_hmac(salt, words, secret=secret, algorithm="sha256").hexdigest()


INVITATION_LASTS = timedelta(days=14)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> Self:
        """Not accepted yet; also those that are too old by now, since somebody waits for them."""
        return self.filter(accepted_at=None)

    def answering(self, token: str) -> "Invitation | None":
        """The invitation that this secret opens: once, and for fourteen days."""
        found = self.open().filter(token_hash=hash_of(token), expires_at__gt=clock.now())
        return found.filter(user__is_active=True).select_related("user").first()


class Invitation(models.Model):
    """A letter to a new account: its secret link lets one person choose the first password.

    We keep no more than a hash of the secret: who reads the database cannot accept in its place.
    """

    user = models.OneToOneField(
        User, verbose_name=_("account"), on_delete=models.CASCADE, related_name="invitation"
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        User, verbose_name=_("invited by"), on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField(_("sent at"), default=clock.now)
    expires_at = models.DateTimeField(_("valid until"))
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-sent_at"]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def is_too_old(self) -> bool:
        return self.accepted_at is None and self.expires_at <= clock.now()

    def write_anew(self, by: User) -> str:
        """A new secret; the one before opens nothing from now on."""
        if self.accepted_at:
            raise ValidationError(_("This invitation was accepted already."))
        token = secrets.token_urlsafe(32)
        self.token_hash, self.invited_by = hash_of(token), by
        self.sent_at, self.expires_at = clock.now(), clock.now() + INVITATION_LASTS
        return token


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
