"""The roof's pages: the way in and out, and what goes out with every answer."""

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest  # noqa: TID251 - a test plays a view that fails
from django.test.utils import CaptureQueriesContext
from django.urls import path, reverse
from django.utils import translation
from django.utils.translation import gettext

from stedenband import urls as portal
from stedenband.accounts.models import User
from tests.factories import PASSWORD, UserFactory
from tests.pages import text_of, url, visit, words_of

NEW_PASSWORD = "een-zin-die-lang-genoeg-is"


def account(name, *args, language="en"):
    """The address of a page about accounts."""
    with translation.override(language):
        return reverse(name, args=args)


LOGIN = account("account_login")


@pytest.fixture(autouse=True)
def _no_attempts_yet():
    """How often somebody tried is kept in the cache; each test begins without."""
    cache.clear()


def sign_in(client, user, password=PASSWORD, **more):
    address = user if isinstance(user, str) else user.email
    return client.post(LOGIN, {"login": address, "password": password, **more})


def is_in(client):
    return client.get(url("work")).status_code == 200


# --- The way in ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "nl"),
        ("nl-BE,nl;q=0.9,en;q=0.8", "nl"),
        ("es-PE,es;q=0.9", "es"),
        ("fr-BE,fr;q=0.9,nl;q=0.8", "fr"),
        ("en-GB", "en"),
        ("de-DE,de;q=0.9", "nl"),
        ("de,fr;q=0.3,es;q=0.6", "es"),
        ("qu,*;q=0.1", "nl"),
        ("not a language at all;;;q=x", "nl"),
    ],
)
def test_the_front_door_leads_to_the_browsers_language(db, client, accepted, language):
    response = client.get("/", headers={"accept-language": accepted})
    assert (response.status_code, response.url, response.headers["Vary"]) == (
        302,
        f"/{language}/",
        "Accept-Language, Cookie",
    )


@pytest.mark.parametrize(("role", "language"), [("editor", "nl"), ("partner_editor", "es")])
def test_the_front_door_leads_to_the_accounts_language(request, role, language):
    browser = visit(request.getfixturevalue(role))
    assert browser.get("/", headers={"accept-language": "fr"}).url == f"/{language}/"


@pytest.mark.parametrize("language", ["nl", "es", "fr", "en"])
@pytest.mark.parametrize("name", ["home", "twinning-list", "goal-list", "programme-list"])
def test_a_page_says_its_language_and_links_to_itself_in_the_others(client, db, name, language):
    where = url(name, language=language) + "?q=a%26b&page=1"
    said = " ".join(client.get(where).content.decode().split())
    links = dict(re.findall(r'<li> <a href="([^"]+)" lang="(\w\w)"', said))
    current = re.findall(r'lang="(\w\w)" hreflang="\w\w" aria-current="true"', said)
    assert (f'<html lang="{language}">' in said, current, links) == (
        True,
        [language],
        {
            url(name, language=code) + "?q=a%26b&amp;page=1": code
            for code in ("nl", "es", "fr", "en")
        },
    )


def test_the_links_of_a_page_with_a_name_keep_the_name(client, twinning):
    said = text_of(client.get(url("twinning-detail", twinning.slug, language="fr")))
    assert 'href="/es/twinnings/edegem-san-jeronimo/" lang="es"' in said


@pytest.mark.parametrize("language", ["nl", "es", "fr", "en"])
def test_what_is_not_there_says_so_in_the_pages_language(client, db, language):
    response = client.get(f"/{language}/nowhere/")
    with translation.override(language):
        sentence = gettext("This page is not here")
    assert (response.status_code, sentence in words_of(response)) == (404, True)


# --- Signing in and out -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "landing"), [("editor", "/nl/work/"), ("facilitator", "/fr/work/")]
)
def test_signing_in_leads_to_my_work_in_my_language(client, request, role, landing):
    response = sign_in(client, request.getfixturevalue(role))
    assert (response.status_code, response.url, is_in(client)) == (302, landing, True)


@pytest.mark.parametrize("typed", ["EDITOR@EDEGEM.EXAMPLE", " editor@Edegem.example "])
def test_an_address_is_one_address_however_it_is_typed(client, editor, typed):
    assert sign_in(client, typed).url == "/nl/work/"


@pytest.mark.parametrize(
    ("following", "landing"),
    [
        ("/en/sdg/11/", "/en/sdg/11/"),
        ("https://elsewhere.example/", "/nl/work/"),
        ("//elsewhere.example/", "/nl/work/"),
        ("javascript:alert(1)", "/nl/work/"),
    ],
)
def test_signing_in_leads_back_to_our_own_pages_alone(client, editor, following, landing):
    assert sign_in(client, editor, next=following).url == landing


@pytest.mark.parametrize(
    ("who", "password"),
    [("editor@edegem.example", "wrong"), ("nobody.knows@this.example", PASSWORD), ("", "")],
)
def test_what_does_not_fit_is_answered_without_saying_which(client, editor, who, password):
    response = sign_in(client, who, password)
    said = text_of(response)
    assert (response.status_code, "This is not saved yet:" in said, who in said, is_in(client)) == (
        200,
        True,
        True,
        False,
    )


