"""What tests of sessions and promises share: how they come about, and their rows in the tables."""

from datetime import timedelta
from typing import Any

from partnerships import actions
from partnerships.models import Promise, Session, Twinning, Verb
from stedenband import clock
from stedenband.accounts.models import User


def planned(twinning: Twinning, by: User, days: int = 7, **given: Any) -> Session:
    """A session of two hours, so many days from now (or ago), planned by the action."""
    together = given.pop("together", [])
    starts = clock.now() + timedelta(days=days)
    with clock.at(min(clock.now(), starts) - timedelta(days=14)):
        return actions.plan_session(
            **{
                "twinnings": [twinning, *together],
                "host": twinning.flemish,
                "by": by,
                "title": "On compost",
                "starts_at": starts,
                "ends_at": starts + timedelta(hours=2),
                **given,
            }
        )


def reported(session: Session, by: User, **given: Any) -> Session:
    """What took place, told by the action."""
    words = {"language": "nl", "text": "We **agreed**.", "missing_voices": "The market women."}
    numbers = {("flemish", "women"): 3, ("partner", "young"): 0}
    return actions.report_session(session=session, by=by, **(words | {"numbers": numbers} | given))


def contributed(session: Session, by: User, organisation: Any, **given: Any) -> Any:
    words = {"language": "es", "text": "Sin bolsas no se separa."}
    told = {"session": session, "by": by, "organisation": organisation}
    return actions.contribute_session(**(told | words | given))


def agreed(session: Session, **by: User) -> Session:
    """Sides agree that everybody may read it: `flemish=…`, `partner=…`, of every twinning."""
    for side, user in by.items():
        seats = [(one.pk, side) for one in session.twinnings.all()]
        actions.agree_session(session=session, by=user, seats=seats)
    return Session.objects.with_names().get(pk=session.pk)


def promised(twinning: Twinning, by: User, **given: Any) -> Promise:
    """A promise due in a month, written down by the action for the side of whoever writes."""
    return actions.make_promise(
        **{
            "twinning": twinning,
            "by": by,
            "confirms_for": twinning.side_of(by),
            "side": "flemish",
            "what": "A phone number on every bin.",
            "due_on": clock.today() + timedelta(days=30),
            **given,
        }
    )


def furnish(twinning: Twinning, editor: User, partner_editor: User) -> dict[str, Any]:
    """A session to come, one that was reported on, and a promise to confirm."""
    past = planned(twinning, editor, days=-7, title="On water")
    return {
        "session": planned(twinning, editor),
        "past_session": reported(past, editor),
        "promise": promised(twinning, partner_editor, side="partner", session=past),
    }


# --- tests/furnished/test_access.py: each page for each role -------------------------------------

