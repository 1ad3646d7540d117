"""What stands before every request and goes out with every answer."""

import hashlib
import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control, patch_vary_headers

from stedenband.http import READING, if_changed, is_for_machines, problem

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Answer = Callable[[HttpRequest], HttpResponse]
ASKED_EACH_TIME = "public, max-age=0, must-revalidate"
CHARSET = re.compile(r"charset=(?!\"?utf-8\b)", re.IGNORECASE)
REFUSED = "application/x-refused"
METHODS = ("GET", "HEAD", "OPTIONS", "POST")


def is_odd(kind: str) -> bool:
    return kind == REFUSED or "*=" in kind or CHARSET.search(kind) is not None


def has_nul(request: HttpRequest) -> bool:
    """In its address, or in a cookie, where quotes let it be written as a number."""
    cookies = request.COOKIES.values()
    return "%00" in request.get_full_path() or any("\x00" in value for value in cookies)


def readable(application: "WSGIApplication") -> "WSGIApplication":
    """Take out a content type that Django stumbles over before any middleware, to refuse it in."""

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if is_odd(environ.get("CONTENT_TYPE", "")):
            environ["CONTENT_TYPE"] = REFUSED
        return application(environ, start_response)

    return answer


def bad_request(request: HttpRequest) -> HttpResponse:
    if is_for_machines(request):
        return problem(400, "This address cannot be understood.")
    return render(request, "400.html", status=400)


def refused_method(request: HttpRequest) -> HttpResponse:
    if is_for_machines(request):
        return problem(405, "This address is only read.", Allow=READING)
    return HttpResponseNotAllowed(METHODS)


class RefuseMalformed:
    """Bytes that one database takes and the other refuses, and charsets nobody asked for: 400.

    A method that no page has is 405 everywhere: Django's own views take PUT for POST, and TRACE for
    GET.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if has_nul(request) or is_odd(request.META.get("CONTENT_TYPE", "")):
            return bad_request(request)
        if request.method not in METHODS:
            return refused_method(request)
        return self.get_response(request)


class RefuseUnstored:
    """A form whose file found no room: its words were read, so they can be given back."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *given: object) -> None:
        if request.method == "POST" and request.POST is not None:  # reads the form and its files
            error: OSError | None = getattr(request, "lost_upload", None)
            if error:
                raise error


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
        "Cache-Control": ASKED_EACH_TIME,
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


class Editions:
    """A public page is asked about each time, and sent again only when it says something else.

    It stands before whatever sets a cookie, so it knows what goes out to this reader alone.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not is_the_same_for_all(request, response):
            return response
        response.headers["Cache-Control"] = ASKED_EACH_TIME
        patch_vary_headers(response, ["Cookie"])
        language = response.headers.get("Content-Language", "")
        edition = hashlib.sha256(f"{request.get_host()} {language} ".encode() + response.content)
        return if_changed(request, response, edition.hexdigest()[:32])


def is_the_same_for_all(request: HttpRequest, response: HttpResponse) -> bool:
    """A page read by somebody without a session, that sets no cookie and says nothing of caches."""
    user = getattr(request, "user", None)  # none where an answer came before the accounts
    return (
        request.method in ("GET", "HEAD")
        and response.status_code == 200
        and response.headers.get("Content-Type", "").startswith("text/html")
        and not response.streaming
        and not response.cookies
        and not response.has_header("Cache-Control")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and user is not None
        and not user.is_authenticated
    )


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
