"""Fundings and what they cover: until when somebody pays, and what is needed longer."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation as interface
from hypothesis import given
from hypothesis import strategies as st

from partnerships import actions
from partnerships.continuity import DAY, alarms_of, covered_until
from partnerships.forms.promise import AmountField
from partnerships.models import Cover, Event, Funding, Milestone, Promise, Twinning
from stedenband import clock
from tests.continuity import covered, funded, post_of
from tests.factories import MilestoneFactory, TrajectoryFactory, TwinningFactory, reload
from tests.pages import url, visit, words_of
from tests.sessions import promised


@pytest.fixture
def funding(twinning, editor):
    return funded(twinning, editor)


def until(days):
    return clock.today() + timedelta(days=days)


# --- Amounts as they are typed --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "language", "amount"),
    [
        ("1,500", "es", None),  # fifteen hundred in Peru, one and a half in Bolivia
        ("25,000", "es", None),
        ("1,234", "es", None),
        ("1.500", "en", None),
        ("1,5000", "nl", None),
        ("1.500", "es", "1500"),
        ("1,500", "en", "1500"),
        ("1,500.00", "es", "1500"),
        ("1.500,00", "nl", "1500"),
        ("320,5", "nl", "320.5"),
        ("320.50", "es", "320.5"),
        ("-3,25", "fr", "-3.25"),
    ],
)
def test_an_amount_that_could_be_two_is_refused(typed, language, amount):
    with interface.override(language):
        if amount:
            assert AmountField().clean(typed) == Decimal(amount)
            return
        with pytest.raises(ValidationError):
            AmountField().clean(typed)


# --- What is ever true ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"amount": Decimal(0)}, "An amount is more than zero."),
        ({"amount": Decimal(-1)}, "An amount is more than zero."),
        (
            {"local_amount": Decimal(0), "local_currency": "PEN"},
            "An amount is more than zero.",
        ),
        ({"local_amount": Decimal(5)}, "Give an amount and its currency, or neither."),
        ({"local_currency": "PEN"}, "Give an amount and its currency, or neither."),
        ({"ends_on": date(2000, 1, 1)}, "It cannot end before it starts."),
    ],
)
def test_a_funding_that_cannot_be_says_why(twinning, editor, fields, says):
    with pytest.raises(ValidationError) as refusal:
        funded(twinning, editor, **fields)
    assert (refusal.value.messages, Funding.objects.exists()) == ([says], False)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"starts_on": date(2000, 1, 1)}, "starts_on"),
        ({"ends_on": date(2999, 1, 1)}, "ends_on"),
        ({"amount": Decimal(0)}, "__all__"),
    ],
)
def test_a_cover_that_cannot_be_says_why(funding, editor, fields, field):
    with pytest.raises(ValidationError) as refusal:
        covered(funding, editor, post_of(funding.twinning), **fields)
    assert (list(refusal.value.message_dict), Cover.objects.exists()) == ([field], False)


def test_a_cover_is_of_one_thing(funding, editor):
    row = covered(funding, editor, post_of(funding.twinning))
    row.promise = promised(funding.twinning, editor)
    with pytest.raises(ValidationError, match="A cover is of one thing"):
        row.full_clean()


def test_a_cover_of_nothing_is_refused(funding, editor):
    with pytest.raises(ValidationError, match="A cover is of one thing"):
        covered(funding, editor, None)


def test_a_funding_covers_what_is_of_its_own_twinning(funding, other_twinning, editor):
    with pytest.raises(ValidationError, match="belongs to its own twinning"):
        covered(funding, editor, post_of(other_twinning))


def test_a_funding_does_not_leave_what_it_covers(funding, editor):
    covered(funding, editor, post_of(funding.twinning))
    with pytest.raises(ValidationError) as refusal:
        actions.change_funding(funding=funding, by=editor, ends_on=clock.today())
    assert list(refusal.value.message_dict) == ["ends_on"]


def test_a_cover_ends_earlier_and_its_removal_is_remembered(funding, editor):
    post = post_of(funding.twinning)
    row = covered(funding, editor, post)
    actions.change_cover(cover=row, by=editor, thing=post, ends_on=clock.today())
    assert reload(row).ends_on == clock.today()
    actions.remove_cover(cover=row, by=editor)
    assert (Cover.objects.exists(), Event.objects.first().old) == (False, str(post))


# --- Until when -----------------------------------------------------------------------------------

DAYS = st.integers(0, 60)
START = date(2026, 1, 1)


def day(number):
    return START + timedelta(days=number)


@given(st.lists(st.tuples(DAYS, DAYS), max_size=6), DAYS)
def test_cover_is_a_chain_of_days(pairs, now):
    """Against the plainest reading: walk from day to day."""
    pairs = [tuple(sorted(pair)) for pair in pairs]
    paid = {n for first, last in pairs for n in range(first, last + 1)}
    begun = [n for n in paid if n <= now]
    at = max(begun) if begun else min(paid, default=None)
    while at is not None and at + 1 in paid:
        at += 1
    expected = None if at is None else day(at)
    assert covered_until([(day(a), day(b)) for a, b in pairs], day(now)) == expected


@given(st.lists(st.integers(1, 30), min_size=1, max_size=8), st.randoms())
def test_covers_that_join_are_one(lengths, random):
    """However many budget lines follow each other, and in whatever order they were entered."""
    periods, starts = [], 0
    for length in lengths:
        periods.append((day(starts), day(starts + length - 1)))
        starts += length
    random.shuffle(periods)
    assert covered_until(periods, START) == day(starts - 1)


# --- Alarms ---------------------------------------------------------------------------------------


def rung(twinning):
    return [(one.kind, one.thing, one.covered_until) for one in alarms_of([twinning.pk])]


def test_a_promise_that_is_due_after_its_cover_is_an_alarm(funding, editor):
    made = promised(funding.twinning, editor, due_on=until(100))
    covered(funding, editor, made, ends_on=until(50))
    assert rung(funding.twinning) == [("promise", made, until(50))]
    covered(funding, editor, made, starts_on=until(51), ends_on=until(100))
    assert rung(funding.twinning) == []


def test_a_break_in_its_cover_is_an_alarm(funding, editor):
    made = promised(funding.twinning, editor, due_on=until(100))
    covered(funding, editor, made, ends_on=until(50))
    covered(funding, editor, made, starts_on=until(52), ends_on=until(100))
    assert rung(funding.twinning) == [("promise", made, until(50))]


def test_two_fundings_cover_one_after_the_other(funding, twinning, editor):
    made = promised(twinning, editor, due_on=until(100))
    covered(funding, editor, made, ends_on=until(50))
    covered(funded(twinning, editor), editor, made, starts_on=until(40), ends_on=until(120))
    assert rung(twinning) == []


def test_a_kept_promise_rings_no_more(funding, editor):
    made = promised(funding.twinning, editor, due_on=until(100))
    covered(funding, editor, made, ends_on=until(50))
    actions.settle_promise(promise=made, by=editor, state="kept")
    assert rung(funding.twinning) == []


@pytest.mark.parametrize(
    ("state", "rings"), [("planned", True), ("review", True), ("done", False), ("dropped", False)]
)
def test_a_milestone_that_is_open_rings(funding, trajectory, editor, state, rings):
    milestone = MilestoneFactory(trajectory=trajectory, month=20)
    covered(funding, editor, milestone, ends_on=until(5))
    Milestone.objects.filter(pk=milestone.pk).update(state=state)
    assert bool(rung(funding.twinning)) is rings


def test_nothing_is_asked_in_a_closed_trajectory(funding, editor):
    closed = TrajectoryFactory(twinning=funding.twinning, state="closed")
    covered(funding, editor, MilestoneFactory(trajectory=closed, month=20), ends_on=until(5))
    assert rung(funding.twinning) == []


@pytest.mark.parametrize(
    ("kind", "needed", "ends", "rings"),
    [
        ("coordinator", 100, 99, True),
        ("coordinator", 100, 100, False),
        ("coordinator", 100, None, True),
        ("coordinator", None, 5, False),
        ("coordinator", None, None, False),
        ("coordinator", -1, -9, False),
        ("mayor", 100, None, False),
        ("mayor", 100, 99, True),
    ],
)
def test_a_post_rings_when_it_is_needed_longer(funding, editor, kind, needed, ends, rings):
    day = needed if needed is None else until(needed)
    post = post_of(funding.twinning, kind=kind, needed_until=day)
    if ends is not None:
        covered(funding, editor, post, ends_on=until(ends))
    found = rung(funding.twinning)
    assert found == ([("post", post, None if ends is None else until(ends))] if rings else [])


def test_what_nobody_said_to_pay_is_no_alarm(trajectory, editor):
    promised(trajectory.twinning, editor)
    MilestoneFactory(trajectory=trajectory, month=20)
    assert rung(trajectory.twinning) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_alarms_take_two_queries_for_one_twinning_and_for_all(
    rows, editor, django_assert_num_queries
):
    for _ in range(rows):
        one = TwinningFactory()
        row = funded(one, editor)
        due = {"due_on": until(100)}
        things = [promised(one, editor, **due), post_of(one, needed_until=until(100))]
        things += [MilestoneFactory(trajectory=TrajectoryFactory(twinning=one))]
        for thing in things:
            covered(row, editor, thing, ends_on=until(1))
        post_of(one, needed_until=until(100))
    for twinnings, number in (([one.pk], 4), (Twinning.objects.all(), 4 * rows)):
        with django_assert_num_queries(2):
            found = alarms_of(twinnings)
            said = {(str(a.words), a.owner, a.side, a.is_sample, str(a.twinning)) for a in found}
        assert (len(found), bool(said)) == (number, True)


# --- Who reads it, and where ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "reads"),
    [("reader", True), ("coordinator", True), ("stranger", False), ("staff", False)],
)
def test_money_is_read_inside(request, funding, editor, role, reads):
    covered(funding, editor, post_of(funding.twinning))
    user = request.getfixturevalue(role)
    found = [model.objects.visible_to(user).exists() for model in (Funding, Cover)]
    assert found == [reads, reads]
    nobody = AnonymousUser()
    assert not Funding.objects.visible_to(nobody).exists()
    assert not Cover.objects.visible_to(nobody).exists()


def test_an_alarm_stands_where_it_is_seen(funding, editor, reader, coordinator):
    covered(funding, editor, post_of(funding.twinning, needed_until=until(9)), ends_on=until(5))
    twinning = url("twinning-detail", funding.twinning.slug)
    money = url("funding-list", funding.twinning.slug)
    places = [(reader, twinning), (reader, money), (coordinator, url("work")), (None, twinning)]
    said = [words_of(visit(user).get(where)) for user, where in places]
    assert ["cover ends on" in one for one in said] == [True, True, True, False]


def test_a_thing_of_another_twinning_is_no_choice(funding, other_twinning, editor):
    foreign = post_of(other_twinning)
    given = {"starts_on": "2026-01-01", "ends_on": "2026-02-01", "version": "0"}
    where = url("cover-add", funding.pk)
    answer = visit(editor).post(where, given | {"thing": f"post-{foreign.pk}"})
    assert ("thing" in answer.context["form"].errors, Cover.objects.exists()) == (True, False)


def test_what_is_covered_stays_a_choice_when_it_was_settled(funding, editor):
    made = promised(funding.twinning, editor)
    row = covered(funding, editor, made, ends_on=until(1))
    Promise.objects.update(state="kept")
    form = visit(editor).get(url("cover-change", row.pk)).context["form"]
    assert form["thing"].value() in form.things


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_takes_so_many_queries_however_much_it_shows(twinning, trajectory, editor, rows):
    for _ in range(rows):
        row = funded(twinning, editor)
        for _more in range(rows):
            covered(row, editor, post_of(twinning, needed_until=row.ends_on + DAY))
            covered(row, editor, promised(twinning, editor))
            covered(row, editor, MilestoneFactory(trajectory=trajectory))
    browser, where = visit(editor), url("funding-list", twinning.slug)
    browser.get(where)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(where).status_code == 200
    assert len(queries) == 9
