"""Documents: kept with their versions, read by whom their side says, withdrawn with a reason."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partnerships import actions
from partnerships.models import Document, DocumentVersion, Event
from stedenband import clock
from stedenband.versions import StaleVersion
from tests.factories import documented, minutes, reload
from tests.pages import text_of, upload, url, visit, words_of

SENT = {
    "title": "Minutes",
    "kind": "minutes",
    "language": "nl",
    "visibility": "twinning",
    "version": "0",
}


@pytest.fixture
def document(twinning, editor):
    """Edegem's, read by both sides."""
    return documented(twinning, editor)


@pytest.fixture
def public(twinning, editor):
    """Open to everybody, in its second version."""
    found = documented(twinning, editor, title="Agreement", visibility="public")
    actions.replace_document(document=found, by=editor, upload=minutes(b"%PDF-1.7 second"))
    return found


def files_in(media):
    return [path for path in media.rglob("*") if path.is_file()]


# --- What is ever true ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"side": "joint"}, "A document is put here by one side."),
        (
            {"valid_from": date(2026, 2, 1), "valid_until": date(2026, 1, 1)},
            "It cannot end before it starts.",
        ),
        ({"withdrawn_at": clock.now()}, "Say why it is withdrawn."),
    ],
)
def test_a_document_that_cannot_be_says_why(twinning, editor, fields, says):
    given = {"side": "flemish", "title": "x", "updated_by": editor} | fields
    with pytest.raises(ValidationError) as refusal:
        Document(twinning=twinning, **given).full_clean()
    assert refusal.value.messages == [says]


@pytest.mark.parametrize(("days", "expired"), [(-1, True), (0, False), (1, False)])
def test_it_expires_after_its_last_day(document, editor, days, expired):
    until = clock.today() + timedelta(days=days)
    actions.change_document(document=document, by=editor, valid_until=until)
    said = words_of(visit(editor).get(url("document-detail", document.pk)))
    assert (reload(document).is_expired, "expired on" in said) == (expired, expired)


# --- Who reads --------------------------------------------------------------------------------

EVERYBODY = ["editor", "partner_editor", "stranger", "coordinator", "facilitator", "nobody"]


@pytest.mark.parametrize(
    ("visibility", "who"),
    [
        ("side", {"editor"}),
        ("twinning", {"editor", "partner_editor", "coordinator", "facilitator"}),
        ("twinnings", set(EVERYBODY) - {"nobody"}),
        ("public", set(EVERYBODY) | {"anonymous"}),
    ],
)
@pytest.mark.parametrize("is_withdrawn", [False, True])
def test_who_reads_a_document(request, document, editor, visibility, who, is_withdrawn):
    actions.change_document(document=document, by=editor, visibility=visibility)
    if is_withdrawn:
        actions.withdraw_document(document=document, by=editor, reason="The wrong file.")
    users = {name: request.getfixturevalue(name) for name in EVERYBODY}
    users["anonymous"] = AnonymousUser()
    where = url("document-download", document.pk, 1)
    found = {
        name
        for name, user in users.items()
        if visit(user if user.is_authenticated else None).get(where).status_code == 200
    }
    assert found == (who & {"editor", "coordinator"} if is_withdrawn else who)


def test_the_public_reads_the_newest_version_alone(public, editor, partner_editor, stranger):
    found = {}
    for name, user in {"editor": editor, "across": partner_editor, "other": stranger}.items():
        found[name] = numbers(user, public)
    assert (found, numbers(None, public)) == (
        {"editor": [200, 200], "across": [200, 200], "other": [404, 200]},
        [404, 200],
    )


def numbers(user, document):
    where = [url("document-download", document.pk, number) for number in (1, 2)]
    return [visit(user).get(one).status_code for one in where]


def test_what_a_version_brings_is_read_inside_alone(public, editor):
    actions.replace_document(document=public, by=editor, upload=minutes(), note="Signed.")
    where = url("document-detail", public.pk)
    said = [words_of(visit(user).get(where)) for user in (editor, None)]
    assert [("Signed." in one, editor.name in one) for one in said] == [
        (True, True),
        (False, False),
    ]


