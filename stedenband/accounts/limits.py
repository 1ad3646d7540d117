"""How long one stays signed in, and that nothing typed is lost when that is over."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse

from stedenband import clock

SINCE, SEEN = "signed_in_at", "seen_at"
EACH = timedelta(minutes=1)  # how exactly it is kept when somebody was seen: reading stays cheap


def moment(session: SessionBase, name: str) -> datetime:
    """When this session was seen or began, as far as it is known."""
    kept: float | None = session.get(name)
    now = clock.now()
    return now if kept is None else datetime.fromtimestamp(kept, now.tzinfo)


def signed_in_until(session: SessionBase) -> datetime:
    """When this session ends if nothing more is asked in it.

    Who asked to stay signed in on a device is not signed out for doing nothing.
    """
    last = moment(session, SINCE) + timedelta(days=settings.SESSION_DAYS)
    if session.get("_session_expiry"):  # as `set_expiry` keeps it; 0 or nothing without that wish
        return last
    idle = timedelta(minutes=settings.SESSION_IDLE_MINUTES)
    return min(last, moment(session, SEEN) + idle)


def note_seen(session: SessionBase) -> None:
    """Somebody is here: written at most once in a while."""
    now = clock.now()
    if SEEN not in session or now - moment(session, SEEN) >= EACH:
        session.setdefault(SINCE, now.timestamp())
        session[SEEN] = now.timestamp()


class SessionLimits:
    """Signs out who did nothing for a while, and everybody after so many days."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            if clock.now() < signed_in_until(request.session):
                note_seen(request.session)
            else:
                logout(request)
                request.was_signed_out = True  # type: ignore[attr-defined]
        return self.get_response(request)
