"""What tests share about generated reports and recommendations, and their rows in the tables."""

from datetime import date, timedelta
from typing import Any

from partnerships import actions
from partnerships.models import Recommendation, Report, Verb
from partnerships.reports.document import Document
from partnerships.reports.kinds import KINDS, Asked, compose
from stedenband import clock

FIRST, LAST = date(2020, 1, 1), clock.today()
YEAR = timedelta(days=365)


def generated(by: Any, **given: Any) -> Report:
    """A yearly report in Dutch up to today, kept by the action, unless said."""
    terms = {"kind": "yearly", "language": "nl", "first": FIRST, "last": clock.today()}
    return actions.generate_report(by=by, **(terms | given))


def advised(twinning: Any, by: Any, **given: Any) -> Recommendation:
    terms = {"text": "Meet twice a year.", "language": "en", "given_on": date(2026, 1, 31)}
    return actions.add_recommendation(twinning=twinning, by=by, **(terms | given))


def responded(row: Recommendation, side: str, by: Any, **given: Any) -> Any:
    terms = {"answer": "agreed", "action": "We plan both.", "language": "nl"}
    about = {"recommendation": row, "side": side}
    return actions.answer_recommendation(by=by, **about, **(terms | given))


def asked(kind: str, language: str, twinning: Any, session: Any = None, **given: Any) -> Asked:
    """Over the last year, up to today."""
    days = {"first": clock.today() - YEAR, "last": clock.today()}
    side = "partner" if KINDS[kind].is_of_side else ""
    about = {"twinning": twinning, "side": side, "session": session}
    return Asked(kind=kind, language=language, **(days | about | given))


def lines_of(document: Document) -> str:
    """All that a document says."""
    said = [line for one in document.sections for line in one.lines]
    heads = [one.heading.text for one in document.sections]
    return " ".join([*said, *heads, *(one.source for one in document.sections)])


def yearly(twinning: Any, **given: Any) -> Document:
    return compose(asked("yearly", given.pop("language", "en"), twinning, **given))


def furnish(twinning: Any, editor: Any) -> dict[str, Any]:
    """A report that was kept, and a recommendation that nobody answered."""
    return {
        "recommendation": advised(twinning, editor),
        "kept": generated(editor, twinning=twinning),
    }


# --- tests/furnished/test_access.py: each page for each role -------------------------------------

TABLE = """
partnerships:report-list      GET  302 403 403 403 403 403 200 200 200 200 200 200 200
partnerships:report-list      POST 302 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:report-generate  GET  302 403 403 403 403 403 200 200 200 200 200 200 403
partnerships:report-generate  POST 302 403 403 403 403 403 200 200 200 200 200 200 403
partnerships:report-overview  GET  302 403 403 403 403 403 403 403 403 403 403 200 200
partnerships:report-overview  POST 302 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:report-gather    GET  302 403 403 403 403 403 403 403 403 403 403 200 403
partnerships:report-gather    POST 302 403 403 403 403 403 403 403 403 403 403 200 403
partnerships:report-detail    GET  302 404 404 404 404 404 200 200 200 200 200 200 200
partnerships:report-detail    POST 302 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:report-compare   GET  302 404 404 404 404 404 200 200 200 200 200 200 200
partnerships:report-compare   POST 302 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:report-download  GET  302 404 404 404 404 404 200 200 200 200 200 200 200
partnerships:report-download  POST 302 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:recommendation-list GET 302 403 403 403 403 403 200 200 200 200 200 200 200
partnerships:recommendation-list POST 302 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:recommendation-add GET 302 403 403 403 403 403 403 200 200 200 200 200 403
partnerships:recommendation-add POST 302 403 403 403 403 403 403 200 200 200 200 200 403
partnerships:recommendation-change GET 302 404 404 404 404 404 403 200 200 200 200 200 403
partnerships:recommendation-change POST 302 404 404 404 404 404 403 200 200 200 200 200 403
partnerships:recommendation-answer GET 302 404 404 404 404 404 403 200 200 200 200 403 403
partnerships:recommendation-answer POST 302 404 404 404 404 404 403 200 200 200 200 403 403
"""


def things(world: Any) -> dict[str, Any]:
    """What a page is about."""
    of_twinning = ("report-list", "report-generate", "recommendation-list", "recommendation-add")
    return {
        **dict.fromkeys(of_twinning, world.twinning.slug),
        **dict.fromkeys(("report-overview", "report-gather"), world.programme.slug),
        **dict.fromkeys(("report-detail", "report-compare"), world.kept),
        "report-download": (world.kept, "pdf"),
        "recommendation-change": world.recommendation,
        "recommendation-answer": world.recommendation,
    }


WANTED = {"kind": "yearly", "language": "nl", "first": "2020-01-01", "last": "2026-03-31"}
WANTED |= {"side": "", "session": ""}
ADVICE = {"language": "nl", "side": "joint", "given_on": "2026-01-31"}
ANSWER = {"answer": "agreed", "language": "nl", "due_on": "2026-12-31"}


def body(name: str) -> dict[str, str]:
    """What these forms ask, filled in so that it can be carried out."""
    if name in ("report-generate", "report-gather"):
        return WANTED
    if name == "recommendation-answer":
        return ANSWER | {"action": "We plan both.", "version": "0"}
    return ADVICE if name.startswith("recommendation-") else {}


# --- tests/forms.py: each form as somebody fills it in -------------------------------------------

FORMS: dict[str, tuple[str, str, dict[str, str], str]] = {
    "report-generate": ("reader", "twinning", WANTED, ""),
    "report-gather": ("coordinator", "programme", WANTED, ""),
    "recommendation-add": ("editor", "twinning", ADVICE, "text"),
    "recommendation-change": ("partner_editor", "recommendation", ADVICE, "text"),
    "recommendation-answer": ("editor", "recommendation", ANSWER, "action"),
}
LONG = {
    "recommendation-add": ["text", "given_by"],
    "recommendation-answer": ["why", "action"],
}
IMPOSSIBLE = {
    "recommendation-add": [
        ("given_on", "31-02-2026"),
        ("side", "nobody"),
        ("assessment", "987654321"),
    ],
    "recommendation-answer": [("answer", "perhaps"), ("due_on", "soon")],
}


# --- tests/deeds.py: each deed writes one line ---------------------------------------------------


def generate(world: Any) -> Report:
    return generated(world.editor, twinning=world.twinning)


def advise(world: Any) -> Recommendation:
    return advised(world.twinning, world.editor)


def advise_anew(world: Any) -> None:
    given = {"recommendation": advise(world), "text": "Meet often."}
    actions.change_recommendation(by=world.editor, **given)


def respond(world: Any) -> None:
    responded(advise(world), "flemish", world.editor)


DEEDS = [
    (Verb.REPORT_GENERATED, "generate_report", generate, 0),
    (Verb.RECOMMENDATION_ADDED, "add_recommendation", advise, 0),
    (Verb.RECOMMENDATION_CHANGED, "change_recommendation", advise_anew, 1),
    (Verb.RECOMMENDATION_ANSWERED, "answer_recommendation", respond, 1),
]
