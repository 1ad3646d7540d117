"""Pages of a day gone by: the banner, the day one chooses, and what is not shown."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partnerships import actions
from partnerships.models import Deed, Duty, Promise
from partnerships.past import deeds_by, end_of
from partnerships.past_bonds import promises_on
from stedenband import clock
from tests.factories import (
    DeedFactory,
    MilestoneFactory,
    TrajectoryFactory,
    TwinningFactory,
    agree,
    approve,
    first_of,
    member,
    submitted,
)
from tests.pages import publish, url, visit


@pytest.fixture
def yesterday():
    return clock.today() - timedelta(days=1)


@pytest.fixture
def addresses(twinning, programme):
    """Every page that can be asked for a day gone by."""
    slug = twinning.slug
    return {
        "twinning-list": url("twinning-list"),
        "twinning-detail": url("twinning-detail", slug),
        "programme-detail": url("programme-detail", programme.slug),
        "work": url("work"),
        "agreement-list": url("agreement-list", slug),
        "promise-list": url("promise-list", slug),
        "indicator-list": url("indicator-list", slug),
    }


def read(user, address, on=""):
    return visit(user).get(address, {"on": on} if on else {})


def days_of(user, addresses, on):
    """The day that each page says it tells of, and what it says is wrong with it."""
    found = {}
    for name, address in addresses.items():
        past = read(user, address, on).context["past"]
        found[name] = past.day, [str(one) for row in past.errors.values() for one in row]
    return found


def test_each_page_tells_of_the_day_one_asks_for(addresses, coordinator, yesterday):
    found = days_of(coordinator, addresses, yesterday.isoformat())
    assert found == dict.fromkeys(addresses, (yesterday, []))


def test_today_is_no_day_gone_by(addresses, coordinator):
    found = days_of(coordinator, addresses, clock.today().isoformat())
    assert found == dict.fromkeys(addresses, (None, []))


def test_a_day_to_come_is_refused_with_a_reason(addresses, coordinator):
    tomorrow = clock.today() + timedelta(days=1)
    found = days_of(coordinator, addresses, tomorrow.isoformat())
    assert found == dict.fromkeys(addresses, (None, ["This day is still to come."]))


def test_what_is_no_day_is_refused_with_the_nearest(addresses, coordinator):
    found = days_of(coordinator, addresses, "2019-02-31")
    assert {day for day, _errors in found.values()} == {None}
    assert all("28-02-2019" in error for _day, [error] in found.values())


def test_the_banner_leads_back_to_today(addresses, coordinator, yesterday):
    for address in addresses.values():
        words = read(coordinator, address, yesterday.isoformat()).content.decode()
        assert words.count('<a href="?">') == 1
        assert '<a href="?">' not in read(coordinator, address).content.decode()


def test_a_milestone_done_since_is_not_done_then(
    twinning, trajectory, editor, partner_editor, coordinator, yesterday
):
    with clock.at(end_of(first_of(-2))):
        milestone = actions.add_milestone(
            trajectory=trajectory, by=coordinator, month=20, duty=Duty.PARTNER, title_nl="Straat"
        )
    with clock.at(end_of(yesterday)):
        report = submitted(milestone, partner_editor)
    agree(report, editor)
    approve(report, coordinator)
    days = [first_of(-1), yesterday]
    seen = [read(editor, twinning.get_absolute_url(), day.isoformat()) for day in days]
    words = [one.context["running"][0].summary for one in seen]
    assert words == ["Planned 1", "Awaiting review 1"]


def test_what_is_not_public_today_is_not_public_of_a_day_gone_by(twinning, trajectory, milestone):
    with clock.at(end_of(first_of(-2))):
        DeedFactory(twinning=twinning)
    seen = read(None, twinning.get_absolute_url(), first_of(-1).isoformat())
    assert [one.marks for one in seen.context["running"]] == [[]]
    assert seen.context["halves"] == []
    assert "promises" not in seen.context


def test_a_reader_keeps_the_day_on_the_way_to_the_programme(editor, twinning, trajectory):
    day = first_of(-1).isoformat()
    words = read(editor, twinning.get_absolute_url(), day).content.decode()
    assert f"{trajectory.programme.get_absolute_url()}?on={day}" in words


def test_the_list_tells_the_state_of_that_day(coordinator, twinning, yesterday):
    actions.change_state(twinning=twinning, by=coordinator, state="dormant", reason="Elections.")
    seen = read(None, url("twinning-list"), yesterday.isoformat())
    now = read(None, url("twinning-list"))
    states = [[row[0].state for row in one.context["rows"]] for one in (seen, now)]
    assert states == [["active"], ["dormant"]]


def test_a_promise_kept_since_stood_open_then(twinning, editor, yesterday):
    words = {"side": "flemish", "what": "A visit.", "language": "en"}
    with clock.at(end_of(first_of(-1))):
        given = {"due_on": first_of(3), "confirms_for": "flemish"}
        promise = actions.make_promise(twinning=twinning, by=editor, **given, **words)
    actions.settle_promise(promise=promise, by=editor, state="kept")
    days = [first_of(-2), yesterday, clock.today()]
    found = [[one.state for one in promises_on(Promise.objects.all(), day)] for day in days]
    assert found == [[], ["open"], []]


def test_a_deed_changed_since_is_shown_without_its_state(twinning, yesterday):
    moment = end_of(first_of(-2))
    old = DeedFactory(twinning=twinning, created_at=moment, updated_at=moment)
    changed = DeedFactory(twinning=twinning, created_at=moment)
    DeedFactory(twinning=twinning)
    found = {one.pk: one.shown_state for one in deeds_by(Deed.objects.all(), yesterday)}
    assert found == {old.pk: "planned", changed.pk: "unknown"}


# --- Queries -------------------------------------------------------------------------------------

QUERIES = {"twinning-detail": 19, "programme-detail": 15, "work": 13, "twinning-list": 7}


def settle(rows, twinning, programme):
    """So many twinnings, each with so much that stood a month ago."""
    others = [TwinningFactory(is_listed=True) for _ in range(rows - 1)]
    for one in [twinning, *others]:
        editor = member(one.flemish, "editor")
        publish(one, "flemish", editor)
        trajectory = TrajectoryFactory(twinning=one, programme=programme)
        for number in range(rows):
            given = {"trajectory": trajectory, "targets": ["11.6"], "month": 9 + number}
            submitted(MilestoneFactory(duty=Duty.FLEMISH, **given), editor)
            DeedFactory(twinning=one)
            actions.make_promise(
                twinning=one, by=editor, due_on=clock.today(), side="flemish", what="A visit."
            )


@pytest.mark.parametrize("rows", [1, 3])
def test_a_day_gone_by_takes_so_many_queries(rows, programme, twinning, addresses, coordinator):
    with clock.at(end_of(first_of(-1))):
        settle(rows, twinning, programme)
    browser, on = visit(coordinator), {"on": (clock.today() - timedelta(days=1)).isoformat()}
    found = {}
    for name in QUERIES:
        browser.get(addresses[name], on)
        with CaptureQueriesContext(connection) as queries:
            browser.get(addresses[name], on)
        found[name] = len(queries)
    assert found == QUERIES
