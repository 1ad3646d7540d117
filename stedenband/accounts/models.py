"""Who signs in. An account belongs to a post (coordination of …), not to a person's name."""

from typing import Any, ClassVar
from zoneinfo import available_timezones

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
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
        return self.name or self.email

    def clean(self) -> None:
        self.email = self.email.strip().lower()