def test_a_side_keeps_the_history_of_its_own_document(document, editor, partner_editor):
    actions.change_document(document=document, by=editor, visibility="side")
    about = Event.objects.filter(document=document)
    found = [about.visible_to(one).exists() for one in (editor, partner_editor)]
    assert found == [True, False]


# --- Deeds ------------------------------------------------------------------------------------


def test_versions_are_numbered_and_the_newest_comes_first(public):
    rows = DocumentVersion.objects.filter(document=public).values_list("number", flat=True)
    assert (list(rows), public.newest.number) == ([2, 1], 2)


def test_the_second_editor_overwrites_nothing(document, editor, signatory):
    actions.change_document(document=document, by=editor, version=0, title="First")
    with pytest.raises(StaleVersion):
        actions.change_document(document=document, by=signatory, version=0, title="Second")


@pytest.mark.parametrize(
    "deed",
    [
        lambda one, by: actions.change_document(document=one, by=by, title="x"),
        lambda one, by: actions.replace_document(document=one, by=by, upload=minutes()),
        lambda one, by: actions.withdraw_document(document=one, by=by, reason="Again."),
    ],
)
def test_nothing_more_is_done_to_what_was_withdrawn(document, editor, deed):
    actions.withdraw_document(document=document, by=editor, reason="The wrong file.")
    with pytest.raises(ValidationError, match="was withdrawn"):
        deed(document, editor)


def test_a_file_that_is_refused_leaves_nothing(twinning, editor, media):
    data = SENT | {"upload": upload("page.pdf", b"<html></html>")}
    response = visit(editor).post(url("document-add", twinning.slug), data)
    errors = response.context["form"].errors["upload"]
    found = ("page.pdf" in errors[0], 'value="Minutes"' in text_of(response))
    assert (found, Document.objects.count(), files_in(media)) == ((True, True), 0, [])


def test_a_document_is_handed_out_as_a_file(document, editor):
    response = visit(editor).get(url("document-download", document.pk, 1))
    headers = response.headers
    found = (
        headers["Content-Disposition"],
        headers["X-Content-Type-Options"],
        "sandbox" in headers["Content-Security-Policy"],
        b"".join(response.streaming_content),
    )
    assert found == (
        'attachment; filename="minutes.pdf"',
        "nosniff",
        True,
        b"%PDF-1.7 minutes",
    )


def test_a_file_that_is_gone_is_not_found(document, editor, media):
    for path in files_in(media):
        path.unlink()
    assert visit(editor).get(url("document-download", document.pk, 1)).status_code == 404


@pytest.mark.parametrize(
    ("visibility", "hears"), [("side", False), ("twinning", True), ("public", True)]
)
def test_the_other_side_hears_of_what_it_may_read(
    twinning, editor, partner_editor, mailoutbox, visibility, hears
):
    documented(twinning, editor, visibility=visibility)
    assert [one.to for one in mailoutbox] == ([[partner_editor.email]] if hears else [])


def test_it_hears_once_when_a_document_is_opened_to_it(
    twinning, editor, partner_editor, mailoutbox
):
    document = documented(twinning, editor, visibility="side")
    for visibility in ("twinning", "public"):
        actions.change_document(document=document, by=editor, visibility=visibility)
    assert len(mailoutbox) == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_take_so_many_queries_however_much_they_show(rows, twinning, editor, coordinator):
    for _ in range(rows):
        document = documented(twinning, editor)
        for _ in range(rows):
            actions.replace_document(document=document, by=editor, upload=minutes())
    found = []
    for where in (url("document-list", twinning.slug), url("document-detail", document.pk)):
        browser = visit(coordinator)
        browser.get(where)
        with CaptureQueriesContext(connection) as queries:
            browser.get(where)
        found.append(len(queries))
    assert found == [7, 6]
