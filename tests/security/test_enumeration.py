"""Nobody learns from an answer, or from how long it takes, who has an account."""

import re
import time
from statistics import median

import pytest
from django.core.cache import cache
from django.test import Client

from tests.factories import UserFactory
from tests.security.figures import figure, much

PAIRS = much(5, 100)
# A busy machine takes turns: what counts is a password that is hashed or not, a mail sent or not.
MOST_MS = much(40, 10)
HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]


@pytest.fixture
def addresses(db, settings):
    """Somebody who is in, somebody who left, somebody without a password, and nobody."""
    settings.PASSWORD_HASHERS = HASHERS
    found = {one: UserFactory(email=f"{one}@edegem.example") for one in ("in", "out", "invited")}
    for name in ("in", "out"):
        found[name].set_password("a very long passage of words")
    found["invited"].set_unusable_password()
    found["out"].is_active = False
    for user in found.values():
        user.save()
    return {name: user.email for name, user in found.items()} | {"unknown": "x@edegem.example"}


ASKED = {
    "login": ("/en/accounts/login/", lambda one: {"login": one, "password": "not this one"}),
    "reset": ("/en/accounts/password/reset/", lambda one: {"email": one}),
}


def plain(response, address):
    """A page without what is new in each, and without what was typed."""
    page = response.content.decode().replace(address, "")
    return re.sub(r"(value|content|data-\w+)=\"[^\"]*\"", "", page)


@pytest.mark.once
@pytest.mark.parametrize("name", list(ASKED))
def test_answers_and_their_time_do_not_tell_who_is_known(name, addresses):
    where, body = ASKED[name]
    took = {who: [] for who in addresses}
    said = {who: set() for who in addresses}
    for _pair in range(PAIRS):
        for who, address in addresses.items():
            cache.clear()  # how often somebody may try is another test
            browser, before = Client(), time.thread_time()
            response = browser.post(where, body(address))
            took[who].append((time.thread_time() - before) * 1000)
            page = (
                plain(browser.get(response.headers["Location"]), address)
                if (response.status_code == 302)
                else plain(response, address)
            )
            said[who].add((response.status_code, page))
    middle = {who: round(median(one), 1) for who, one in took.items()}
    apart = round(max(middle.values()) - min(middle.values()), 1)
    answers = set.union(*said.values())
    figure(f"F15 {name}", rounds=PAIRS, medians_ms=middle, apart_ms=apart, answers=len(answers))
    assert (len(answers), apart <= MOST_MS) == (1, True)
