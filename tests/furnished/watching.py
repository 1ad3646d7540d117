"""What the matrices share: a request, whether its answer is right, and what it left behind."""

from contextlib import contextmanager, nullcontext
from http.cookies import SimpleCookie
from pathlib import Path
from zlib import crc32

from django.db import connection

from tests.furnished.conftest import undone
from tests.pages import everything
from tests.security.figures import figure, much

METHODS = ("GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE")
OUTSIDE = (None, "deactivated")
# What is no deed: who is signed in, since when.
TIDES = ("django_session", "usersessions_usersession")


def chosen(many, *words):
    """Whether the short form takes this one: one in so many, the same ones each time."""
    return crc32(repr(words).encode()) % much(many, 1) == 0


def is_refused(status, role):
    return status in {401, 403, 404, 405} or (status == 302 and role in OUTSIDE)


class Watch:
    """What was asked, which answers were wrong, and what the refused ones wrote."""

    def __init__(self, media):
        self.media, self.asked, self.refused = Path(media), 0, 0
        self.wrong, self.traces, self.written = [], [], []

    def all(self):
        """Every row, and every file."""
        return everything(), sorted((one, one.stat().st_size) for one in self.media.rglob("*.*"))

    @contextmanager
    def unchanged(self, name):
        """What stands within, stands after it; all of it is compared, not only what was noticed."""
        before = self.all() if chosen(12, name) else None
        yield
        if before and before != self.all():
            self.traces.append((name, "not as before"))

    def notice(self, execute, sql, params, many, context):
        verb, *words = sql.split()
        if verb in ("INSERT", "UPDATE", "DELETE"):
            table = next(one for one in words if one.startswith('"')).strip('"')
            self.written += [table] if table not in TIDES else []
        return execute(sql, params, many, context)

    def ask(self, browser, where, method, allowed, refused=True, body=None):
        """One request; whoever is let in does nothing that stays."""
        kept, self.written = SimpleCookie(browser.cookies.output(header="")), []
        with nullcontext() if refused else undone(), connection.execute_wrapper(self.notice):
            response = browser.generic(method, where) if body is None else browser.post(where, body)
        browser.cookies = kept
        self.asked += 1
        self.refused += refused
        status = response.status_code
        self.wrong += [] if status in allowed else [(where, method, status, sorted(allowed))]
        self.traces += [(where, method, *self.written)] if refused and self.written else []
        return response

    def tell(self, name, **more):
        """The figure: how many were wrong, and how often rows or files changed by a refused one."""
        found = {"combinations": self.asked, "wrong": len(self.wrong)}
        found |= {"refused": self.refused, "changed_by_refused": len(self.traces)}
        figure(f"F1 F2 {name}", **more, **found)
        assert not [*self.wrong[:20], *self.traces[:20]], [*self.wrong[:20], *self.traces[:20]]
