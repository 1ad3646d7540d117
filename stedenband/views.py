"""Pages of the roof: the way in, errors, health; and what every page's frame needs."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.defaults import server_error

from stedenband import guard
from stedenband.http import is_for_machines, problem


def frame(request: HttpRequest) -> dict[str, Any]:
    """What templates/base.html shows on every page."""
    return {"is_demo": settings.DEMO}


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
def livez(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """The process can serve: its database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception as error:
        return JsonResponse({"database": type(error).__name__}, status=503)
    return JsonResponse({"database": "ok"})


@login_not_required
def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is too old: 403, with everything that was typed, to be sent once more."""
    hidden = {"csrfmiddlewaretoken", "password", "password1", "password2", "oldpassword"}
    kept = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in hidden
        for value in values
    ]
    context = {"kept": kept, "action": request.get_full_path()}
    return render(request, "403_csrf.html", context, status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return guard.bad_request(request)


def denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_for_machines(request):
        return problem(404, "There is nothing here that is public.")
    return render(request, "404.html", status=404)


def failed(request: HttpRequest) -> HttpResponse:
    if is_for_machines(request):
        return problem(500, "Something went wrong here; it was written down.")
    return server_error(request)
