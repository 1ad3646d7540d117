"""Whether anything changed that a page may show: one row for each transaction that wrote something.

The row is written in that transaction itself, so whoever sees the change sees the row and nobody
sees one without the other, on every machine that asks the same database; a statement outside any
transaction has its row right after it. No action has to remember to say so: the connection notices
what is written, by whichever layer, the admin and the commands included. Rows are only ever added,
so that two transactions never wait for each other here.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from weakref import WeakSet

from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from stedenband import clock
from stedenband.models import Change

WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)
# What no page for everybody shows, and is written often: sessions, what is being typed, mail.
UNSEEN = {
    "django_admin_log",
    "django_migrations",
    "django_session",
    "stedenband_change",
    "stedenband_handledform",
    "stedenband_kepttext",
    "stedenband_outgoingmail",
    "stedenband_piece",
    "stedenband_upload",
    "usersessions_usersession",
}
KEPT_FOR, TIDIED_EACH = timedelta(minutes=15), 500
SET_UP: WeakSet[BaseDatabaseWrapper] = WeakSet()  # connections whose database has the table
EDITION = "SELECT min(id), max(id), count(*) FROM stedenband_change"


def edition() -> tuple[int, int, int]:
    """What stands in the database now; another as soon as a transaction that wrote is committed.

    The number counts too: transactions end in another order than they began. The first and the
    last tell apart what was tidied up.
    """
    with connection.cursor() as cursor:
        cursor.execute(EDITION)
        first, last, number = cursor.fetchone()
    return first or 0, last or 0, number


def notice(
    execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    """Goes around each statement of a connection (Django's `execute_wrappers`)."""
    here: BaseDatabaseWrapper = context["connection"]
    found = execute(sql, params, many, context)
    if is_seen(sql) and not is_noted(here) and has_room(here):
        note()
    return found


def listen(connection: BaseDatabaseWrapper, **_more: Any) -> None:
    """To each new connection; before whatever else goes around its statements, and once."""
    if notice not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, notice)


def is_seen(sql: Any) -> bool:
    found = WRITES.match(sql) if isinstance(sql, str) else None
    return found is not None and found[1].lower() not in UNSEEN


def is_noted(here: BaseDatabaseWrapper) -> bool:
    """Whether this transaction has its row, and no savepoint took it back."""
    return any(one[1] is noted for one in here.run_on_commit)


def noted() -> None:
    """Stands among what a transaction does when it is committed, as the sign that it has its row:
    Django takes it away with a savepoint that is rolled back, as the database does with the row."""


def has_room(here: BaseDatabaseWrapper) -> bool:
    """A database that is still being set up has no such table yet."""
    if here not in SET_UP:
        with here.cursor() as cursor:
            if Change._meta.db_table not in here.introspection.table_names(cursor):
                return False
        SET_UP.add(here)
    return True


def note() -> None:
    tidy(Change.objects.create().pk)
    transaction.on_commit(noted)


def tidy(last: int) -> None:
    """Old rows go now and then; counting those that are left stays cheap."""
    if last % TIDIED_EACH == 0:
        Change.objects.filter(at__lt=clock.now() - KEPT_FOR).delete()
