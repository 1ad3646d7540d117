"""When the machine fails: no database, no room. What was typed comes back, to be sent again."""

import errno
import re
import resource
from contextlib import contextmanager
from html import unescape
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import InterfaceError, OperationalError, connection
from django.utils import translation
from django.utils.translation import gettext

from partnerships.models import Comment, Document, DocumentVersion
from stedenband.failure import status_of
from tests.factories import MilestoneFactory
from tests.pages import text_of, upload, url, visit

TYPED = "Een uur werk: <b>¿así?</b> “zó” & meer"
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


@contextmanager
def database_gone(only=""):
    """Every question to the database (or those with `only` in them) fails as psycopg2 says it."""

    def gone(execute, sql, *rest):
        if only in sql:
            raise OperationalError("server closed the connection unexpectedly")
        return execute(sql, *rest)

    with connection.execute_wrapper(gone):
        yield


@contextmanager
def largest_file(size):
    """No file of this process grows beyond that: to whoever writes it is a disk without room."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def browser(user, **options):
    return visit(user, raise_request_exception=False, **options)


def room_for_rows():
    """Room for what SQLite writes itself, and for no large file."""
    name = str(connection.settings_dict["NAME"])
    size = Path(name).stat().st_size if connection.vendor == "sqlite" else 0
    return size + 500_000


@pytest.fixture
def milestone(trajectory):
    return MilestoneFactory(trajectory=trajectory, month=14, duty="joint")


@pytest.fixture
def where(milestone):
    return url("comment-add", milestone.pk)


def kept(response):
    return {name: unescape(text) for name, text in HIDDEN.findall(response.content.decode())}


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (OperationalError("could not connect to server"), 503),
        (OperationalError("database is locked"), 503),
        (InterfaceError("connection already closed"), 503),
        (OperationalError("database or disk is full"), 507),
        (OperationalError("could not extend file: No space left on device"), 507),
        (OSError(errno.ENOSPC, "No space left on device"), 507),
        (OSError(errno.EROFS, "Read-only file system"), 503),
        (FileNotFoundError(errno.ENOENT, "No such file"), None),
        (ValidationError("a refusal"), None),
        (ValueError("a mistake of ours"), None),
        (None, None),
    ],
)
def test_an_error_of_the_machine_is_told_from_ours(error, status):
    assert status_of(error) == status


@pytest.mark.parametrize("language", ["nl", "es", "fr", "en"])
def test_without_the_database_the_words_come_back_in_the_pages_language(
    milestone, editor, language
):
    page, where = browser(editor), url("comment-add", milestone.pk, language=language)
    with database_gone():
        response = page.post(where, {"text": TYPED, "language": "nl", "once": "x"})
    with translation.override(language):
        title = gettext("Our data cannot be reached for the moment")
    said = response.content.decode()
    assert (
        response.status_code,
        response.headers["Retry-After"],
        response.headers["Cache-Control"],
        title in text_of(response),
        f'<html lang="{language}">' in said,
        kept(response)["text"],
        "<b>" in said,
        f'action="{where}"' in said,
    ) == (503, "30", "no-store", True, True, TYPED, False, True)


def test_a_visitor_is_told_as_well(client, milestone):
    client.raise_request_exception = False
    with database_gone():
        response = client.get("/es/")
    assert (response.status_code, 'lang="es"' in response.content.decode()) == (503, True)


@pytest.mark.parametrize("seconds", [0, 60])
def test_a_failing_page_still_carries_its_headers(client, db, settings, seconds):
    """Also where pages are kept, as a deployment does."""
    settings.PAGE_CACHE_SECONDS = seconds
    client.raise_request_exception = False
    with database_gone():
        response = client.get("/nl/")
    headers = response.headers
    assert (
        response.status_code,
        "'none'" in headers["Content-Security-Policy"],
        headers.get("X-Frame-Options"),
        headers.get("X-Content-Type-Options"),
        headers.get("Cross-Origin-Resource-Policy"),
    ) == (503, True, "DENY", "nosniff", "same-origin")


def test_what_came_back_is_sent_again_with_one_click(where, editor):
    page = browser(editor, enforce_csrf_checks=True)
    found = dict(re.findall(r'name="(\w+)" value="([\w-]+)"', page.get(where).content.decode()))
    given = {"csrfmiddlewaretoken": found["csrfmiddlewaretoken"], "once": found["once"]}
    with database_gone():
        response = page.post(where, {**given, "text": TYPED, "language": "nl"})
    again = page.post(where, kept(response))
    twice = page.post(where, kept(response))
    assert (again.status_code, twice.url, Comment.objects.get().text) == (302, again.url, TYPED)


def test_what_came_from_elsewhere_is_still_refused(where, editor):
    page = browser(editor, enforce_csrf_checks=True)
    with database_gone():
        response = page.post(where, {"text": TYPED, "language": "nl"})
    assert page.post(where, kept(response)).status_code == 403


def test_nobody_is_signed_out_by_it(where, editor):
    page = browser(editor)
    with database_gone():
        response = page.get(where)
    assert (response.cookies.keys(), page.get(where).status_code) == ({}.keys(), 200)


def test_a_password_does_not_come_back(client, db):
    client.raise_request_exception = False
    with database_gone():
        response = client.post("/nl/accounts/login/", {"login": "a@b.be", "password": "secret-x"})
    assert (response.status_code, "secret-x" in response.content.decode()) == (503, False)


def test_it_may_fail_while_the_answer_is_on_its_way_out(client, editor):
    client.raise_request_exception = False
    with database_gone('INSERT INTO "django_session"'):
        response = client.post(
            "/nl/accounts/login/", {"login": editor.email, "password": "stedenband-demo"}
        )
    assert (response.status_code, kept(response)["login"]) == (503, editor.email)


def test_a_program_reads_a_problem(client, db):
    client.raise_request_exception = False
    with database_gone():
        response = client.get("/api/twinnings/")
    assert (response.status_code, response.headers["Content-Type"]) in (
        (503, "application/problem+json"),
        (404, "application/problem+json"),
    )


# --- No room --------------------------------------------------------------------------------------

WORDS = {"kind": "minutes", "language": "nl", "visibility": "twinning", "version": "0"}
PAPER = b"%PDF-1.4\n" + b"%" * 1_500_000


def send_paper(trajectory, editor, size):
    page, where = browser(editor), url("document-add", trajectory.twinning.slug)
    paper = upload("minutes.pdf", PAPER * size)
    words = {**WORDS, "title": TYPED}
    with largest_file(room_for_rows()):
        return page.post(where, {"upload": paper, **words})


def files_in(media):
    return [one for one in media.rglob("*") if one.is_file()]


def test_a_full_disk_keeps_the_words_and_no_stump(trajectory, editor, media, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10_000_000  # so that only its own place lacks room
    response = send_paper(trajectory, editor, 5)
    assert (
        response.status_code,
        kept(response)["title"],
        files_in(media),
        Document.objects.count(),
        DocumentVersion.objects.count(),
    ) == (507, TYPED, [], 0, 0)


def test_no_room_for_what_waits_for_its_form_keeps_the_words(trajectory, editor, media):
    response = send_paper(trajectory, editor, 5)
    said = "Files have to be chosen again" in text_of(response)
    assert (response.status_code, kept(response)["title"], said, files_in(media)) == (
        507,
        TYPED,
        True,
        [],
    )


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL has no limit of pages")
def test_a_full_sqlite_keeps_the_words_and_no_file(transactional_db, trajectory, editor, media):
    page, where = browser(editor), url("document-add", trajectory.twinning.slug)
    words = {**WORDS, "title": TYPED}
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # earlier tests left empty pages, in which much would fit
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")
    try:
        answers = [
            page.post(where, {"upload": upload("a.pdf", PAPER[:1000]), **words}).status_code
            for _post in range(60)
        ]
        reads = page.get(where).status_code
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count = 1073741823")
    done = answers.count(302)
    assert (set(answers), len(files_in(media)), Document.objects.count(), reads) == (
        {302, 507},
        done,
        done,
        200,
    )
