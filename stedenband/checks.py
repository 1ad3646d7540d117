"""What a deployment refuses to start with; `manage.py check --deploy` says which."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError, connection

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


@register(deploy=True)
def somebody_hears_of_barriers(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The accessibility statement must say whom to write to."""
    if settings.ACCESSIBILITY_CONTACT:
        return []
    hint = "Set it to an e-mail address that is read."
    return [checks.Warning("ACCESSIBILITY_CONTACT is empty.", hint=hint, id="stedenband.W001")]


@register(Tags.security, deploy=True)
def mail_gives_up_in_time(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if settings.EMAIL_TIMEOUT:
        return []
    return [Error("EMAIL_TIMEOUT is not set: a mail server could hang us.", id="stedenband.E003")]


@register(Tags.security, deploy=True)
def addresses_in_mail_are_ours(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    host = urlsplit(settings.SITE_URL)
    if host.scheme == "https" and host.hostname in settings.ALLOWED_HOSTS:
        return []
    hint = "It is the address of the portal in mails: https, and one of ALLOWED_HOSTS."
    return [Error(f"SITE_URL is {settings.SITE_URL}", hint=hint, id="stedenband.E004")]


@register(Tags.security, deploy=True)
def files_are_not_served_by_the_proxy(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    static, files = Path(settings.STATIC_ROOT), Path(settings.MEDIA_ROOT)
    if static not in (files, *files.parents) and files not in static.parents:
        return []
    return [Error("What people sent lies where static files do.", id="stedenband.E005")]


@register(Tags.security, deploy=True)
def saves_outlive_a_power_cut(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """What was acknowledged is on the disk: SQLite in full, PostgreSQL with its own default."""
    if connection.vendor == "sqlite":
        pragmas = str(connection.settings_dict["OPTIONS"].get("init_command", ""))
        is_safe = "journal_mode=WAL" in pragmas and "synchronous=FULL" in pragmas
    else:
        is_safe = asked("SHOW synchronous_commit") != "off"
    if is_safe:
        return []
    return [Error("A power cut could lose what was acknowledged.", id="stedenband.E006")]


@register(Tags.security, deploy=True)
def writing_takes_no_lock_for_reading(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if not settings.DATABASES["default"].get("ATOMIC_REQUESTS"):
        return []
    hint = "On SQLite each page would take the lock that writers need."
    return [Error("ATOMIC_REQUESTS is on.", hint=hint, id="stedenband.E007")]


@register(Tags.security, deploy=True)
def figures_have_a_long_token(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if not settings.METRICS_TOKEN or len(settings.METRICS_TOKEN) >= 32:
        return []
    return [Error("METRICS_TOKEN is shorter than 32 characters.", id="stedenband.E008")]


@register(Tags.security, deploy=True)
def somebody_hears_of_a_weakness(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if settings.SECURITY_CONTACT.startswith(("mailto:", "https://")):
        return []
    hint = "SECURITY_CONTACT=mailto:… puts an address into /.well-known/security.txt."
    return [checks.Warning("Nobody is named for security.", hint=hint, id="stedenband.W003")]


@register(Tags.security, deploy=True)
def somebody_answers_on_privacy(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if "@" in settings.PRIVACY_CONTACT:
        return []
    hint = "PRIVACY_CONTACT=… stands on the page on privacy."
    return [checks.Warning("Nobody is named for privacy.", hint=hint, id="stedenband.W002")]


@register(Tags.security, deploy=True)
def several_machines_share_what_they_must(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Files in S3 mean several machines: they must count attempts to sign in together."""
    if not settings.S3_BUCKET or settings.REDIS_URL:
        return []
    hint = "Without REDIS_URL each machine counts attempts to sign in for itself."
    return [Error("S3_BUCKET is set, REDIS_URL is not.", hint=hint, id="stedenband.E009")]


def asked(sql: str) -> str:
    """What the database answers; empty while it does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return str(cursor.fetchone()[0])
    except DatabaseError:
        return ""
