"""What a deployment writes down: each line one line, what happened in it, and nothing secret."""

import io
import json
import logging.config
import re
from copy import deepcopy
from itertools import count
from unittest import mock

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.test import Client

from partnerships.models import CalendarAddress, Event, Verb
from tests import entrances
from tests.factories import PASSWORD
from tests.pages import upload, url, visit
from tests.security.figures import figure, much


@pytest.fixture
def written():
    """Where all loggers of a deployment write to."""
    setup, out = deepcopy(settings.LOGGING), io.StringIO()
    setup["handlers"]["console"] |= {"formatter": "json", "stream": out}
    setup["root"]["level"] = setup["loggers"]["stedenband.requests"]["level"] = "INFO"
    logging.config.dictConfig(setup)
    yield out
    logging.config.dictConfig(settings.LOGGING)


class Traffic:
    """People at work; whatever they typed or were given is remembered."""

    def __init__(self, people, twinning, milestone):
        self.people, self.twinning, self.milestone = people, twinning, milestone
        self.numbers, self.secrets, self.asked = count(), {PASSWORD}, 0
        self.browsers = {role: visit(user) for role, user in people.items()}
        self.secrets |= {user.email for user in people.values()}

    def secret(self, kind):
        found = f"{kind}{next(self.numbers)}geheim"
        self.secrets.add(found)
        return found

    def ask(self, browser, method, *words, **more):
        cache.clear()  # how often somebody may try is another test
        self.asked += 1
        browser.raise_request_exception = False
        response = getattr(browser, method)(*words, **more)
        self.secrets |= {one.value for one in browser.cookies.values() if len(one.value) > 12}
        return response

    def sign_in_wrong(self):
        email = self.people["editor"].email
        body = {"login": email, "password": self.secret("wachtwoord")}
        self.ask(Client(), "post", "/en/accounts/login/", body)

    def sign_in(self):
        body = {"login": self.people["stranger"].email, "password": PASSWORD}
        self.ask(Client(), "post", "/en/accounts/login/", body)

    def reset(self):
        mail.outbox.clear()
        browser, email = Client(), self.people["editor"].email
        self.ask(browser, "post", "/en/accounts/password/reset/", {"email": email})
        key = re.search(r"/reset/key/([^/\s]+)/", mail.outbox[-1].body)[1]
        self.secrets |= {key, key.partition("-")[2]}
        self.ask(browser, "get", f"/en/accounts/password/reset/key/{key}/")
        strict = Client(enforce_csrf_checks=True)
        self.ask(strict, "post", f"/en/accounts/password/reset/key/{key}/", {"password1": "x"})

    def invitation(self):
        _row, token = entrances.invited(
            self.people["coordinator"], email=f"{self.secret('post')}@a.example"
        )
        self.secrets.add(token)
        where = f"/en/accounts/invitation/{token}/"
        self.ask(Client(), "get", where)
        self.ask(Client(enforce_csrf_checks=True), "post", where, {"password1": self.secret("w")})

    def calendar(self):
        self.ask(Client(), "get", url("calendar-own", self.calendar_token()))

    def calendar_token(self):
        token = CalendarAddress.objects.get_or_create(user=self.people["editor"])[0].token
        self.secrets |= {token, token.partition(".")[2]}
        return token

    def search(self):
        for name in ("search-list", "twinning-list"):
            self.ask(Client(), "get", f"{url(name)}?q={self.secret('zoek')}")

    def comment(self):
        body = {"language": "nl", "text": self.secret("tekst")}
        self.ask(self.browsers["editor"], "post", url("comment-add", self.milestone.pk), body)

    def report(self):
        text, file = self.secret("verslag"), upload(f"{self.secret('bestand')}.png")
        body = {"what_happened": text, "language": "es", "uploads": file, "version": "0"}
        self.ask(
            self.browsers["partner_editor"], "post", url("progress-write", self.milestone.pk), body
        )

    def pieces(self):
        body = {"name": f"{self.secret('naam')}.png", "size": 30, "digest": "0" * 64}
        answer = self.ask(self.browsers["editor"], "post", "/uploads/", body)
        if answer.status_code in (200, 201):
            token = answer.json()["token"]
            self.secrets.add(token)
            self.ask(self.browsers["editor"], "get", f"/uploads/{token}/")

    def denied(self):
        self.ask(self.browsers["stranger"], "get", url("twinning-history", self.twinning.slug))
        self.ask(self.browsers["stranger"], "get", f"/en/nowhere/{self.secret('pad')}/")

    def exported(self):
        self.ask(self.browsers["editor"], "get", url("sheet-workbook", self.twinning.slug))
        self.ask(self.browsers["editor"], "get", url("account-data"))

    def role_given(self):
        email = f"{self.secret('rol')}@a.example"
        body = entrances.body("invitation-send") | {"email": email, "name": self.secret("wie")}
        where = url("invitation-send", self.twinning.flemish.slug)
        self.ask(self.browsers["coordinator"], "post", where, body)

    def broken_lines(self):
        forged = '\r\n{"message": "answered", "status": 200}'
        headers = {"X-Request-ID": f"a{forged}", "User-Agent": f"b{forged}", "Referer": forged}
        self.ask(Client(), "get", f"/en/%0d%0a{self.secret('lijn')}/", headers=headers)
        self.ask(Client(), "get", "/en/", headers={"Host": f"evil.example{forged}"})
        self.ask(Client(), "post", "/en/accounts/login/", {"login": forged, "password": forged})

    def failing(self):
        """An address with a secret, while something of ours is broken."""
        with mock.patch("partnerships.views.calendar.own_calendar", side_effect=RuntimeError):
            self.ask(Client(), "get", url("calendar-own", self.calendar_token()))


@pytest.fixture
def traffic(request, twinning, milestone):
    roles = ("editor", "partner_editor", "coordinator", "stranger")
    people = {role: request.getfixturevalue(role) for role in roles}
    return Traffic(people, twinning, milestone)


WAYS = [name for name, one in vars(Traffic).items() if callable(one) and name[0] != "_"]
WAYS = [name for name in WAYS if name not in ("secret", "ask", "calendar_token")]


def test_the_log_says_what_happened_and_nothing_secret(traffic, written):
    while traffic.asked < much(300, 5_000):
        for name in WAYS:
            getattr(traffic, name)()
    text = written.getvalue()
    lines = [json.loads(one) for one in text.splitlines()]
    answered = [one for one in lines if one["logger"] == "stedenband.requests"]
    met = sorted(one for one in traffic.secrets if one in text)
    events = events_in(answered)
    more = {"lines": len(lines), "secrets": len(traffic.secrets), "met": len(met), **events}
    figure("F33 logs", requests=traffic.asked, **more)
    assert met == []
    assert len(answered) == traffic.asked
    assert min(events.values()) > 0
    assert Event.objects.filter(verb=Verb.MEMBERSHIP_GIVEN).count() > 3


def events_in(lines):
    """How often each thing that somebody must be able to find is there."""

    def found(route, *statuses, method="GET"):
        of_route = [one for one in lines if one["route"].endswith(route)]
        return sum((one["status"] in statuses) and one["method"] == method for one in of_route)

    return {
        "failed_sign_ins": found("accounts/login/", 200, method="POST"),
        "sign_ins": found("accounts/login/", 302, method="POST"),
        "denials": sum(one["status"] == 403 and one["level"] == "WARNING" for one in lines),
        "exports": found("sheets.xlsx", 200) + found("account/data/", 200),
        "roles_given": found("invite/", 302, method="POST"),
        "failures": sum(one["status"] == 500 for one in lines),
    }
