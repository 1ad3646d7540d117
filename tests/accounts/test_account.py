"""Accounts: passwords forgotten and changed, one's own settings, and rights that end."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from partnerships import actions
from stedenband.accounts.models import User
from tests.factories import PASSWORD, reload
from tests.pages import url, visit, words_of

NEW_PASSWORD = "een-zin-die-lang-genoeg-is"


def account(name, *args, language="en"):
    """The address of a page about accounts."""
    with translation.override(language):
        return reverse(name, args=args)


@pytest.fixture(autouse=True)
def _no_attempts_yet():
    """How often somebody tried is kept in the cache; each test begins without."""
    cache.clear()


def is_in(client):
    return client.get(url("work")).status_code == 200


# --- Passwords ----------------------------------------------------------------------------------

RESET = account("account_reset_password")
SENT = account("account_reset_password_done")


def asked_for(user):
    """The mail that somebody gets who asks for a new password."""
    Client().post(RESET, {"email": user.email.upper()})
    return mail.outbox[-1]


def link_in(message):
    return re.search(r"http://testserver(/\S+)", message.body).group(1)


@pytest.mark.parametrize("role", ["editor", "partner_editor", "facilitator"])
def test_the_mail_speaks_the_accounts_language(request, role):
    user = request.getfixturevalue(role)
    message = asked_for(user)
    with translation.override(user.language):
        subject = gettext("A new password for Stedenband")
        advice = gettext("If it was not you, do nothing: your password stays as it is.")
    assert (message.to, message.subject, advice in message.body) == ([user.email], subject, True)


def test_the_link_in_the_mail_opens_a_page_in_the_accounts_language(partner_editor):
    assert link_in(asked_for(partner_editor)).startswith("/es/accounts/password/reset/key/")


def test_the_link_works_once(client, editor):
    link = link_in(asked_for(editor))
    form = client.get(link, follow=True)
    words = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    done = client.post(form.wsgi_request.path, words)
    again = Client().get(link, follow=True)
    with translation.override("nl"):
        sentence = gettext("This link was used already, or is older than an hour.")
    assert (
        done.status_code,
        sentence in words_of(again),
        reload(editor).check_password(NEW_PASSWORD),
    ) == (302, True, True)


@pytest.mark.parametrize("word", ["short", "editor@edegem.example", "password1234", ""])
def test_a_weak_password_is_refused_with_the_reason(client, editor, word):
    form = client.get(link_in(asked_for(editor)), follow=True)
    answer = client.post(form.wsgi_request.path, {"password1": word, "password2": word})
    found = (
        form.context.get("token_fail", False),
        bool(answer.context["form"].errors),
        reload(editor).check_password(PASSWORD),
    )
    assert found == (False, True, True)


def test_an_unknown_address_gets_the_same_answer(client, editor):
    answers = [
        client.post(RESET, {"email": address}, follow=True)
        for address in (editor.email, "nobody.knows@this.example")
    ]
    found = [(one.redirect_chain, words_of(one)) for one in answers]
    assert (found[0], found[0][0]) == (found[1], [(SENT, 302)])


def test_a_mail_to_an_unknown_address_has_no_link_to_an_account(db, client):
    client.post(RESET, {"email": "nobody.knows@this.example"})
    assert [("/key/" in one.body, one.to) for one in mail.outbox] == [
        (False, ["nobody.knows@this.example"])
    ]


def test_who_asks_too_often_gets_a_page_in_the_houses_style(client, editor):
    answers = [client.post(RESET, {"email": editor.email}) for _ in range(12)]
    refused = [one for one in answers if one.status_code == 429]
    assert 'class="mark"' in refused[-1].content.decode()


def test_changing_a_password_asks_for_the_old_one(editor):
    browser, where = visit(editor), account("account_change_password")
    words = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    browser.post(where, words | {"oldpassword": "wrong"})
    kept = reload(editor).check_password(PASSWORD)
    browser.post(where, words | {"oldpassword": PASSWORD})
    assert (kept, reload(editor).check_password(NEW_PASSWORD)) == (True, True)


# --- Accounts -----------------------------------------------------------------------------------


def test_nobody_signs_up_alone(client, db):
    where = account("account_signup")
    words = {"email": "new@this.example", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    said = [words_of(client.get(where)), words_of(client.post(where, words))]
    closed = ["Accounts are given by VVSG" in one for one in said]
    assert (closed, User.objects.count()) == ([True, True], 0)


SETTINGS = {"name": "Coördinatie – Edegem", "language": "es", "time_zone": "America/Lima"}


def test_settings_are_saved_and_answered_in_the_new_language(editor):
    response = visit(editor).post(account("account-edit"), SETTINGS, follow=True)
    saved = reload(editor)
    with translation.override("es"):
        sentence = gettext("Your settings were saved.")
    assert (
        {name: getattr(saved, name) for name in SETTINGS},
        response.redirect_chain,
        sentence in words_of(response),
    ) == (SETTINGS, [("/es/accounts/me/", 302)], True)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 100_000),
        ("name", "a\x00b"),
        ("name", "a\u202eb"),
        ("language", "de"),
        ("time_zone", "Mars/Olympus"),
        ("time_zone", "../../etc/passwd"),
    ],
)
def test_settings_that_cannot_be_are_refused(editor, field, value):
    before = dict(User.objects.filter(pk=editor.pk).values().get())
    response = visit(editor).post(account("account-edit"), SETTINGS | {field: value})
    after = User.objects.filter(pk=editor.pk).values().get() | {"last_login": before["last_login"]}
    assert (response.status_code, field in response.context["form"].errors, after) == (
        200,
        True,
        before,
    )


def test_an_account_gives_nobody_another_role_by_its_settings(editor):
    more = {"is_staff": "on", "is_superuser": "on", "email": "other@this.example", "id": "1"}
    visit(editor).post(account("account-edit"), SETTINGS | more)
    saved = reload(editor)
    assert (saved.is_staff, saved.is_superuser, saved.email) == (False, False, editor.email)


def test_a_membership_that_ended_counts_no_more_from_the_next_request(
    editor, milestone, coordinator
):
    page = milestone.twinning.pages.get(side="flemish")
    asked = [
        url("page-edit", page.pk),
        url("comment-add", milestone.pk),
        url("milestone-detail", milestone.pk),
        url("twinning-history", milestone.twinning.slug),
        url("milestone-add", milestone.trajectory.pk),
        url("twinning-detail", milestone.twinning.slug),
    ]
    browser = visit(editor)
    before = [browser.get(where).status_code for where in asked]
    comment = {"text": "Nog iets.", "language": "nl"}
    browser.post(url("comment-add", milestone.pk), comment)
    actions.end_membership(membership=editor.memberships.get(), by=coordinator)
    after = [browser.get(where).status_code for where in asked]
    posted = browser.post(url("comment-add", milestone.pk), comment).status_code
    assert (before, after, posted, milestone.comments.count()) == (
        [200] * 6,
        [404, 404, 404, 403, 403, 200],
        404,
        1,
    )


def test_an_account_that_is_closed_is_out_from_the_next_request(editor):
    browser = visit(editor)
    before = is_in(browser)
    User.objects.filter(pk=editor.pk).update(is_active=False)
    assert (before, is_in(browser)) == (True, False)
