"""Every form of the portal, filled in so that it can be carried out."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from partnerships.forms.plan import PlanConfirmForm
from partnerships.imports.plan import PlanRow, compare
from partnerships.models import Import
from partnerships.models.trajectory import add_months
from tests import continuity, entrances, importing, mailbox, mandates, reports, sessions
from tests.handing import HANDING_FORMS
from tests.pages import everything, text_of, upload, url, words_of


@dataclass
class PageForm:
    """A form as somebody fills it in: who, where, what, and which field holds their own words."""

    role: str
    where: str
    data: dict[str, str]
    words: str = ""
    about: Any = None
    file: str = ""

    def filled(self, **given: Any) -> dict[str, Any]:
        """What a browser sends, with a token of its own and the file that it cannot do without."""
        files = {self.file: upload()} if self.file else {}
        return {"once": str(uuid4())} | self.data | files | given


OWN_WORDS = "Words of our own: ¿cómo? “zó”."
# Each form of the portal: who fills it in, on which thing of `furnished`, what else it needs, and
# where its own words go; "" where it has none.
LESSON = {"language": "nl", "direction": "both", "again": "yes", "visibility": "twinning"}
FORUM = {"held_on": "2026-01-31", "language": "nl"}
FORMS: dict[str, tuple[str, str, dict[str, str], str]] = {
    "adoption-report": (
        "editor",
        "adoption",
        {"state": "done", "language": "nl"},
        "result",
    ),
    "assessment-answer": ("editor", "assessment", {"language": "nl"}, "remark_1"),
    "assessment-open": ("editor", "twinning", {"held_on": "2026-01-31"}, "title"),
    "comment-add": ("editor", "late", {"language": "nl"}, "text"),
    "deed-add": (
        "editor",
        "twinning",
        {"main_target": "11.6", "state": "planned", "language": "nl", "level": "people"},
        "title",
    ),
    "deed-change": (
        "editor",
        "deed",
        {"main_target": "11.6", "state": "planned", "language": "nl", "level": "people"},
        "title",
    ),
    "deed-comment": ("editor", "deed", {"language": "nl"}, "text"),
    "document-add": (
        "editor",
        "twinning",
        {"kind": "minutes", "language": "nl", "visibility": "twinning"},
        "title",
    ),
    "document-change": (
        "partner_editor",
        "document",
        {"kind": "minutes", "language": "nl", "visibility": "twinning"},
        "title",
    ),
    "document-replace": ("partner_editor", "document", {}, "note"),
    "document-withdraw": ("partner_editor", "document", {}, "reason"),
    "evidence-add": ("partner_editor", "waiting_milestone", {}, ""),
    "evidence-remove": ("editor", "draft_file", {}, ""),
    "forum-add": ("coordinator", "", FORUM, "title"),
    "forum-change": ("coordinator", "forum", FORUM, "title"),
    "forum-pick": ("coordinator", "forum", {}, ""),
    "indicator-add": ("editor", "twinning", {}, "title_en"),
    "indicator-change": (
        "editor",
        "pair",
        {"language": "nl", "kind": "quantitative", "direction": "up", "unit": "kg"},
        "what",
    ),
    "lesson-add": (
        "editor",
        "twinning",
        LESSON | {"title": "Start small", "side": "flemish"},
        "situation",
    ),
    "lesson-adopt": (
        "editor",
        "foreign_lesson",
        {"language": "nl"},
        "why",
    ),
    "lesson-change": ("editor", "lesson", LESSON | {"title": "Start small"}, "situation"),
    "lesson-publish": ("editor", "lesson", {}, ""),
    "lesson-withdraw": ("editor", "public_lesson", {"visibility": "side"}, ""),
    "local-target-add": ("editor", "twinning", {"code": "11.6.1", "language": "nl"}, "label"),
    "measurement-add": (
        "editor",
        "pair",
        {"measured_on": "2026-01-31", "value": "14", "source": "Register"},
        "note",
    ),
    "measurement-change": (
        "partner_editor",
        "measurement",
        {"measured_on": "2026-01-31", "value": "14", "source": "Register"},
        "note",
    ),
    "measurement-withdraw": ("partner_editor", "measurement", {}, ""),
    "milestone-add": ("editor", "trajectory", {"month": "20", "duty": "joint"}, "title_en"),
    "milestone-change": ("partner_editor", "late", {"title_nl": "Te laat"}, "title_en"),
    "milestone-drop": ("partner_editor", "late", {"reason": "other"}, "explanation"),
    "milestone-reinstate": (
        "partner_editor",
        "dropped",
        {"reason": "other", "month": "21"},
        "explanation",
    ),
    "milestone-replan": (
        "partner_editor",
        "late",
        {"reason": "other", "month": "20"},
        "explanation",
    ),
    "own-goal-add": ("editor", "twinning", {"number": "18"}, "name_en"),
    "page-edit": ("editor", "flemish_page", {"language": "nl"}, "text"),
    "page-publish": ("editor", "flemish_page", {}, ""),
    "page-remind": ("coordinator", "partner_page", {}, "words"),
    "page-withdraw": ("editor", "flemish_page", {}, ""),
    "plan-confirm": ("editor", "twinning", {}, ""),
    "photo-add": (
        "editor",
        "draft_story",
        {"alt": "A street", "position": "1", "consent": "no_people"},
        "caption",
    ),
    "photo-change": (
        "partner_editor",
        "photo",
        {"alt": "A street", "position": "1", "consent": "no_people"},
        "caption",
    ),
    "photo-withdraw": ("partner_editor", "photo", {}, ""),
    "progress-confirm": ("signatory", "waiting", {"verdict": "contested"}, "reason"),
    "progress-publish": ("partner_editor", "approved", {}, ""),
    "progress-review": ("coordinator", "waiting", {"decision": "returned"}, "note"),
    "progress-withdraw": ("partner_editor", "approved", {}, ""),
    "progress-write": (
        "partner_editor",
        "late",
        {"hand_in": "1", "happened_on": "2026-01-31", "language": "es", "summary_language": "nl"},
        "what_happened",
    ),
    "translation-check": ("partner_editor", "translation", {}, ""),
    "translation-edit": ("editor", "translation", {}, "title"),
    "story-add": ("editor", "twinning", {"title": "A street", "language": "nl"}, "text"),
    "story-change": ("partner_editor", "story", {"title": "A street", "language": "es"}, "text"),
    "story-publish": ("partner_editor", "approved_story", {}, ""),
    "story-review": ("coordinator", "story", {"decision": "returned"}, "note"),
    "story-submit": ("editor", "draft_story", {}, ""),
    "story-withdraw": ("partner_editor", "public_story", {}, ""),
    "trajectory-shift": ("coordinator", "trajectory", {}, "explanation"),
}
FILES = {
    "document-add": "upload",
    "document-replace": "upload",
    "evidence-add": "uploads",
    "photo-add": "picture",
    "session-illustrate": "picture",
}
FORMS |= reports.FORMS | importing.FORMS | entrances.FORMS
FORMS |= sessions.FORMS | continuity.FORMS | mandates.FORMS | mailbox.FORMS | HANDING_FORMS
WITH_WORDS = [name for name, row in FORMS.items() if row[3]]
NEW = (
    "assessment-answer",
    "progress-write",
    "recommendation-answer",
)  # what is about to be written has no version yet


def packed(world: Any) -> str:
    """A plan table as its preview hands it on."""
    rows = [PlanRow(2, title="Bees", main_target="15.5")]
    found = compare(world.twinning, "flemish", rows)
    return str(PlanConfirmForm.for_rows(rows, found)["packed"].value())


def keys_of(name: str, thing: str, about: Any, world: Any) -> list[Any]:
    """What the address of a form needs."""
    if name == "translation-edit":
        return ["deed", about.deed_id, "fr"]
    if name == "custom-write":
        return [world.twinning.slug]
    if name == "import-confirm":
        return [Import.Kind.ORGANISATION]
    return (
        [about.slug if thing in ("twinning", "place", "programme") else about.pk] if about else []
    )


def given_in(name: str, about: Any, world: Any) -> dict[str, str]:
    """What a form needs that depends on the rows."""
    if name == "plan-confirm":
        return {"packed": packed(world)}
    if name == "import-confirm":
        return {"packed": importing.packed()}
    if name == "invitation-send":
        return entrances.body(name)
    if name == "membership-succeed":
        return {"successor": str(world.custom.updated_by_id)}
    if name == "trajectory-shift":
        return {"first_month": str(add_months(about.first_month, 1))}
    if name in ("session-add", "session-change"):
        return {"host": str(world.twinning.flemish_id)}
    return {"taker": f"{world.twinning.pk}-flemish"} if name == "lesson-adopt" else {}


# What only one form is about, and no page of `furnished` shows.
MADE = {
    "imported": importing.imported,
    "invitation": lambda world: entrances.invited(world.new_account)[0],
}


def form_of(name: str, world: Any) -> PageForm:
    """A form of FORMS, filled in so that it can be carried out."""
    role, thing, data, words = FORMS[name]
    about = MADE[thing](world) if thing in MADE else getattr(world, thing, None)
    keys = keys_of(name, thing, about, world)
    if name in ("indicator-change", "measurement-add"):
        about = about.indicators.get(side="flemish")
    version = 0 if name in NEW else getattr(about, "version", 0)
    given = {**data, "version": str(version), **given_in(name, about, world)}
    given |= continuity.given(name, world)
    if words:
        given[words] = OWN_WORDS
    return PageForm(role, url(name, *keys), given, words, about, FILES.get(name, ""))


def refused(
    response: Any, form: PageForm, typed: str, before: dict[str, list[Any]], field: str = ""
) -> tuple[Any, ...]:
    """Nothing was saved, a message stands on the field, and what was typed is still there."""
    errors = response.context["form"].errors
    return (
        response.status_code,
        (field or form.words) in errors,
        typed in response.content.decode() or typed in text_of(response),
        "This is not saved yet:" in words_of(response),
        everything() == before,
    )


REFUSED = (200, True, True, True, True)
