"""What tests of pages share: a twinning with something on every page, and ways to look at pages."""

import re
from datetime import timedelta
from html import unescape
from io import BytesIO
from types import SimpleNamespace
from typing import Any

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLResolver, reverse
from django.utils import translation
from PIL import Image

from partnerships import actions
from partnerships.models import Duty, Evidence, Measurement, Page, Twinning
from stedenband import clock
from stedenband.accounts.models import Invitation, User
from stedenband.files import check_upload
from tests import continuity, handing, mandates, reports, sessions
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

EVERYBODY = tuple(role for role in ROLES.values() if role)


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


def typed(response: Any) -> dict[str, Any]:
    """What a browser sends of the form on a page when nothing is changed in it."""
    form = response.context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {
        name: value for name, value in values.items() if value is not None and value is not False
    }


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
    models += [*apps.get_app_config("stedenband").get_models(), Invitation]
    found = {one.__name__: list(one.objects.order_by("pk").values()) for one in models}
    # When somebody signed in last is no deed.
    users = User.objects.order_by("pk").values()
    found["User"] = [{**one, "last_login": None} for one in users]
    return found


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
        waiting_milestone=waiting.milestone,
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
        **continuity.furnish(trajectory.twinning, editor, partner_editor),
        **handing.furnish(trajectory.twinning, editor, partner_editor, coordinator),
        **mandates.furnish(trajectory.twinning, editor, partner_editor),
        **reports.furnish(trajectory.twinning, editor),
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
