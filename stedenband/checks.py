"""What a deployment refuses to start with; `manage.py check --deploy` says which."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError

DEMO_DOMAIN = ".example"


def demo_accounts() -> list[str]:
    """Addresses of accounts in the reserved domain `.example`, which only the demo makes."""
    accounts = get_user_model()._default_manager.filter(email__endswith=DEMO_DOMAIN)
    try:
        return list(accounts.order_by("email").values_list("email", flat=True)[:5])
    except DatabaseError:
        return []


@register(Tags.security, deploy=True)
def no_demo_account(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    found = demo_accounts()
    if not found:
        return []
    hint = "Delete them: their password is public."
    return [
        Error(f"Demo accounts are present: {', '.join(found)}", hint=hint, id="stedenband.E001")
    ]


@register(Tags.security, deploy=True)
def hosts_are_exact(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    wild = [host for host in settings.ALLOWED_HOSTS if host.startswith(("*", "."))]
    if not wild:
        return []
    return [Error(f"ALLOWED_HOSTS is not exact: {', '.join(wild)}", id="stedenband.E002")]


@register(Tags.security, deploy=True)
def mail_gives_up_in_time(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if settings.EMAIL_TIMEOUT:
        return []
    return [Error("EMAIL_TIMEOUT is not set: a mail server could hang us.", id="stedenband.E003")]
