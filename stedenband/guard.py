"""What stands before every request and goes out with every answer."""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control

from stedenband.http import is_for_machines, problem

Answer = Callable[[HttpRequest], HttpResponse]
CHARSET = re.compile(r"charset=(?!\"?utf-8\b)", re.IGNORECASE)


def bad_request(request: HttpRequest) -> HttpResponse:
    if is_for_machines(request):
        return problem(400, "This address cannot be understood.")
    return render(request, "400.html", status=400)


class RefuseMalformed:
    """Bytes that one database takes and the other refuses, and charsets nobody asked for: 400."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        kind = request.META.get("CONTENT_TYPE", "")
        if "%00" in request.get_full_path() or "*=" in kind or CHARSET.search(kind):
            return bad_request(request)
        return self.get_response(request)


class ForMachines:
    """Open data: the same for everybody, whoever is signed in and in whatever language they read.

    What was public a moment ago may be withdrawn: an answer is kept, and asked about each time.
    """

    always = {
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
        "Access-Control-Allow-Headers": "If-None-Match",
        "Access-Control-Expose-Headers": "ETag, Link",
        "Access-Control-Max-Age": "86400",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Cache-Control": "public, max-age=0, must-revalidate",
    }

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_for_machines(request):
            return self.get_response(request)
        request.COOKIES = {}
        request.META.pop("HTTP_ACCEPT_LANGUAGE", None)
        response = self.get_response(request)
        for name in ("Vary", "Content-Language"):
            response.headers.pop(name, None)
        response.cookies.clear()
        for name, value in self.always.items():
            response.headers[name] = value
        return response


class ResponseHeaders:
    """Headers that Django does not send; a page of somebody who signed in is never kept."""

    always = {
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cross-Origin-Embedder-Policy": "require-corp",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    }

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in self.always.items():
            response.headers.setdefault(name, value)
        if getattr(request, "user", None) is not None and request.user.is_authenticated:
            patch_cache_control(response, private=True, no_store=True)
        return response


class ReaderSettings:
    """Times in the zone of who signed in; addresses without a language speak theirs."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        if not translation.get_language_from_path(request.path_info):
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE
        with timezone.override(request.user.time_zone):
            return self.get_response(request)
