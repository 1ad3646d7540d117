"""A second factor: asked of who has one, demanded of who must, never removed by who must."""

import re
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.entrances import code_of, with_app
from tests.factories import PASSWORD
from tests.pages import text_of, url, visit

LOGIN = "/en/accounts/login/"
STEP = "/en/accounts/second-factor/sign-in/"
FACTORS = "/en/accounts/second-factor/"


@pytest.fixture(autouse=True)
def _no_attempts_yet():
    cache.clear()


@pytest.fixture
def required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


def first_step(user):
    browser = Client()
    answer = browser.post(LOGIN, {"login": user.email, "password": PASSWORD})
    return browser, answer


def is_in(browser):
    return browser.get(url("work")).status_code == 200


def test_a_password_alone_lets_nobody_in_who_has_an_app(editor):
    with_app(editor)
    browser, answer = first_step(editor)
    assert (answer.url, is_in(browser)) == (STEP, False)


def test_password_and_code_let_in(editor):
    secret = with_app(editor)
    browser, _answer = first_step(editor)
    assert browser.get(STEP).status_code == 200
    browser.post(STEP, {"code": code_of(secret)})
    assert is_in(browser)


def test_a_code_works_once(editor):
    secret = with_app(editor)
    code = code_of(secret)
    one, _answer = first_step(editor)
    one.post(STEP, {"code": code})
    other, _answer = first_step(editor)
    other.post(STEP, {"code": code})
    assert (is_in(one), is_in(other)) == (True, False)


def test_codes_cannot_be_tried_without_end(editor):
    secret = with_app(editor)
    browser, _answer = first_step(editor)
    for _ in range(12):
        browser.post(STEP, {"code": "000000"})
    browser.post(STEP, {"code": code_of(secret)})
    assert not is_in(browser)


@pytest.mark.parametrize("role", ["coordinator", "staff", "superuser"])
def test_who_must_have_one_gets_no_further_without(request, role, required):
    browser = visit(request.getfixturevalue(role))
    for where in (url("work"), url("twinning-list"), "/admin/"):
        assert browser.get(where).url.endswith("/accounts/second-factor/")
    assert browser.get(FACTORS).status_code == 200
    assert browser.get("/en/no-such-page/").status_code == 404


@pytest.mark.parametrize("role", ["editor", "facilitator", "reader"])
def test_the_others_may_do_without(request, role, required):
    assert is_in(visit(request.getfixturevalue(role)))


def test_who_must_have_one_and_has_goes_on(coordinator, required, django_assert_num_queries):
    with_app(coordinator)
    browser = visit(coordinator)
    assert is_in(browser)
    browser.get(url("goal-list"))
    with django_assert_num_queries(5):
        browser.get(url("goal-list"))


def test_what_was_typed_waits_until_there_is_one(coordinator, twinning, settings):
    browser, where = visit(coordinator), url("forum-add")
    seal = re.search(r'name="seal" value="([^"]+)"', browser.get(where).content.decode()).group(1)
    sent = {"seal": seal, "title": "Half a sentence", "once": str(uuid4())}
    settings.SECOND_FACTOR_REQUIRED = True
    typing = browser.post(reverse("kept-save"), sent, headers={"X-Typed": "1"})
    led = browser.post(where, sent)
    said = "Kept as a draft at" in text_of(browser.get(led.url))
    settings.SECOND_FACTOR_REQUIRED = False
    laid_in = "Half a sentence" in text_of(browser.get(f"{where}?kept=show"))
    assert (typing.status_code, led.url, said, laid_in) == (403, FACTORS, True, True)


def confirmed(user):
    """A browser in which somebody signed in, and just gave the password once more."""
    browser, _answer = first_step(user)
    browser.post("/en/accounts/reauthenticate/", {"password": PASSWORD})
    return browser


def test_an_app_is_set_up_and_codes_are_shown_once(editor):
    browser = confirmed(editor)
    page = browser.get("/en/accounts/second-factor/app/")
    secret = page.context["form"].secret
    done = browser.post("/en/accounts/second-factor/app/", {"code": code_of(secret)})
    codes = browser.get(done.url)
    shown = [code for code in codes.context["unused_codes"] if code in text_of(codes)]
    hidden = browser.get(done.url)
    assert (len(shown), [code for code in shown if code in text_of(hidden)]) == (10, [])