TABLE = """
partnerships:session-list     GET  200 200 200 200 200 200 200 200 200 200 200 200 200
partnerships:session-list     POST 405 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:session-detail   GET  404 404 404 404 404 404 200 200 200 200 200 200 200
partnerships:session-detail   POST 405 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:session-add      GET  302 403 403 403 403 403 403 200 200 200 200 200 200
partnerships:session-add      POST 302 403 403 403 403 403 403 200 200 200 200 200 200
partnerships:session-change   GET  302 404 404 404 404 404 403 200 200 200 200 200 200
partnerships:session-change   POST 302 404 404 404 404 404 403 200 200 200 200 200 200
partnerships:session-cancel   GET  302 404 404 404 404 404 403 200 200 200 200 200 200
partnerships:session-cancel   POST 302 404 404 404 404 404 403 200 200 200 200 200 200
partnerships:session-report   GET  302 404 404 404 404 404 403 200 200 200 200 200 200
partnerships:session-report   POST 302 404 404 404 404 404 403 200 200 200 200 200 200
partnerships:session-illustrate GET  302 404 404 404 404 404 403 200 200 200 200 200 200
partnerships:session-illustrate POST 302 404 404 404 404 404 403 200 200 200 200 200 200
partnerships:session-contribute GET  302 404 404 404 404 404 403 200 200 200 200 200 200
partnerships:session-contribute POST 302 404 404 404 404 404 403 200 200 200 200 200 200
partnerships:session-agree    GET  302 404 404 404 404 404 403 200 200 200 200 403 403
partnerships:session-agree    POST 302 404 404 404 404 404 403 200 200 200 200 403 403
partnerships:session-retract  GET  302 404 404 404 404 404 403 200 200 200 200 403 403
partnerships:session-retract  POST 302 404 404 404 404 404 403 200 200 200 200 403 403
partnerships:promise-list     GET  302 403 403 403 403 403 200 200 200 200 200 200 200
partnerships:promise-list     POST 302 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:promise-detail   GET  302 404 404 404 404 404 200 200 200 200 200 200 200
partnerships:promise-detail   POST 302 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:promise-add      GET  302 403 403 403 403 403 403 200 200 200 200 200 200
partnerships:promise-add      POST 302 403 403 403 403 403 403 200 200 200 200 200 200
partnerships:promise-change   GET  302 404 404 404 404 404 403 200 200 200 200 200 200
partnerships:promise-change   POST 302 404 404 404 404 404 403 200 200 200 200 200 200
partnerships:promise-confirm  GET  302 404 404 404 404 404 403 200 200 200 200 403 403
partnerships:promise-confirm  POST 302 404 404 404 404 404 403 200 200 200 200 403 403
partnerships:promise-settle   GET  302 404 404 404 404 404 403 200 200 200 200 200 200
partnerships:promise-settle   POST 302 404 404 404 404 404 403 200 200 200 200 200 200
"""
BODY = {
    "due_on": "2027-03-31",
    "ends_time": "17:00",
    "side": "joint",
    "starts_on": "2027-03-10",
    "starts_time": "15:30",
    "visibility": "twinning",
}


def things(world: Any) -> dict[str, Any]:
    """What a page is about, where its noun alone does not say so."""
    return {
        "session-list": None,
        "session-add": world.twinning.slug,
        "session-report": world.past_session,
        "session-illustrate": world.past_session,
        "promise-list": world.twinning.slug,
        "promise-add": world.twinning.slug,
    }


def body(name: str, world: Any) -> dict[str, Any]:
    """What these forms ask that another form asks otherwise."""
    if name in ("session-add", "session-change"):
        return {"kind": "dialogue", "host": world.twinning.flemish_id, "link": ""}
    if name == "session-illustrate":
        return {"written_in": "nl"}
    return {"state": "kept"} if name == "promise-settle" else {}


# --- tests/pages.py: each form as somebody fills it in -------------------------------------------

