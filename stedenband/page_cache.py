"""Pages that are the same for everybody, made once and sent again until anything changes.

A page is found by its address, host and language (which stands in the address), the release, and
the edition of what the database holds (`freshness.edition`): another edition is another page, so
what a side took back is gone with the transaction that took it back. What hangs on the clock may be
a minute old. Of many who want a page that is not there, one in each process makes it and the others
wait for that: a change empties the whole cache, and a hundred readers must not all pay for it.
Whoever brings a cookie that says who they are is never answered from here.
"""

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from threading import Event, Lock
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import DisallowedHost
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from stedenband import clock, freshness
from stedenband.guard import ASKED_EACH_TIME
from stedenband.offline import release
from stedenband.watch import route_of

Answer = Callable[[HttpRequest], HttpResponse]
CODES = "|".join(code for code, _name in settings.LANGUAGES)
PAGES = re.compile(rf"/({CODES})/(?!accounts/)")
KNOWN = "HTTP_IF_NONE_MATCH"
PATIENCE = 5.0  # seconds that one reader waits for the page that another has made
LONGEST = 500  # an address with more in it is asked once
OF_THE_BODY = ("Content-Type", "Content-Length", "Content-Encoding", "Content-Language")
log = logging.getLogger("stedenband.requests")


@dataclass
class Made:
    """A page as it went out, with all its headers; and what it is called in the figures."""

    body: bytes
    headers: dict[str, str]
    route: str


class InTheMaking:
    """The pages that are being made in this process."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.pages: dict[str, Event] = {}

    def begin(self, key: str) -> bool:
        """Whether nobody makes it yet; else it was waited for, and is there or never will be."""
        with self.lock:
            other = self.pages.get(key)
            if other is None:
                self.pages[key] = Event()
                return True
        other.wait(PATIENCE)
        return False

    def end(self, key: str) -> None:
        with self.lock:
            self.pages.pop(key).set()


class PageCache:
    """Stands before all that makes a page, and behind what counts requests."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.pages: Any = caches["pages"]
        self.making = InTheMaking()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_for_everybody(request):
            return self.get_response(request)
        try:
            key = key_of(request)
        except (DisallowedHost, DatabaseError, InterfaceError):
            # Who makes the page meets the same, and answers it with all headers.
            return self.get_response(request)
        made: Made | None = asked(self.pages.get, key)
        if made is None and self.making.begin(key):
            try:
                return self.make(request, key)
            finally:
                self.making.end(key)
        made = made or asked(self.pages.get, key)
        if made is None:  # it was waited for, and is not one that is kept
            return self.make(request, key)
        request.route = made.route  # type: ignore[attr-defined]  # what `watch.route_of` says of it
        return answer(request, made)

    def make(self, request: HttpRequest, key: str) -> HttpResponseBase:
        """The whole page, also for who has it already: the next reader has not."""
        known = request.META.pop(KNOWN, None)
        response = self.get_response(request)
        if not is_lasting(response):
            return response
        made = Made(response.content, dict(response.headers), route_of(request))
        asked(self.pages.set, key, made, settings.PAGE_CACHE_SECONDS)
        if known is None:
            return response
        request.META[KNOWN] = known
        return answer(request, made)


def asked(ask: Callable[..., Any], *given: Any) -> Any:
    """What the cache answers; nothing where it does not, which costs a page only time."""
    try:
        return ask(*given)
    except Exception:
        log.exception("the cache of pages does not answer")
        return None


def is_for_everybody(request: HttpRequest) -> bool:
    """Somebody of whom nothing is known reads a page of the house."""
    harmless = {settings.LANGUAGE_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
    return (
        settings.PAGE_CACHE_SECONDS > 0
        and request.method == "GET"
        and PAGES.match(request.path_info) is not None
        and len(request.META.get("QUERY_STRING", "")) < LONGEST
        and request.COOKIES.keys() <= harmless
    )


def key_of(request: HttpRequest) -> str:
    """Everything that a page for everybody hangs on; the edition is read before the page is made,
    so what is newer than it is kept under an edition that nobody asks for any more."""
    zipped = "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")
    hangs_on = (
        freshness.edition(),
        clock.today(),
        release(),
        request.scheme,
        request.get_host(),
        zipped,
        request.get_full_path(),
    )
    return sha256(repr(hangs_on).encode()).hexdigest()


def is_lasting(response: HttpResponse) -> bool:
    """What `guard.Editions` found to be the same for all: no other page says so of itself."""
    return response.status_code == 200 and response.headers.get("Cache-Control") == ASKED_EACH_TIME


def answer(request: HttpRequest, made: Made) -> HttpResponseBase:
    """The page, or that it is the one they have; both with everything that goes out with a page."""
    whole = HttpResponse(made.body, headers=made.headers)
    found = get_conditional_response(request, etag=made.headers["ETag"], response=whole) or whole
    for name, value in made.headers.items() if found is not whole else ():
        if name not in OF_THE_BODY:
            found.headers[name] = value
    return found