def test_a_recovery_code_lets_in_once(editor):
    browser = confirmed(editor)
    page = browser.get("/en/accounts/second-factor/app/")
    code = code_of(page.context["form"].secret)
    done = browser.post("/en/accounts/second-factor/app/", {"code": code})
    recovery = browser.get(done.url).context["unused_codes"][0]
    tried = []
    for _ in range(2):
        other, _answer = first_step(editor)
        other.post(STEP, {"code": recovery})
        tried.append(is_in(other))
    assert tried == [True, False]


def test_a_wrong_code_says_what_to_do(editor):
    browser = confirmed(editor)
    browser.get("/en/accounts/second-factor/app/")
    answer = browser.post("/en/accounts/second-factor/app/", {"code": "123"})
    assert "This code is not right, or no longer: take the next one." in text_of(answer)


@pytest.mark.parametrize(("role", "left"), [("editor", 0), ("coordinator", 1)])
def test_who_must_have_one_keeps_the_last(request, role, left, required):
    user = request.getfixturevalue(role)
    secret = with_app(user)
    browser, _answer = first_step(user)
    browser.post(STEP, {"code": code_of(secret)})
    browser.post("/en/accounts/reauthenticate/", {"password": PASSWORD})
    browser.post("/en/accounts/second-factor/app/remove/", {})
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    assert Authenticator.objects.filter(user=user, type__in=kinds).count() == left


@pytest.mark.parametrize("name", ["mfa_index", "mfa_list_webauthn", "usersessions_list"])
@pytest.mark.parametrize("language", ["nl", "es", "fr", "en"])
def test_pages_speak_the_readers_language(editor, name, language):
    page = visit(editor).get(reverse(name).replace("/en/", f"/{language}/"))
    assert f'lang="{language}"' in page.content.decode()


# --- Sessions -----------------------------------------------------------------------------------


def test_one_sees_and_ends_ones_other_sessions(editor):
    here, there = confirmed(editor), confirmed(editor)
    page = here.get("/en/accounts/sessions/")
    assert page.context["session_count"] == 2
    here.post("/en/accounts/sessions/", {})
    assert (is_in(here), is_in(there)) == (True, False)


def test_a_new_password_ends_all_other_sessions(editor):
    here, there = confirmed(editor), confirmed(editor)
    words = {
        "oldpassword": PASSWORD,
        "password1": "a new long sentence",
        "password2": "a new long sentence",
    }
    here.post("/en/accounts/password/change/", words)
    assert (is_in(here), is_in(there)) == (True, False)


# --- Who guesses --------------------------------------------------------------------------------


def guess(browser, user, times, **headers):
    return [
        browser.post(LOGIN, {"login": user.email, "password": "wrong"}, **headers).status_code
        for _ in range(times)
    ]


def test_a_stranger_locks_nobody_out(editor):
    guess(Client(REMOTE_ADDR="203.0.113.9"), editor, 40)
    elsewhere = Client(REMOTE_ADDR="198.51.100.7")
    elsewhere.post(LOGIN, {"login": editor.email, "password": PASSWORD})
    assert is_in(elsewhere)


def test_another_name_for_oneself_changes_nothing(editor, monkeypatch):
    """A spoofed header makes no new address: ten passwords are looked at, however many are sent."""
    looked_at = []
    real = type(editor).check_password
    monkeypatch.setattr(
        type(editor), "check_password", lambda self, raw: looked_at.append(raw) or real(self, raw)
    )
    browser = Client(REMOTE_ADDR="203.0.113.9")
    for number in range(60):
        headers = {"HTTP_X_FORWARDED_FOR": f"192.0.2.{number}"}
        guess(browser, editor, 1, **headers)
    assert len(looked_at) == 10


def test_behind_the_proxy_the_proxys_word_counts(editor, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    spoofed = {"HTTP_X_FORWARDED_FOR": "192.0.2.1, 203.0.113.9"}
    guess(Client(), editor, 40, **spoofed)
    other = Client()
    other.post(
        LOGIN,
        {"login": editor.email, "password": PASSWORD},
        HTTP_X_FORWARDED_FOR="192.0.2.1, 198.51.100.7",
    )
    assert is_in(other)
