"""What those who run the portal see of it: a line for each request, and figures for Prometheus.

Neither holds an address with its tokens, a typed text or a person: a request is named by the
pattern of its address, and found again by its number.
"""

import json
import logging
import re
import time
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from prometheus_client import Counter, Histogram

Answer = Callable[[HttpRequest], HttpResponse]
GIVEN_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
NOWHERE = "-"

current_request: ContextVar[str] = ContextVar("request", default="")
log = logging.getLogger("stedenband.requests")

REQUESTS = Counter("stedenband_requests", "Requests answered.", ["route", "method", "status"])
SECONDS = Histogram(
    "stedenband_request_seconds",
    "Seconds from a request's arrival to its answer.",
    ["route"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)
METHODS = {"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"}


class JsonLine(logging.Formatter):
    """One line of JSON for each record; a line break in a message stays inside it."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": message_of(record),
            "request": current_request.get(),
            **getattr(record, "figures", {}),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def message_of(record: logging.LogRecord) -> str:
    """What a record says; Django ends its own with a whole address, which may hold a token."""
    request = getattr(record, "request", None)
    if request is None or not isinstance(record.args, tuple) or not record.args:
        return record.getMessage()
    return str(record.msg) % (*record.args[:-1], route_of(request))


def route_of(request: HttpRequest) -> str:
    """The pattern of its address; of a page that was kept, as it was when it was made."""
    match = request.resolver_match
    return match.route if match else getattr(request, "route", NOWHERE)


class Watch:
    """Gives a request its number, and says of each how it ended and how long it took."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        number = given if GIVEN_ID.fullmatch(given) else uuid4().hex
        token, began = current_request.set(number), time.perf_counter()
        try:
            response = self.get_response(request)
            note(request, response.status_code, time.perf_counter() - began)
        finally:
            current_request.reset(token)
        response.headers["X-Request-ID"] = number
        return response


def note(request: HttpRequest, status: int, seconds: float) -> None:
    route = route_of(request)
    method = request.method if request.method in METHODS else "other"
    REQUESTS.labels(route, method, str(status)).inc()
    SECONDS.labels(route).observe(seconds)
    figures = {"method": method, "route": route, "status": status, "ms": round(seconds * 1000, 1)}
    level = logging.WARNING if status in (403, 429) or status >= 500 else logging.INFO
    log.log(level, "answered", extra={"figures": figures})
