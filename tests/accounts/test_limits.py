"""How long one stays signed in, and that nothing typed is lost when that is over."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from stedenband import clock
from tests.factories import PASSWORD
from tests.pages import text_of, url, words_of

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
TYPED = {"language": "nl", "text": "Een lange zin die iemand typte, en die niet verloren mag gaan."}


def account(name, language="en"):
    with translation.override(language):
        return reverse(name)


@pytest.fixture
def browser(client, editor):
    """Somebody signs in at noon; then asked at other moments."""

    def ask(address, after, method="get", **given):
        with clock.at(NOON + after):
            return getattr(client, method)(address, **given)

    def sign_in(**ticked):
        data = {"login": editor.email, "password": PASSWORD, **ticked}
        assert ask(account("account_login"), timedelta(0), "post", data=data).status_code == 302
        return ask

    return sign_in


HOURS = [(7.9, 200), (8, 302)]


@pytest.mark.parametrize(("hours", "status"), HOURS)
def test_who_does_nothing_for_eight_hours_is_asked_to_sign_in(browser, hours, status):
    ask = browser()
    ask(url("work"), timedelta(0))
    assert ask(url("work"), timedelta(hours=hours)).status_code == status


def test_each_page_counts_anew(browser):
    ask = browser()
    found = [ask(url("work"), timedelta(hours=hours)).status_code for hours in (0, 6, 12, 18, 26)]
    assert found == [200, 200, 200, 200, 302]


def test_a_deployment_chooses_its_own_limit(browser, settings):
    settings.SESSION_IDLE_MINUTES = 30
    ask = browser()
    found = [ask(url("work"), timedelta(minutes=m)).status_code for m in (0, 29, 59)]
    assert found == [200, 200, 302]


def test_who_asked_to_stay_signed_in_does(browser):
    ask = browser(remember="on")
    found = [ask(url("work"), timedelta(days=days)).status_code for days in (0, 5, 13.9, 14)]
    assert found == [200, 200, 200, 302]


def test_after_fourteen_days_everybody_signs_in_again(browser):
    ask = browser()
    every_six_hours = [timedelta(hours=hours) for hours in range(0, 14 * 24 + 1, 6)]
    found = [ask(account("account-edit"), after).status_code for after in every_six_hours]
    assert found == [200] * (len(found) - 1) + [302]


def test_the_session_is_gone_on_the_server(browser, client):
    ask = browser()
    ask(url("work"), timedelta(0))
    ended = client.cookies["sessionid"].value
    ask(url("work"), timedelta(hours=9))
    client.cookies["sessionid"] = ended
    assert ask(url("work"), timedelta(0)).status_code == 302


def test_one_is_told_why_and_comes_back(browser):
    ask = browser()
    ask(url("work"), timedelta(0))
    asked = ask(url("work"), timedelta(hours=9), follow=True)
    where = asked.redirect_chain[-1][0].partition("?")[2]
    said = "You were signed out after a while. Sign in to go on." in words_of(asked)
    assert (where, said) == ("next=/en/work/", True)


def test_a_public_page_stays_readable(browser):
    ask = browser()
    ask(url("home"), timedelta(0))
    answer = ask(url("home"), timedelta(hours=9))
    assert (answer.status_code, answer.wsgi_request.user.is_authenticated) == (200, False)


@pytest.mark.parametrize(("later", "writes"), [(59, 0), (61, 1)])
def test_reading_is_written_down_once_a_minute_at_most(browser, later, writes):
    ask = browser()
    ask(url("goal-list"), timedelta(0))
    with CaptureQueriesContext(connection) as taken:
        ask(url("goal-list"), timedelta(seconds=later))
    found = [one["sql"] for one in taken if one["sql"].startswith("UPDATE")]
    assert len(found) == writes


def test_staying_gives_the_whole_time_again(browser):
    ask = browser()
    ask(url("work"), timedelta(0))
    stayed = ask(account("account-stay"), timedelta(hours=7.9), "post")
    later = ask(url("work"), timedelta(hours=15))
    assert (stayed.json(), later.status_code) == ({"left": 8 * 3600}, 200)


def test_a_page_says_until_when_without_scripts(browser):
    ask = browser()
    said = text_of(ask(url("home", language="nl"), timedelta(0)))
    assert ("26 november 2026 21:00" in said, 'data-left="28800"' in said) == (True, True)


def test_nobody_is_told_about_a_session_that_is_none(client, db):
    assert 'id="session"' not in text_of(client.get(url("home")))
