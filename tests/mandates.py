"""What tests of posts, mandates, states and signs of life share, and their rows in the tables."""

from datetime import date, timedelta
from typing import Any

from partnerships import actions
from partnerships.models import ContextEvent, Election, Mandate, Post, Twinning, Verb
from stedenband import clock
from stedenband.accounts.models import User


def posted(twinning: Twinning, by: User, **given: Any) -> Post:
    """A post of the Flemish side, entered by the action."""
    fields = {"side": "flemish", "kind": "coordinator", "title": "Coordinator", "language": "nl"}
    return actions.add_post(twinning=twinning, by=by, **(fields | given))


def held(post: Post, by: User, **given: Any) -> Mandate:
    """A term of a post that began a year ago and ends in a hundred days."""
    today = clock.today()
    fields = {
        "starts_on": today - timedelta(days=365),
        "ends_on": today + timedelta(days=100),
        "filled": "employed",
        "note": "The keys are in the blue cupboard.",
    }
    return actions.add_mandate(post=post, by=by, **(fields | given))


def alive(twinning: Twinning, by: User, **given: Any) -> Any:
    """A sign of life of the side of whoever gives it."""
    words = {"what_happened": "The market opened.", "what_next": "Weighing.", "language": "nl"}
    side = twinning.side_of(by)
    return actions.give_sign_of_life(twinning=twinning, side=side, by=by, **(words | given))


def stated(twinning: Twinning, by: User, **given: Any) -> Any:
    words = {"state": "dormant", "reason": "The council paused it.", "language": "nl"}
    return actions.change_state(twinning=twinning, by=by, **(words | given))


def election(held_on: date, **given: Any) -> Election:
    """A sample election of the council of Peru, unless it is said otherwise."""
    organisations = given.pop("organisations", [])
    fields = {"country": "PE", "kind": "council", "held_on": held_on, "is_sample": True}
    row = Election(**(fields | given))
    row.full_clean()
    row.save()
    row.organisations.set(organisations)
    return row


def happened(starts_on: date, **given: Any) -> ContextEvent:
    organisations = given.pop("organisations", [])
    texts = {f"text_{code}": f"A storm ({code})." for code in ("nl", "es", "fr", "en")}
    fields = {"kind": "storm", "starts_on": starts_on, "is_sample": True, **texts}
    row = ContextEvent(**(fields | given))
    row.full_clean()
    row.save()
    row.organisations.set(organisations)
    return row


def furnish(twinning: Twinning, editor: User, partner_editor: User) -> dict[str, Any]:
    """A post of the Flemish side with its term, and a sign of life of the partner's."""
    post = posted(twinning, editor)
    mandate = held(post, editor)
    return {"post": post, "mandate": mandate, "sign": alive(twinning, partner_editor)}


# --- tests/furnished/test_access.py: each page for each role -------------------------------------

TABLE = """
partnerships:post-list        GET  200 200 200 200 200 200 200 200 200 200 200 200 200
partnerships:post-list        POST 405 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:post-add         GET  302 403 403 403 403 403 403 200 200 200 200 200 403
partnerships:post-add         POST 302 403 403 403 403 403 403 200 200 200 200 200 403
partnerships:post-change      GET  302 404 404 404 404 404 403 200 200 403 403 200 403
partnerships:post-change      POST 302 404 404 404 404 404 403 200 200 403 403 200 403
partnerships:mandate-add      GET  302 404 404 404 404 404 403 200 200 403 403 200 403
partnerships:mandate-add      POST 302 404 404 404 404 404 403 200 200 403 403 200 403
partnerships:mandate-change   GET  302 404 404 404 404 404 403 200 200 403 403 200 403
partnerships:mandate-change   POST 302 404 404 404 404 404 403 200 200 403 403 200 403
partnerships:mandate-remove   GET  302 404 404 404 404 404 403 200 200 403 403 200 403
partnerships:mandate-remove   POST 302 404 404 404 404 404 403 200 200 403 403 200 403
partnerships:election-list    GET  200 200 200 200 200 200 200 200 200 200 200 200 200
partnerships:election-list    POST 405 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:state-change     GET  302 403 403 403 403 403 403 200 200 200 200 200 403
partnerships:state-change     POST 302 403 403 403 403 403 403 200 200 200 200 200 403
partnerships:sign-of-life     GET  302 403 403 403 403 403 200 200 200 200 200 200 200
partnerships:sign-of-life     POST 302 403 403 403 403 403 403 200 200 200 200 403 403
"""