def test_a_wrong_password_and_an_unknown_address_get_the_same_words(client, editor):
    wrong = sign_in(client, editor, "wrong").context["form"].errors
    unknown = sign_in(client, "nobody.knows@this.example", "wrong").context["form"].errors
    assert (wrong, bool(wrong)) == (unknown, True)


def test_a_typed_password_is_never_sent_back(client, editor):
    assert "secret-of-mine" not in text_of(sign_in(client, editor, "secret-of-mine"))


def test_who_guesses_for_long_is_stopped(client, editor):
    for _ in range(10):
        sign_in(client, editor, "wrong")
    sign_in(client, editor)
    assert not is_in(client)


def test_who_is_no_longer_active_does_not_get_in(client, editor):
    User.objects.filter(pk=editor.pk).update(is_active=False)
    response = sign_in(client, editor)
    assert (response.url, is_in(client)) == (account("account_inactive"), False)


@pytest.mark.parametrize(("ticked", "forgets"), [({}, True), ({"remember": "on"}, False)])
def test_a_shared_computer_forgets_unless_it_is_asked_not_to(client, editor, ticked, forgets):
    sign_in(client, editor, **ticked)
    assert client.session.get_expire_at_browser_close() is forgets


def test_signing_out_is_asked_and_then_done(editor):
    browser = visit(editor)
    asked = browser.get(account("account_logout"))
    still = is_in(browser)
    done = browser.post(account("account_logout"))
    assert (asked.status_code, still, done.url, is_in(browser)) == (200, True, "/en/", False)


def test_a_member_page_asks_to_sign_in_and_comes_back(client, editor):
    asked = client.get(url("work"))
    assert asked.url.partition("?")[2] == "next=/en/work/"


# --- What goes out with every answer ------------------------------------------------------------


def broken(request: HttpRequest):
    raise RuntimeError("a secret of ours")


urlpatterns = [path("broken/", broken), *portal.urlpatterns]
handler400, handler403, handler404 = portal.handler400, portal.handler403, portal.handler404

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "X-Frame-Options": "DENY",
}
ANSWERS = {
    200: lambda browser: browser.get(url("home")),
    302: lambda browser: browser.get("/"),
    400: lambda browser: browser.get(url("home") + "?q=%00"),
    403: lambda browser: browser.get(url("reciprocity-overview")),
    404: lambda browser: browser.get("/en/nowhere/"),
    405: lambda browser: browser.post(url("home")),
    500: lambda browser: browser.get("/broken/"),
    "static": lambda browser: browser.get("/static/css/stedenband.css"),
    "account": lambda browser: browser.get(account("account-edit")),
    "admin": lambda browser: browser.get("/admin/", follow=True),
    "health": lambda browser: browser.get("/livez"),
}


def rules_of(response):
    """The content policy of an answer: which sources for what."""
    rules = response.headers["Content-Security-Policy"].split(";")
    return {words[0]: set(words[1:]) for words in map(str.split, rules) if words}


@pytest.mark.parametrize("kind", ANSWERS)
def test_every_answer_carries_its_headers(kind, settings, editor):
    settings.ROOT_URLCONF = __name__
    browser = visit(editor, raise_request_exception=False)
    response = ANSWERS[kind](browser)
    rules = rules_of(response)
    assert (
        {name: response.headers.get(name) for name in HEADERS},
        rules["default-src"],
        rules["frame-ancestors"],
        set().union(*rules.values()) - {"'none'", "'self'"},
        response.status_code if isinstance(kind, int) else kind,
    ) == (HEADERS, {"'none'"}, {"'none'"}, set(), kind)


def test_a_failure_tells_nothing_of_itself(settings, editor):
    settings.ROOT_URLCONF = __name__
    response = visit(editor, raise_request_exception=False).get("/broken/")
    said = response.content.decode()
    assert (response.status_code, "secret" in said, "Traceback" in said, "<h1>" in said) == (
        500,
        False,
        False,
        True,
    )


def test_a_page_of_a_member_is_kept_nowhere(editor):
    kept = visit(editor).get(url("work")).headers["Cache-Control"]
    assert {"private", "no-store"} <= set(kept.split(", "))


@pytest.mark.parametrize(("where", "queries"), [("/livez", 0), ("/readyz", 1)])
def test_health_costs_next_to_nothing(client, db, where, queries):
    client.get(where)
    with CaptureQueriesContext(connection) as taken:
        response = client.get(where)
    assert (response.status_code, len(taken), response.cookies) == (200, queries, {})


def test_a_host_that_is_not_ours_is_refused(client, db):
    assert client.get("/en/", headers={"host": "elsewhere.example"}).status_code == 400


def test_a_stranger_without_an_account_sees_who_gives_one(client, db):
    UserFactory()
    assert "Accounts are given by VVSG" in words_of(client.get(LOGIN))
