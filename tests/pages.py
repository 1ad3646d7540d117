"""What tests of pages share: a twinning with something on every page, and ways to look at pages."""

import re
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from io import BytesIO
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLResolver, reverse
from django.utils import translation
from PIL import Image

from partnerships import actions
from partnerships.forms.plan import PlanConfirmForm
from partnerships.imports.plan import PlanRow, compare
from partnerships.models import Duty, Evidence, Measurement, Page, Twinning
from partnerships.models.trajectory import add_months
from stedenband import clock
from stedenband.files import check_upload
from tests import sessions
from tests.factories import (
    DeedFactory,
    MilestoneFactory,
    TwinningFactory,
    announced,
    approve,
    documented,
    draft,
    handed_in,
    learned,
    let_through,
    measured_pair,
    member,
    opened,
    photographed,
    published,
    reload,
    submitted,
    taken_over,
    told,
    translated,
)

# Who visits a page: the fixtures of conftest.py, by a short name for tables.
ROLES = {
    "ano": None,
    "nob": "nobody",
    "for": "former",
    "str": "stranger",
    "sta": "staff",
    "sup": "superuser",
    "rea": "reader",
    "edi": "editor",
    "sig": "signatory",
    "ped": "partner_editor",
    "psi": "partner_signatory",
    "coo": "coordinator",
    "fac": "facilitator",
}


def url(name: str, *args: Any, language: str = "en") -> str:
    """The address of a page of the portal in a language."""
    with translation.override(language):
        return reverse(f"partnerships:{name}", args=args)


def visit(user: Any, **options: Any) -> Client:
    """A browser in which somebody signed in; nobody for None."""
    client = Client(**options)
    if user is not None:
        client.force_login(user)
    return client


def text_of(response: Any) -> str:
    """What a response says, as a reader sees it: entities read, white space as one."""
    return " ".join(unescape(response.content.decode()).split())


def words_of(response: Any) -> str:
    """The same without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", text_of(response)).split())


def publish(twinning: Twinning, side: str, by: Any) -> Page:
    """A side's page, made public by the action."""
    return actions.publish_page(page=twinning.pages.get(side=side), by=by)


def picture(colour: str = "red", kind: str = "PNG") -> bytes:
    content = BytesIO()
    Image.new("RGB", (8, 8), colour).save(content, kind)
    return content.getvalue()


def upload(name: str = "street.png", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture() if content is None else content)


def everything() -> dict[str, list[Any]]:
    """Every row of the portal, to see that nothing was written."""
    models = [*apps.get_app_config("partnerships").get_models()]
    models += apps.get_app_config("stedenband").get_models()
    return {one.__name__: list(one.objects.order_by("pk").values()) for one in models}


def furnished(trajectory: Any, editor: Any, partner_editor: Any, coordinator: Any) -> Any:
    """Something for every page of a twinning, made by the actions.

    `late` is the partner's and not reported; `waiting` reported and waits for review and key;
    `approved` approved; `returned` a draft of the Flemish side with a file; `dropped` dropped;
    `assessment` open; `lesson` the Flemish side's, `shared_lesson` open to all twinnings and on
    `forum`, `adoption` the Flemish side's, of a lesson of another twinning.
    `assessment` open. Of the stories `draft_story` is the Flemish side's, the others the partner's;
    `photo` stands with `story`, which waits for review, `public_photo` with `public_story`.
    """
    partners = {"trajectory": trajectory, "duty": Duty.PARTNER}
    late = MilestoneFactory(month=10, title_nl="Te laat", targets=["11.6"], **partners)
    waiting = submitted(MilestoneFactory(month=11, **partners), partner_editor)
    given = {"uploads": [check_upload(upload("sent.png"))]}
    approved = submitted(MilestoneFactory(month=12, **partners), partner_editor, **given)
    approve(approved, coordinator)
    own = MilestoneFactory(trajectory=trajectory, month=14, duty=Duty.FLEMISH)
    unsent = draft(own, editor, language="nl", uploads=[check_upload(upload("draft.png"))])
    dropped = MilestoneFactory(month=15, **partners)
    actions.drop_milestone(milestone=dropped, by=coordinator, reason="money")
    pair = measured_pair(trajectory.twinning, editor, partner_editor)
    deed = DeedFactory(twinning=trajectory.twinning)
    shared = learned(trajectory.twinning, editor, visibility="twinnings")
    foreign = learned_elsewhere()
    return SimpleNamespace(
        lesson=learned(trajectory.twinning, editor),
        shared_lesson=shared,
        public_lesson=published(learned(trajectory.twinning, editor), editor),
        foreign_lesson=learned_elsewhere(),
        adoption=taken_over(foreign, trajectory.twinning, editor),
        forum=announced(coordinator, shared),
        **told_in(trajectory.twinning, editor, partner_editor, coordinator),
        pair=pair,
        measurement=Measurement.objects.get(indicator__pair=pair, indicator__side="partner"),
        empty_pair=actions.add_indicator(twinning=trajectory.twinning, by=editor, title_nl="Water"),
        twinning=trajectory.twinning,
        trajectory=trajectory,
        programme=trajectory.programme,
        late=late,
        waiting=waiting,
        approved=reload(approved),
        draft=unsent,
        assessment=opened(trajectory, coordinator),
        dropped=reload(dropped),
        sent_file=Evidence.objects.get(report=approved),
        deed=deed,
        translation=translated(deed, editor),
        draft_file=Evidence.objects.get(report=unsent),
        flemish_page=trajectory.twinning.pages.get(side="flemish"),
        partner_page=trajectory.twinning.pages.get(side="partner"),
        **sessions.furnish(trajectory.twinning, editor, partner_editor),
    )