def things(world: Any) -> dict[str, Any]:
    """What a page is about, where its noun alone does not say so."""
    return {
        "post-list": world.twinning.slug,
        "post-add": world.twinning.slug,
        "post-change": world.post,
        "mandate-add": world.post,
        "mandate-change": world.mandate,
        "mandate-remove": world.mandate,
        "election-list": None,
        "state-change": world.twinning.slug,
        "sign-of-life": world.twinning.slug,
    }


TERM = {
    "starts_on": "2003-03-10",
    "starts_known": "day",
    "ends_on": "2004-03-10",
    "ends_known": "month",
    "filled": "elected",
    "language": "nl",
}


def body(name: str) -> dict[str, str]:
    """What these forms ask that another form asks otherwise."""
    given = {
        "post-add": {"side": "flemish", "kind": "mayor"},
        "post-change": {"kind": "mayor"},
        "mandate-add": TERM,
        "mandate-change": TERM,
        "state-change": {"state": "dormant", "since": "2020-01-31"},
    }
    return given.get(name, {})


# --- tests/forms.py: each form as somebody fills it in -------------------------------------------

FORMS: dict[str, tuple[str, str, dict[str, str], str]] = {
    "post-add": (
        "editor",
        "twinning",
        {"kind": "mayor", "language": "nl", "side": "flemish"},
        "title",
    ),
    "post-change": ("editor", "post", {"kind": "mayor", "language": "nl"}, "title"),
    "mandate-add": ("editor", "post", TERM, "note"),
    "mandate-change": ("editor", "mandate", TERM, "note"),
    "mandate-remove": ("editor", "mandate", {}, ""),
    "state-change": (
        "editor",
        "twinning",
        {"state": "dormant", "since": "2020-01-31", "language": "nl"},
        "reason",
    ),
    "sign-of-life": ("editor", "twinning", {"language": "nl"}, "what_happened"),
}
COLUMNS = {"post-change": "title", "mandate-change": "note"}
LONG = {
    "post-add": ["title"],
    "mandate-add": ["note"],
    "state-change": ["reason"],
    "sign-of-life": ["what_happened", "what_next"],
}
IMPOSSIBLE = {
    "post-add": [("kind", "king"), ("side", "partner"), ("needed_until", "31-02-2027")],
    "mandate-add": [
        ("starts_on", "29-02-2003"),
        ("ends_on", "some day"),
        ("starts_known", "hour"),
        ("filled", "bought"),
    ],
    "state-change": [("state", "active"), ("since", "30-02-2020")],
}


# --- tests/deeds.py: each deed writes one line ---------------------------------------------------


def post(world: Any) -> Post:
    return posted(world.twinning, world.editor)


def term(world: Any) -> Mandate:
    return held(post(world), world.editor)


def rename(world: Any) -> None:
    actions.change_post(post=post(world), by=world.editor, title="Service")


def lengthen(world: Any) -> None:
    actions.change_mandate(mandate=term(world), by=world.editor, ends_on=None)


DEEDS = [
    (Verb.POST_ADDED, "add_post", post, 0),
    (Verb.POST_CHANGED, "change_post", rename, 1),
    (Verb.MANDATE_ADDED, "add_mandate", term, 1),
    (Verb.MANDATE_CHANGED, "change_mandate", lengthen, 2),
    (
        Verb.MANDATE_REMOVED,
        "remove_mandate",
        lambda w: actions.remove_mandate(mandate=term(w), by=w.editor),
        2,
    ),
    (Verb.STATE_CHANGED, "change_state", lambda w: stated(w.twinning, w.editor), 0),
    (Verb.SIGN_OF_LIFE_GIVEN, "give_sign_of_life", lambda w: alive(w.twinning, w.editor), 0),
]
