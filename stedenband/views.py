"""Pages of the roof: the way in, errors; and what every page's frame needs."""

import sys
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.http import require_safe
from django.views.defaults import server_error

from stedenband import failure, guard
from stedenband.accounts.limits import signed_in_until
from stedenband.http import is_for_machines, problem
from stedenband.keeping import text_too_big
from stedenband.offline import marker
from stedenband.retention import CATEGORIES

ASSESSED_ON = date(2026, 11, 26)  # what templates/accessibility.html says; once a year at least


def frame(request: HttpRequest) -> dict[str, Any]:
    """What templates/base.html shows on every page."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"is_demo": settings.DEMO}
    return {
        "is_demo": settings.DEMO,
        "signed_in_until": signed_in_until(request.session),
        "reader": marker(user.pk),
        "request_max_bytes": settings.REQUEST_MAX_BYTES,
    }


@login_not_required
def welcome(request: HttpRequest) -> HttpResponse:
    """`/` leads to the reader's language: the account's, else the browser's, else Dutch."""
    code = translation.get_language_from_request(request)
    if request.user.is_authenticated:
        code = request.user.language
    response = redirect(f"/{code}/")
    response.headers["Vary"] = "Accept-Language, Cookie"
    return response


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    context = {"assessed_on": ASSESSED_ON, "contact": settings.ACCESSIBILITY_CONTACT}
    return render(request, "accessibility.html", context)


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Who keeps what of whom, and how long: the rows that `manage.py forget` works by."""
    context = {"categories": CATEGORIES, "contact": settings.PRIVACY_CONTACT}
    return render(request, "privacy.html", context)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return text_too_big(request)
    return guard.bad_request(request)


def denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_for_machines(request):
        return problem(404, "There is nothing here that is public.")
    return render(request, "404.html", status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """An error of ours: 500. One of the machine, in whichever layer: 503 or 507 with the text."""
    if status := failure.status_of(sys.exc_info()[1]):
        return failure.answer(request, status)
    if is_for_machines(request):
        return problem(500, "Something went wrong here; it was written down.")
    return server_error(request)
