"""The goal matrix, reciprocity, fundings, posts and an indicator on a day gone by."""

from datetime import timedelta

import pytest

from partnerships import actions
from partnerships.balance import balances_of
from partnerships.continuity import alarms_of
from partnerships.models import Duty, Promise
from partnerships.past import end_of
from partnerships.past_bonds import promises_on
from sdg.models import Target
from stedenband import clock
from tests.continuity import covered, funded, post_of
from tests.factories import (
    DeedFactory,
    MilestoneFactory,
    agree,
    first_of,
    learned,
    measured_pair,
    reload,
    submitted,
)
from tests.mandates import held, posted
from tests.pages import url, visit
from tests.sessions import promised


@pytest.fixture
def yesterday():
    return clock.today() - timedelta(days=1)


def overviews(twinning, pair, goal=11):
    return {
        "coverage-matrix": url("coverage-matrix"),
        "goal-detail": url("goal-detail", goal),
        "reciprocity-overview": url("reciprocity-overview"),
        "reciprocity-detail": url("reciprocity-detail", twinning.slug),
        "funding-list": url("funding-list", twinning.slug),
        "post-list": url("post-list", twinning.slug),
        "indicator-detail": url("indicator-detail", pair.pk),
    }


@pytest.fixture
def addresses(twinning, trajectory, editor, partner_editor):
    """Every page of this kind that can be asked for a day gone by."""
    with clock.at(end_of(first_of(-2))):
        return overviews(twinning, measured_pair(twinning, editor, partner_editor))


def read(user, address, on=""):
    return visit(user).get(address, {"on": on} if on else {})


def test_each_page_tells_of_the_day_and_leads_back_to_today(addresses, coordinator, yesterday):
    browser, found = visit(coordinator), {}
    for name, address in addresses.items():
        seen = browser.get(address, {"on": yesterday.isoformat()})
        found[name] = seen.context["past"].day, seen.content.decode().count('<a href="?">')
    assert found == dict.fromkeys(addresses, (yesterday, 1))


def test_a_day_to_come_is_refused_with_a_reason(addresses, coordinator):
    tomorrow, browser = clock.today() + timedelta(days=1), visit(coordinator)
    found = {}
    for name, address in addresses.items():
        past = browser.get(address, {"on": tomorrow.isoformat()}).context["past"]
        found[name] = past.day, [str(one) for row in past.errors.values() for one in row]
    assert found == dict.fromkeys(addresses, (None, ["This day is still to come."]))


def test_nobody_does_anything_on_a_day_gone_by(addresses, twinning, editor, yesterday):
    with clock.at(end_of(first_of(-1))):
        held(posted(twinning, editor), editor)
        covered(funded(twinning, editor, side="flemish"), editor, post_of(twinning))
    browser = visit(editor)
    found = {}
    for name in ("funding-list", "post-list", "indicator-detail"):
        seen = browser.get(addresses[name], {"on": yesterday.isoformat()}).content.decode()
        found[name] = [word for word in ("/add/", "/change/", "/measurement/") if word in seen]
    assert found == {"funding-list": [], "post-list": [], "indicator-detail": []}


# --- The goal matrix ------------------------------------------------------------------------------


def sides_seen(user, on=""):
    rows = read(user, url("coverage-matrix"), on).context["rows"]
    return [sorted({side for cell in cells for side in cell}) for _one, cells, _own in rows]


def test_the_matrix_tells_of_the_deeds_of_that_day(coordinator, twinning, trajectory, yesterday):
    moment, target = end_of(first_of(-2)), Target.objects.get(code="13.3")
    given = {"twinning": twinning, "main_target": target}
    DeedFactory(side="flemish", created_at=moment, updated_at=moment, **given)
    DeedFactory(side="partner", **given)
    found = [sides_seen(coordinator, yesterday.isoformat()), sides_seen(coordinator)]
    assert found == [[["flemish"]], [["flemish", "partner"]]]


def test_a_deed_stopped_since_stood_in_the_matrix_and_is_counted(
    coordinator, twinning, trajectory, yesterday
):
    moment, target = end_of(first_of(-2)), Target.objects.get(code="13.3")
    given = {"twinning": twinning, "main_target": target, "state": "stopped", "reason": "Rain."}
    DeedFactory(side="flemish", created_at=moment, **given)
    seen = read(coordinator, url("coverage-matrix"), yesterday.isoformat())
    rows = [sides_seen(coordinator, yesterday.isoformat()), sides_seen(coordinator)]
    assert (rows, seen.context["unsaid"]) == ([[["flemish"]], [[]]], 1)


def test_a_road_that_had_not_begun_is_not_in_the_matrix(coordinator, twinning, trajectory):
    before = trajectory.first_month - timedelta(days=1)
    found = [len(sides_seen(coordinator, day.isoformat())) for day in (before, first_of(-1))]
    assert found == [0, 1]


