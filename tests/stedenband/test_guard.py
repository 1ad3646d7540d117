"""What stands before every request and goes out with every answer."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse  # noqa: TID251 - a test plays the browser
from django.test import RequestFactory
from django.utils import timezone, translation

from stedenband.guard import ReaderSettings, readable


@pytest.mark.parametrize("path", ["/livez?q=%00", "/livez%00", "/livez?%00=1", "/livez?q=a%00b"])
def test_nul_in_an_address_is_answered_in_our_own_style(db, client, path):
    response = client.get(path)
    assert (response.status_code, response.templates[0].name) == (400, "400.html")


@pytest.mark.parametrize("name", ["SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "another"])
def test_nul_in_a_cookie_is_refused_with_all_headers(db, client, settings, name):
    """Between quotes a cookie may write it as a number; PostgreSQL looks up no such session."""
    cookie = f'{getattr(settings, name, name)}="aaaaaaaa\\000"'
    response = client.get("/nl/work/", headers={"Cookie": cookie})
    found = {name: response.headers.get(name) for name in HEADERS}
    assert (response.status_code, found) == (400, HEADERS)


@pytest.mark.parametrize(
    "kind",
    [
        "application/x-www-form-urlencoded; charset=utf-16",
        "application/x-www-form-urlencoded; charset=cp037",
        'multipart/form-data; boundary=x; charset="latin-1"',
        "multipart/form-data; boundary*=utf-8''x",
    ],
)
def test_a_charset_that_nobody_asked_for_is_refused(db, client, kind):
    assert client.post("/livez", b"q=a", content_type=kind).status_code == 400


@pytest.mark.parametrize(
    "kind",
    [
        "application/x-www-form-urlencoded",
        "application/x-www-form-urlencoded; charset=utf-8",
        'application/x-www-form-urlencoded; charset="UTF-8"',
    ],
)
def test_what_a_browser_sends_is_taken(db, client, kind):
    assert client.post("/livez", b"q=a", content_type=kind).status_code == 200


def test_a_percent_sign_that_was_typed_is_no_nul(db, client):
    assert client.get("/livez?q=100%2500").status_code == 200


HEADERS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


@pytest.mark.parametrize("path", ["/livez", "/readyz", "/livez?q=%00", "/nowhere"])
def test_every_answer_carries_its_headers(db, client, path):
    response = client.get(path)
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS


@pytest.mark.parametrize("path", ["/livez", "/livez?q=%00", "/nowhere"])
def test_every_answer_allows_our_own_content_alone(db, client, path):
    rules = dict(
        rule.strip().partition(" ")[::2]
        for rule in client.get(path).headers["Content-Security-Policy"].split(";")
        if rule.strip()
    )
    sources = {source for allowed in rules.values() for source in allowed.split()}
    assert (rules["default-src"], sources) == ("'none'", {"'none'", "'self'"})


def test_an_answer_to_somebody_who_signed_in_is_never_kept(client, editor):
    client.force_login(editor)
    kept = client.get("/livez").headers["Cache-Control"]
    assert set(kept.split(", ")) == {"private", "no-store"}


def test_health_is_answered_without_signing_in(db, client):
    found = [(client.get(path).status_code) for path in ("/livez", "/readyz")]
    assert found == [200, 200]


def seen_by(user, path):
    """Language and time zone in which a view would answer."""
    request = RequestFactory().get(path)
    request.user = user
    seen = []

    def view(request):
        seen.append((translation.get_language(), timezone.get_current_timezone_name()))
        return HttpResponse()

    ReaderSettings(view)(request)
    return seen[0]


@pytest.mark.parametrize("path", ["/admin/", "/"])
def test_an_address_without_a_language_speaks_the_readers(partner_editor, path):
    assert seen_by(partner_editor, path)[0] == "es"


def test_an_address_with_a_language_speaks_that(partner_editor):
    with translation.override("fr"):
        assert seen_by(partner_editor, "/fr/work/")[0] == "fr"


def test_times_are_in_the_readers_zone(partner_editor):
    partner_editor.time_zone = "America/Lima"
    assert seen_by(partner_editor, "/es/work/")[1] == "America/Lima"


def test_the_readers_zone_ends_with_the_answer(partner_editor):
    partner_editor.time_zone = "America/Lima"
    seen_by(partner_editor, "/es/work/")
    assert timezone.get_current_timezone_name() == "Europe/Brussels"


def test_a_visitor_reads_in_the_pages_language_and_our_zone(db):
    assert seen_by(AnonymousUser(), "/admin/") == ("en", "Europe/Brussels")


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "BREW"])
@pytest.mark.parametrize("path", ["/livez", "/en/", "/en/accounts/login/", "/en/work/", "/api/"])
def test_a_method_that_no_page_has_is_refused_everywhere(db, client, path, method):
    response = client.generic(method, path)
    assert (response.status_code, "GET, HEAD, OPTIONS" in response.headers["Allow"]) == (405, True)


@pytest.mark.parametrize(
    "kind", ["text/html; charset*=BOGUS''x", "multipart/form-data; charset=rot13"]
)
def test_a_content_type_that_django_stumbles_over_is_refused_in_our_own_style(db, kind):
    """Asked as a server asks: Django reads it before any middleware does."""
    environ, statuses = RequestFactory().post("/livez").environ | {"CONTENT_TYPE": kind}, []
    page = b"".join(
        readable(WSGIHandler())(environ, lambda status, _headers: statuses.append(status))
    )
    assert (statuses, b"<html" in page) == (["400 Bad Request"], True)
