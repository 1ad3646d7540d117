"""How allauth behaves here: nobody signs up alone, and one lands in one's own language."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest  # noqa: TID251 - allauth hands its adapter the request
from django.urls import reverse, translate_url
from django.utils import translation


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
