"""Addresses that machines ask: whether we live, whether we can serve, figures, whom to warn."""

import hmac
from datetime import UTC, datetime

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import connection
from django.db.models import Min
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from prometheus_client import REGISTRY as OF_THIS_PROCESS
from prometheus_client.multiprocess import MultiProcessCollector

from stedenband import clock
from stedenband.models import OutgoingMail

PLAIN = "text/plain; charset=utf-8"


@login_not_required
def livez(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """The process can serve: its database answers, and so does what machines share."""
    found = {"database": word(ask_database)}
    if settings.REDIS_URL:
        found["cache"] = word(ask_cache)
    is_ready = all(one == "ok" for one in found.values())
    return JsonResponse(found, status=200 if is_ready else 503)


def word(ask: object) -> str:
    """`ok`, or the kind of error; never its text, which may hold an address or a name."""
    try:
        ask()  # type: ignore[operator]
    except Exception as error:
        return type(error).__name__
    return "ok"


def ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def ask_cache() -> None:
    cache.get("readyz")


@login_not_required
@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures for Prometheus, of all processes of this machine; 404 for who lacks the token."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.METRICS_TOKEN or not hmac.compare_digest(
        given.encode(), settings.METRICS_TOKEN.encode()
    ):
        raise Http404
    content = generate_latest(of_all_processes()) + generate_latest(of_the_mail())
    return HttpResponse(content, content_type=CONTENT_TYPE_LATEST)


def of_all_processes() -> CollectorRegistry:
    if not settings.METRICS_FOLDER:
        return OF_THIS_PROCESS
    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=settings.METRICS_FOLDER)  # type: ignore[no-untyped-call]
    return registry


def of_the_mail() -> CollectorRegistry:
    """How much mail waits and how long: when its timer stands still, this grows."""
    registry = CollectorRegistry()
    waiting = OutgoingMail.objects.waiting()
    oldest = waiting.aggregate(oldest=Min("created_at"))["oldest"]
    count = Gauge("stedenband_mail_waiting", "Mails that wait.", registry=registry)
    count.set(waiting.count())
    age = Gauge("stedenband_mail_oldest_seconds", "How long the oldest waits.", registry=registry)
    age.set((clock.now() - oldest).total_seconds() if oldest else 0)
    return registry


@login_not_required
@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a weakness (RFC 9116); not there until somebody is named."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    end = datetime(clock.today().year + 1, 3, 1, tzinfo=UTC)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {end.isoformat().replace('+00:00', 'Z')}",
        "Preferred-Languages: nl, es, fr, en",
        f"Canonical: {settings.SITE_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type=PLAIN)