PLAN = {
    "kind": "dialogue",
    "language": "nl",
    "starts_on": "2027-03-10",
    "starts_time": "15:30",
    "ends_time": "17:00",
    "visibility": "twinning",
}
TERMS = {"side": "flemish", "language": "nl", "due_on": "2027-03-31"}
FORMS: dict[str, tuple[str, str, dict[str, str], str]] = {
    "promise-add": ("editor", "twinning", TERMS, "what"),
    "promise-change": ("partner_editor", "promise", TERMS, "what"),
    "promise-confirm": ("editor", "promise", {}, ""),
    "promise-settle": ("editor", "promise", {"state": "broken", "language": "nl"}, "reason"),
    "session-add": ("editor", "twinning", PLAN, "title"),
    "session-agree": ("editor", "session", {}, ""),
    "session-cancel": ("editor", "session", {"language": "nl"}, "reason"),
    "session-change": ("editor", "session", PLAN, "title"),
    "session-contribute": ("editor", "session", {"language": "nl"}, "text"),
    "session-illustrate": (
        "editor",
        "past_session",
        {"alt": "A hall", "written_in": "nl", "position": "1", "consent": "no_people"},
        "caption",
    ),
    "session-report": ("editor", "past_session", {"number_flemish_women": "4"}, "text"),
    "session-retract": ("editor", "session", {}, ""),
}
COLUMNS = {"promise-change": "what", "session-change": "title"}
VERSIONED = [*COLUMNS, "promise-settle", "session-cancel", "session-report"]
LONG = {
    "promise-add": ["what", "amount"],
    "session-add": ["title", "place", "agenda", "link", "interpretation"],
    "session-cancel": ["reason"],
    "session-contribute": ["text"],
    "session-report": ["text", "missing_voices", "number_flemish_women"],
}
IMPOSSIBLE = {
    "promise-add": [
        ("due_on", "31-02-2027"),
        ("amount", "12.345"),
        ("amount", "a lot"),
        ("currency", "XXX"),
        ("session", "987654321"),
        ("side", "nobody"),
    ],
    "promise-settle": [("state", "open"), ("due_on", "tomorrow")],
    "session-add": [
        ("starts_on", "31-02-2027"),
        ("starts_time", "25:00"),
        ("starts_time", "half three"),
        ("ends_time", "12:60"),
        ("host", "987654321"),
        ("kind", "party"),
        ("languages", "tlh"),
        ("link", "javascript:alert(1)"),
        ("visibility", "public"),
    ],
    "session-report": [
        ("number_flemish_women", "-1"),
        ("number_flemish_women", "a few"),
        ("number_joint_experts", "9" * 30),
    ],
}


# --- tests/partnerships/test_event.py: each deed writes one line ---------------------------------


def plan(world: Any) -> Session:
    return planned(world.twinning, world.editor)


def hold(world: Any) -> Session:
    return planned(world.twinning, world.editor, days=-2)


def agree_for(session: Session, user: User) -> None:
    seats = [(session.twinnings.get().pk, "flemish")]
    actions.agree_session(session=session, by=user, seats=seats)


def retract(world: Any) -> None:
    session = plan(world)
    agree_for(session, world.editor)
    seats = [(world.twinning.pk, "flemish")]
    actions.retract_session(session=session, by=world.editor, seats=seats)


def cancel(world: Any) -> None:
    given = {"reason": "Rain.", "language": "nl"}
    actions.cancel_session(session=plan(world), by=world.editor, **given)


def promise(world: Any) -> Promise:
    return promised(world.twinning, world.editor)


def rephrase(world: Any) -> None:
    made = promise(world)
    actions.change_promise(promise=made, by=world.editor, due_on=made.due_on, what="Else.")


def confirm(world: Any) -> None:
    actions.confirm_promise(promise=promise(world), by=world.partner, side="partner")


def settle(world: Any) -> None:
    actions.settle_promise(promise=promise(world), by=world.editor, state="kept")


DEEDS = [
    (Verb.SESSION_PLANNED, "plan_session", plan, 0),
    (
        Verb.SESSION_CHANGED,
        "change_session",
        lambda w: actions.change_session(session=plan(w), by=w.editor, title="On bins"),
        1,
    ),
    (Verb.SESSION_CANCELLED, "cancel_session", cancel, 1),
    (Verb.SESSION_REPORTED, "report_session", lambda w: reported(hold(w), w.editor), 1),
    (
        Verb.SESSION_CONTRIBUTED,
        "contribute_session",
        lambda w: contributed(plan(w), w.editor, w.edegem),
        1,
    ),
    (Verb.SESSION_AGREED, "agree_session", lambda w: agree_for(plan(w), w.editor), 1),
    (Verb.SESSION_RETRACTED, "retract_session", retract, 2),
    (Verb.PROMISE_MADE, "make_promise", promise, 0),
    (Verb.PROMISE_CHANGED, "change_promise", rephrase, 1),
    (Verb.PROMISE_CONFIRMED, "confirm_promise", confirm, 1),
    (Verb.PROMISE_SETTLED, "settle_promise", settle, 1),
]