def learned_elsewhere() -> Any:
    """A lesson of a twinning that nobody else here knows, open to all twinnings."""
    other = TwinningFactory()
    return learned(other, member(other.flemish, "editor"), visibility="twinnings")


def told_in(twinning: Any, editor: Any, partner_editor: Any, coordinator: Any) -> dict[str, Any]:
    """Stories in each state, photos, and a document of the partner's."""
    draft_story = told(twinning, editor, title="Draft")
    photo = photographed(told(twinning, partner_editor, title="Waiting"), partner_editor)
    story = actions.submit_story(story=photo.story, by=partner_editor)
    seen = photographed(told(twinning, partner_editor, title="Public"), partner_editor)
    sent = actions.submit_story(story=seen.story, by=partner_editor)
    approved = let_through(sent, coordinator)
    return {
        "draft_story": draft_story,
        "story": story,
        "photo": photo,
        "public_story": actions.publish_story(story=approved, by=partner_editor),
        "public_photo": seen,
        "approved_story": let_through(handed_in(twinning, partner_editor), coordinator),
        "document": documented(twinning, partner_editor),
    }


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
FORMS |= sessions.FORMS
FILES = {"document-add": "upload", "document-replace": "upload", "photo-add": "picture"}
WITH_WORDS = [name for name, row in FORMS.items() if row[3]]
NEW = ("assessment-answer", "progress-write")  # what is about to be written has no version yet


def packed(world: Any) -> str:
    """A plan table as its preview hands it on."""
    rows = [PlanRow(2, title="Bees", main_target="15.5")]
    found = compare(world.twinning, "flemish", rows)
    return str(PlanConfirmForm.for_rows(rows, found)["packed"].value())


def form_of(name: str, world: Any) -> PageForm:
    """A form of FORMS, filled in so that it can be carried out."""
    role, thing, data, words = FORMS[name]
    about = getattr(world, thing, None)
    keys = [about.slug if thing == "twinning" else about.pk] if about else []
    if name == "translation-edit":
        keys = ["deed", about.deed_id, "fr"]
    if name in ("indicator-change", "measurement-add"):
        about = about.indicators.get(side="flemish")
    version = 0 if name in NEW else getattr(about, "version", 0)
    given = {**data, "version": str(version)}
    if name == "plan-confirm":
        given["packed"] = packed(world)
    if name == "trajectory-shift":
        given["first_month"] = str(add_months(about.first_month, 1))
    if name in ("session-add", "session-change"):
        given["host"] = str(world.twinning.flemish_id)
    if words:
        given[words] = OWN_WORDS
    if name == "lesson-adopt":
        given["taker"] = f"{world.twinning.pk}-flemish"
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


def ago(days: int) -> Any:
    return clock.now() - timedelta(days=days)


def patterns(resolver, namespace="", route=""):
    """Every address that Django knows: its name and its route."""
    for one in resolver.url_patterns:
        whole = route + str(one.pattern)
        if isinstance(one, URLResolver):
            inner = f"{namespace}{one.namespace}:" if one.namespace else namespace
            yield from patterns(one, inner, whole)
        else:
            yield f"{namespace}{one.name}", whole