def test_a_goal_shows_what_served_it_then(coordinator, trajectory, yesterday):
    given = {"by": coordinator, "duty": Duty.PARTNER, "targets": [Target.objects.get(code="13.3")]}
    with clock.at(end_of(first_of(-2))):
        add = {"trajectory": trajectory, "month": 20, "title_es": "Calle"}
        milestone = actions.add_milestone(**add, **given)
    actions.drop_milestone(milestone=milestone, by=coordinator, reason="weather")
    address = url("goal-detail", 13)
    days = [first_of(-2) - timedelta(days=1), yesterday, clock.today()]
    found = []
    for day in days:
        work = read(coordinator, address, day.isoformat()).context["work"]
        found.append([one.state for _twinning, halves in work for one in halves.partner])
    assert found == [[], ["planned"], []]


# --- Reciprocity ----------------------------------------------------------------------------------


def balance_on(twinning, day):
    [found] = balances_of([twinning], day - timedelta(days=365), day, day)
    return found


def test_a_key_turned_since_was_waited_for_then(trajectory, editor, partner_editor, yesterday):
    with clock.at(end_of(first_of(-2))):
        milestone = MilestoneFactory(trajectory=trajectory, duty=Duty.PARTNER)
        report = submitted(milestone, partner_editor)
    agree(reload(report), editor)
    days = [first_of(-2) - timedelta(days=1), yesterday, clock.today()]
    found = [balance_on(trajectory.twinning, day).flemish.waiting_keys for day in days]
    assert found == [0, 1, 0]


def test_the_last_sign_of_life_is_that_of_then(twinning, editor, yesterday):
    with clock.at(end_of(first_of(-2))):
        promised(twinning, editor)
        then = clock.now()
    promised(twinning, editor)
    assert balance_on(twinning, yesterday).flemish.last_sign == then


def test_what_came_later_is_not_the_last_lesson(twinning, editor, yesterday):
    learned(twinning, editor, direction="flemish")
    assert "No lesson from San Jerónimo to Edegem yet." in balance_on(twinning, yesterday).gaps


def test_a_period_ends_on_the_day_one_asks_for(coordinator, twinning, trajectory, yesterday):
    address = url("reciprocity-detail", twinning.slug)
    asked = {"on": yesterday.isoformat(), "until": clock.today().isoformat()}
    period = visit(coordinator).get(address, asked).context["period"]
    assert period == (yesterday - timedelta(days=365), yesterday)


# --- Fundings -------------------------------------------------------------------------------------


def test_what_was_entered_since_covered_nothing_then(twinning, editor, yesterday):
    with clock.at(end_of(first_of(-2))):
        funding = funded(twinning, editor)
        post = post_of(
            twinning, needed_until=clock.today() + timedelta(days=900), made_at=clock.now()
        )
    covered(funding, editor, post)
    funded(twinning, editor, name="Entered since")
    seen = read(editor, url("funding-list", twinning.slug), yesterday.isoformat())
    page = [(one.name, len(one.covers.all())) for one in seen.context["page"]]
    rung = [[one.thing for one in alarms_of([twinning.pk], day)] for day in (yesterday, None)]
    assert (page, rung) == ([("Own means", 0)], [[post], []])


def test_a_funding_that_was_loaded_counts_from_its_first_day(twinning, editor):
    funding = funded(twinning, editor)
    type(funding).objects.update(entered_by=None)
    days = [funding.starts_on - timedelta(days=1), funding.starts_on]
    found = [type(funding).objects.known_by(day, end_of(day)).count() for day in days]
    assert found == [0, 1]


# --- Posts ----------------------------------------------------------------------------------------


def test_who_held_a_post_is_the_one_of_that_day(twinning, editor):
    today = clock.today()
    post = posted(twinning, editor)
    old = held(post, editor, starts_on=today - timedelta(900), ends_on=today - timedelta(400))
    held(post, editor)
    days = [today - timedelta(days=n) for n in (1000, 600, 380)]
    address = url("post-list", twinning.slug)
    found = []
    for day in days:
        rows = read(editor, address, day.isoformat()).context["leaves"][0][2]
        found.append([(row["holder"], row["is_vacant"]) for row in rows])
    assert found == [[], [(old, False)], [(None, True)]]


# --- Promises -------------------------------------------------------------------------------------


def test_by_when_a_promise_was_due_before_it_was_moved_is_not_said(twinning, editor, yesterday):
    with clock.at(end_of(first_of(-2))):
        promise = promised(twinning, editor, due_on=first_of(-1))
    day = first_of(-1) + timedelta(days=1)
    [before] = promises_on(Promise.objects.all(), day)
    later = clock.today() + timedelta(days=90)
    actions.settle_promise(
        promise=promise, by=editor, state="adjusted", reason="Rain.", language="en", due_on=later
    )
    [after] = promises_on(Promise.objects.all(), day)
    words = read(editor, url("promise-list", twinning.slug), day.isoformat()).content.decode()
    assert [before.is_overdue, after.is_overdue] == [True, False]
    assert (after.is_due_unsaid, "date not recorded" in words) == (True, True)
