"""A thousand wrong passwords from one address: ten are looked at, and nobody is locked out."""

import time
from statistics import median

import pytest
from django.core.cache import cache
from django.test import Client

from tests.factories import PASSWORD
from tests.security.figures import figure, much

LOGIN = "/en/accounts/login/"


@pytest.mark.once
def test_who_guesses_is_stopped_and_who_knows_is_let_in(editor, nobody, monkeypatch):
    cache.clear()
    hashed, guesses, took, statuses = [], much(100, 1_000), [], {}
    real = type(editor).check_password
    monkeypatch.setattr(
        type(editor), "check_password", lambda self, raw: hashed.append(raw) or real(self, raw)
    )
    for number in range(guesses):
        guesser = Client(REMOTE_ADDR="203.0.113.9")
        spoofed = {
            "X-Forwarded-For": f"192.0.2.{number % 250}",
            "X-Real-Ip": f"10.0.0.{number % 9}",
        }
        words = {"login": (editor, nobody)[number % 2].email, "password": f"wrong {number}"}
        before = time.thread_time()
        status = guesser.post(LOGIN, words, headers=spoofed).status_code
        took += [(time.thread_time() - before) * 1000] if status == 429 else []
        statuses[status] = statuses.get(status, 0) + 1
    looked_at = len(hashed)
    elsewhere = Client(REMOTE_ADDR="198.51.100.7")
    elsewhere.post(LOGIN, {"login": editor.email, "password": PASSWORD})
    is_in = elsewhere.get("/en/work/").status_code == 200
    middle = round(median(took), 1)
    more = {"refused_ms": middle, "statuses": statuses, "owner_is_let_in": is_in}
    figure("F16 guessing", guesses=guesses, hashes=looked_at, **more)
    cache.clear()
    assert (looked_at <= 10, is_in, middle < much(200, 20)) == (True, True, True)
