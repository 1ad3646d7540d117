"""Who may do what, as people read it: made from the tables that the tests hold the portal to."""

from tests.furnished.test_access import PUBLISHED, TABLE, rows
from tests.pages import ROLES

WORDS = {200: "yes", 302: "sign in", 401: "sign in", 403: "no", 404: "hidden", 405: "–", 422: "yes"}
HEADS = {
    None: "anonymous",
    "nobody": "no membership",
    "former": "former member",
    "stranger": "editor elsewhere",
    "partner_editor": "partner's editor",
    "partner_signatory": "partner's signatory",
}
INTRODUCTION = """# Who may do what

Made by `python -m tests.security --table` from the tables that the tests hold the portal to; each
row was asked for by each role. The thing looked at is the twinning's, and where it is one side's,
the partner's or the Flemish side's as in `tests/pages.py`.

yes: answered. sign in: sent to another page, for who is not signed in the door. no: told that they
may not. hidden: the same answer as for what does not exist. –: not a thing to do there."""


def word(role: str | None, status: int) -> str:
    """A redirection of somebody who is signed in leads on, or asks to confirm who it is."""
    return "led on" if status == 302 and role else WORDS[status]


def lines(text: str) -> list[str]:
    head = [HEADS.get(role, role) for role in ROLES.values()]
    found = [f"| page | | {' | '.join(map(str, head))} |", "|---" * (len(head) + 2) + "|"]
    for name, method, statuses in rows(text):
        if set(statuses.values()) != {405}:
            cells = (word(role, status) for role, status in statuses.items())
            what = "read" if method == "GET" else "act"
            found.append(f"| {name.removeprefix('partnerships:')} | {what} | {' | '.join(cells)} |")
    return found


def markdown() -> str:
    parts = [INTRODUCTION, "", "## Before a side has published", "", *lines(TABLE)]
    return "\n".join([*parts, "", "## After both sides have published", "", *lines(PUBLISHED)])
