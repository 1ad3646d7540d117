"""Invitations: one letter, one use, fourteen days, and never by way of a forgotten password."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import translation

from partnerships.models import Membership
from stedenband import clock
from stedenband.accounts import actions
from stedenband.accounts.models import Invitation, User
from tests.entrances import body, invited
from tests.factories import reload
from tests.pages import text_of, url, visit

PASSWORD = "una frase bastante larga"


@pytest.fixture(autouse=True)
def _no_attempts_yet():
    cache.clear()


def letter(token, language="en"):
    with translation.override(language):
        return reverse("invitation-accept", args=[token])


def send(coordinator, organisation, **given):
    address = url("invitation-send", organisation.slug)
    return visit(coordinator).post(address, body("invitation-send") | given)


def is_in(client):
    return client.get(url("work")).status_code == 200


def test_a_coordinator_invites_somebody_who_then_is_in(coordinator, san_jeronimo):
    assert send(coordinator, san_jeronimo).url == url("membership-list")
    message = mail.outbox[-1]
    where = re.search(r"https?://[^/]+(/\S+)", message.body).group(1)
    assert (message.to, where[:4]) == (["another@cusco.example"], "/es/")
    guest = Client()
    assert guest.get(where).status_code == 200
    done = guest.post(where, {"password1": PASSWORD})
    assert (done.status_code, is_in(guest)) == (302, True)
    membership = Membership.objects.get(user__email="another@cusco.example")
    assert (membership.role, membership.organisation) == ("reader", san_jeronimo)


def test_a_letter_works_once(coordinator):
    invitation, token = invited(coordinator)
    assert Client().post(letter(token), {"password1": PASSWORD}).status_code == 302
    again = Client().post(letter(token), {"password1": "another long sentence"})
    assert (again.status_code, reload(invitation.user).check_password(PASSWORD)) == (404, True)


def test_a_letter_is_too_old_after_fourteen_days(coordinator):
    _invitation, token = invited(coordinator)
    with clock.at(clock.now() + timedelta(days=13, hours=23)):
        assert Client().get(letter(token)).status_code == 200
    with clock.at(clock.now() + timedelta(days=14, minutes=1)):
        assert Client().get(letter(token)).status_code == 404
        assert Client().post(letter(token), {"password1": PASSWORD}).status_code == 404
    assert Invitation.objects.open().count() == 1


@pytest.mark.parametrize("token", ["x", "A" * 43, "%00"])
def test_a_secret_that_nobody_got_opens_nothing(db, token):
    assert Client().get(f"/en/accounts/invitation/{token}/").status_code in (400, 404)


def test_the_database_does_not_hold_the_secret(coordinator):
    invitation, token = invited(coordinator)
    assert (token in str(vars(reload(invitation))), len(invitation.token_hash)) == (False, 64)


def test_a_letter_that_was_sent_again_makes_the_earlier_one_useless(coordinator):
    invitation, token = invited(coordinator)
    address = url("invitation-repeat", invitation.pk)
    assert visit(coordinator).post(address, {"once": ""}).url == url("membership-list")
    assert Client().get(letter(token)).status_code == 404
    where = re.search(r"https?://[^/]+(/\S+)", mail.outbox[-1].body).group(1)
    assert Client().get(where).status_code == 200


def test_what_was_accepted_is_not_sent_again(coordinator):
    invitation, token = invited(coordinator)
    actions.accept_invitation(token=token, password=PASSWORD)
    assert visit(coordinator).get(url("invitation-repeat", invitation.pk)).status_code == 404
    with pytest.raises(ValidationError, match="accepted already"):
        actions.repeat_invitation(invitation=invitation, by=coordinator)


def test_an_invitation_is_not_accepted_through_a_forgotten_password(coordinator):
    invitation, _token = invited(coordinator)
    reset = reverse("account_reset_password")
    with clock.at(clock.now() + timedelta(days=20)):
        answer = Client().post(reset, {"email": invitation.user.email})
    assert (answer.status_code, len(mail.outbox)) == (302, 2)
    assert "/password/reset/key/" not in mail.outbox[-1].body
    assert not reload(invitation.user).has_usable_password()


def test_who_has_an_account_is_not_invited_anew(coordinator, editor, san_jeronimo):
    response = send(coordinator, san_jeronimo, email=editor.email.upper())
    assert "There is an account with this address already." in text_of(response)
    assert response.context["form"]["name"].value() == "Another post"


@pytest.mark.parametrize("password", ["short", "password1234", "another@cusco.example", ""])
def test_a_first_password_is_long_and_not_a_common_one(coordinator, password):
    _invitation, token = invited(coordinator, email="another@cusco.example")
    response = Client().post(letter(token), {"password1": password})
    assert (response.status_code, bool(response.context["form"].errors)) == (200, True)


def test_a_colleague_who_was_signed_in_here_is_signed_out_first(coordinator, editor):
    invitation, token = invited(coordinator)
    browser = visit(editor)
    browser.post(letter(token), {"password1": PASSWORD})
    assert int(browser.session["_auth_user_id"]) == invitation.user.pk


def test_who_is_waited_for_stands_on_the_page(coordinator):
    invited(coordinator)
    with clock.at(clock.now() + timedelta(days=15)):
        page = text_of(visit(coordinator).get(url("membership-list")))
    assert ("new@cusco.example" in page, "the link is too old" in page) == (True, True)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_same_however_many_are_waited_for(
    coordinator, rows, django_assert_num_queries
):
    for number in range(rows):
        invited(coordinator, email=f"{number}@cusco.example")
    browser = visit(coordinator)
    browser.get(url("membership-list"))
    with django_assert_num_queries(8):
        browser.get(url("membership-list"))


def test_the_new_account_is_hashed_as_argon2_does(coordinator, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    _invitation, token = invited(coordinator)
    actions.accept_invitation(token=token, password=PASSWORD)
    assert User.objects.get(email="new@cusco.example").password.startswith("argon2$argon2id$")
