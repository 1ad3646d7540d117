"""How allauth behaves here: nobody signs up alone, and one lands in one's own language."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest  # noqa: TID251 - allauth hands its adapter the request
from django.urls import reverse, translate_url
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from stedenband.accounts.models import User
from stedenband.accounts.second_factor import must_have_one

log = logging.getLogger("stedenband.doors")


class InvitedOnly(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        with translation.override(request.user.language):  # type: ignore[union-attr]
            return reverse("partnerships:work")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, object]) -> None:
        """Mail speaks the language of its reader, not of the page that caused it."""
        user = context.get("user")
        language = getattr(user, "language", None) or translation.get_language() or "nl"
        if address := context.get("password_reset_url"):
            context = {**context, "password_reset_url": translate_url(str(address), language)}
        with translation.override(language):
            super().send_mail(template_prefix, email, context)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Written down without the address that was tried: it may be a password typed too early."""
        log.warning("sign-in failed")


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right, or no longer: take the next one."),
        "cannot_delete_authenticator": _("With your work you cannot do without a second factor."),
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Who must have a second factor keeps the last one."""
        user: User = authenticator.user
        kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
        others = Authenticator.objects.filter(user=user, type__in=kinds).exclude(
            pk=authenticator.pk
        )
        return others.exists() or not must_have_one(user)
