"""Reports and files as people send them, and what is no form at all."""

from uuid import uuid4

import pytest
from django.http import QueryDict  # noqa: TID251 - a test plays the browser

from partnerships.models import ProgressReport
from tests.forms import FILES, OWN_WORDS, REFUSED, form_of, refused
from tests.pages import everything, text_of, upload, visit

PRESENT = ("signatory",)


@pytest.fixture
def post(request):
    """Send a form as the one who fills it in."""

    def send(form, data):
        return visit(request.getfixturevalue(form.role)).post(form.where, data)

    return send


# --- Reports: draft, handed in, files -----------------------------------------------------------


def test_a_draft_needs_nothing(world, post):
    form = form_of("progress-write", world)
    empty = dict.fromkeys(("what_happened", "happened_on", "hand_in"), "")
    response = post(form, form.filled(**empty))
    report = ProgressReport.objects.get(milestone=world.late)
    assert (response.status_code, report.state, report.rounds) == (302, "draft", 0)


@pytest.mark.parametrize(
    ("without", "message"),
    [
        ("what_happened", "Write what happened before you hand it in."),
        ("happened_on", "Say when it happened before you hand it in."),
    ],
)
def test_handing_in_needs_what_and_when(without, message, world, post):
    form = form_of("progress-write", world)
    response = post(form, form.filled(we_learned="Something else.", **{without: ""}))
    found = (
        response.context["form"].errors[without],
        "Something else." in text_of(response),
        ProgressReport.objects.filter(milestone=world.late).exists(),
    )
    assert found == ([message], True, False)


@pytest.mark.parametrize("name", FILES)
def test_a_form_for_a_file_asks_for_one(name, world, post):
    form, before = form_of(name, world), everything()
    data = {key: value for key, value in form.filled().items() if key != FILES[name]}
    response = post(form, data)
    found = (response.status_code, FILES[name] in response.context["form"].errors)
    assert (*found, everything() == before) == (200, True, True)


LIES = {
    "program.pdf": b"MZ\x90\x00" + b"\x00" * 100,
    "page.png": b"<html><script>alert(1)</script></html>",
    "drawing.jpg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "empty.pdf": b"",
    "cut.png": b"\x89PNG\r\n\x1a\n" + b"\x00" * 20,
    "archive.docx": b"PK\x03\x04" + b"\x00" * 50,
}


@pytest.mark.parametrize("file", LIES)
def test_a_file_that_lies_about_itself_is_named_and_nothing_is_saved(file, world, post, media):
    form, before = form_of("progress-write", world), everything()
    stored = sorted(media.rglob("*"))
    uploads = [upload("good.png"), upload(file, LIES[file])]
    response = post(form, form.filled(uploads=uploads))
    named = any(file in message for message in response.context["form"].errors["uploads"])
    found = refused(response, form, OWN_WORDS, before, "uploads")
    assert (found, named, sorted(media.rglob("*")) == stored) == (REFUSED, True, True)


def test_too_many_files_are_refused(world, post):
    form, before = form_of("progress-write", world), everything()
    response = post(form, form.filled(uploads=[upload(f"{n}.png") for n in range(11)]))
    assert refused(response, form, OWN_WORDS, before, "uploads") == REFUSED


# --- What is no form at all ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"text=" + b"x" * 3_000_000, "application/x-www-form-urlencoded"),
        (b"&".join(b"f%d=1" % n for n in range(5_000)), "application/x-www-form-urlencoded"),
        (b"no boundary at all", "multipart/form-data; boundary=x"),
        (b"--x\r\nContent-Disposition: form-data", "multipart/form-data; boundary=\xe9"),
        (b"--x", "multipart/form-data"),
        (b"text=a", "application/x-www-form-urlencoded; charset=utf-7"),
        (b"text=%ff%fe%00", "application/x-www-form-urlencoded"),
        (b"\xff\xfe\x00", "application/x-www-form-urlencoded"),
        (b'{"text": "a"}', "application/json"),
        (b"text", "text/plain"),
    ],
)
@pytest.mark.parametrize("name", ["comment-add", "progress-write"])
def test_a_malformed_request_is_no_server_error(name, body, kind, world, request):
    form, before = form_of(name, world), everything()
    browser = visit(request.getfixturevalue(form.role))
    response = browser.post(form.where, body, content_type=kind)
    assert (response.status_code in (200, 400, 413), everything() == before) == (True, True)


def test_a_field_that_comes_twice_is_no_server_error(world, request):
    form = form_of("comment-add", world)
    body = QueryDict(mutable=True)
    body.update(form.filled())
    body.appendlist("once", str(uuid4()))
    body.appendlist("language", "es")
    browser = visit(request.getfixturevalue(form.role))
    kind = "application/x-www-form-urlencoded"
    assert browser.post(form.where, body.urlencode(), content_type=kind).status_code == 302
