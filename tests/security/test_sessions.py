"""A session ends when it should, and nobody is made to use one that somebody else knows."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from partnerships import actions
from stedenband import clock
from tests.factories import PASSWORD
from tests.pages import url, visit
from tests.security.figures import figure

LOGIN = "/en/accounts/login/"
NEW = "another long passage of words"


def signed_in(user):
    browser = Client()
    browser.post(LOGIN, {"login": user.email, "password": PASSWORD})
    return browser


def changed(user, **given):
    type(user).objects.filter(pk=user.pk).update(**given)


def new_password(user):
    words = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    signed_in(user).post("/en/accounts/password/change/", words)


def withdrawn(user, coordinator):
    actions.end_membership(membership=user.memberships.get(), by=coordinator)


@pytest.fixture
def ways(editor, coordinator):
    """What ends it, and how long after."""
    return {
        "signed out": (lambda one: one.post("/en/accounts/logout/"), timedelta(0)),
        "new password": (lambda one: new_password(editor), timedelta(0)),
        "other address": (lambda one: changed(editor, email="other@x.example"), timedelta(0)),
        "closed account": (lambda one: changed(editor, is_active=False), timedelta(0)),
        "no member any more": (lambda one: withdrawn(editor, coordinator), timedelta(0)),
        "idle": (lambda one: None, timedelta(hours=8)),
        "too old": (lambda one: None, timedelta(days=14)),
    }


WAYS = ("signed out", "new password", "other address", "closed account", "no member any more")
WAYS += ("idle", "too old")


@pytest.mark.parametrize("way", WAYS)
def test_a_session_is_refused_at_the_next_request(way, ways, editor, milestone):
    end, later = ways[way]
    where = url("milestone-detail", milestone.pk)
    browser = signed_in(editor)
    before = browser.get(where).status_code
    stolen = Client()
    stolen.cookies["sessionid"] = browser.cookies["sessionid"].value
    end(browser)
    with clock.at(clock.now() + later):
        after = stolen.get(where).status_code
    figure(f"F17 {way}", before=before, after=after)
    assert (before, after) == (200, 404)


def test_a_session_that_somebody_else_knows_is_not_signed_in(editor):
    known = visit(None)
    known.post("/en/accounts/password/reset/", {"email": "x@y.example"})
    session = known.session
    session["x"] = 1
    session.save()
    victim = Client()
    victim.cookies["sessionid"] = session.session_key
    victim.post(LOGIN, {"login": editor.email, "password": PASSWORD})
    attacker = Client()
    attacker.cookies["sessionid"] = session.session_key
    found = [one.get("/en/work/").status_code for one in (victim, attacker)]
    figure("F17 fixation", fixed=int(found[1] == 200))
    cache.clear()
    assert found == [200, 302]
