"""When the machine fails: no database, no room. What was typed is given back, to be sent again.

Nothing here asks the database, the session or a context processor: they may be what failed.
"""

import errno

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string
from django.utils import translation

from stedenband.http import is_for_machines, problem, what_was_typed

RETRY_AFTER = "30"  # seconds
UNAVAILABLE = 503
NO_ROOM = 507
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
FAILING = {errno.EIO, errno.EROFS, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ESTALE}
FULL_DATABASE = ("database or disk is full", "No space left on device", "could not extend file")
UNREADABLE = (
    BadRequest,
    MultiPartParserError,
    OSError,
    SuspiciousOperation,
    UnreadablePostError,
)


def status_of(error: BaseException | None) -> int | None:
    """503 or 507 for an error of the machine; None for one of ours."""
    if isinstance(error, OperationalError | InterfaceError):
        return NO_ROOM if any(sign in str(error) for sign in FULL_DATABASE) else UNAVAILABLE
    if isinstance(error, OSError) and error.errno in FULL:
        return NO_ROOM
    if isinstance(error, OSError) and error.errno in FAILING:
        return UNAVAILABLE
    return None


def answer(request: HttpRequest, status: int) -> HttpResponse:
    """A page in the language of the address, with what was typed, to be sent again."""
    headers = {"Retry-After": RETRY_AFTER, "Cache-Control": "no-store"}
    # Whoever it was: the way out through the middleware must not ask the database for it.
    request.user = AnonymousUser()
    if is_for_machines(request):
        return problem(status, "The data cannot be reached for the moment.", **headers)
    with translation.override(language_of(request)):
        page = render_to_string("503.html", {"no_room": status == NO_ROOM, **given_back(request)})
    return HttpResponse(page, status=status, headers=headers)


def language_of(request: HttpRequest) -> str:
    return translation.get_language_from_request(request, check_path=True)


def given_back(request: HttpRequest) -> dict[str, object]:
    """What was sent. Its own token goes back with it: what came from elsewhere stays refused."""
    found: dict[str, object] = {"where": request.get_full_path(), "sent": request.method == "POST"}
    try:
        typed, files = what_was_typed(request), bool(request.FILES)
        token = request.POST.get("csrfmiddlewaretoken", "")
    except UNREADABLE:
        return found
    files = files or hasattr(request, "lost_upload")
    words = [(name.replace("_", " "), text) for name, text in typed if text and name not in HIDDEN]
    return {**found, "typed": typed, "words": words, "token": token, "files": files}


HIDDEN = {"once", "version", "edition"}
