"""Reciprocity over a period: what each side gave, and the gaps in words."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from partnerships import actions
from partnerships.balance import balances_of
from partnerships.models import Twinning
from sdg.models import Target
from sdg.vocabulary import load_vocabulary
from stedenband import clock
from tests.factories import DeedFactory, TwinningFactory, agree, learned, submitted


def balance(twinning, days=365):
    today = clock.today()
    [found] = balances_of([twinning], today - timedelta(days=days), today)
    return found


def test_proposals_are_counted_by_the_side_that_entered_them(twinning, editor, partner_editor):
    target = Target.objects.get(code="11.6")
    for number in range(2):
        given = {"title": str(number), "main_target": target}
        actions.add_deed(twinning=twinning, side="flemish", by=editor, **given)
    found = balance(twinning)
    assert (found.flemish.proposals, found.partner.proposals) == (2, 0)


def test_it_is_the_same_whoever_reads_it(twinning, editor):
    """Proposed at three in the morning in Brussels: in Lima it is the day before."""
    night = datetime(2026, 1, 1, 2, tzinfo=UTC)
    with clock.at(night):
        given = {"title": "One", "main_target": Target.objects.get(code="11.6")}
        actions.add_deed(twinning=twinning, side="flemish", by=editor, **given)
    found = []
    for zone in ("Europe/Brussels", "America/Lima"):
        with timezone.override(zone):
            [one] = balances_of([twinning], date(2026, 1, 1), date(2026, 1, 31))
            found.append(one.flemish.proposals)
    assert found == [1, 1]


def test_a_key_counts_for_the_side_that_turned_it(twinning, report, signatory):
    before = balance(twinning).flemish.waiting_keys
    agree(report, signatory)
    found = balance(twinning)
    assert (before, found.flemish.waiting_keys, found.flemish.confirmations) == (1, 0, 1)


def test_a_lesson_counts_for_the_side_that_it_was_learned_from(twinning, editor, partner_editor):
    learned(twinning, editor, direction="flemish")
    learned(twinning, partner_editor, direction="both")
    learned(twinning, editor, direction="partner", visibility="side")
    found = balance(twinning)
    assert (found.flemish.lessons, found.partner.lessons) == (1, 2)


@pytest.mark.parametrize(
    ("direction", "silent", "other"),
    [("flemish", "Edegem", "San Jerónimo"), ("partner", "San Jerónimo", "Edegem")],
)
def test_who_taught_nothing_is_said(twinning, editor, direction, silent, other):
    learned(twinning, editor, direction=direction)
    gaps = [one for one in balance(twinning).gaps if "No lesson" in one]
    assert gaps == [f"No lesson from {silent} to {other} yet."]


def test_the_last_lesson_is_named_with_its_month(twinning, editor):
    with clock.at(clock.now() - timedelta(days=200)):
        learned(twinning, editor)
    with clock.at(clock.now() - timedelta(days=100)):
        learned(twinning, editor)
        month = clock.today()
    sentence = f"No lesson from San Jerónimo to Edegem since {month:%B %Y}."
    assert sentence in balance(twinning, days=30).gaps


def test_what_was_learned_and_practised_is_what_reports_say(milestone, partner_editor):
    submitted(milestone, partner_editor, we_learned="Start small.", changed_at_home="A rule.")
    found = balance(milestone.twinning)
    counts = [(one.learned, one.practices) for one in (found.flemish, found.partner)]
    assert counts == [(0, 0), (1, 1)]


def test_a_report_before_the_period_is_named_with_its_month(milestone, partner_editor):
    with clock.at(clock.now() - timedelta(days=100)):
        submitted(milestone, partner_editor, we_learned="Start small.")
        month = clock.today()
    sentence = f"No report of San Jerónimo has said what it learned since {month:%B %Y}."
    assert sentence in balance(milestone.twinning, days=30).gaps


def test_a_goal_with_one_side_only_is_a_sentence(twinning):
    DeedFactory(twinning=twinning, main_target=Target.objects.get(code="13.3"))
    assert "No deed of San Jerónimo under goal 13 Climate action." in balance(twinning).gaps


def test_a_stopped_deed_is_no_deed(twinning):
    climate = Target.objects.get(code="13.3")
    DeedFactory(twinning=twinning, main_target=climate, state="stopped", reason="Rain.")
    assert balance(twinning).lonely_goals == []


@pytest.mark.parametrize("count", [1, 3])
def test_all_twinnings_cost_as_much_as_one(twinning, count):
    twinnings = [twinning, *(TwinningFactory() for _ in range(count - 1))]
    with CaptureQueriesContext(connection) as queries:
        balances_of(twinnings, clock.today(), clock.today())
    assert len(queries) == 8


@pytest.mark.parametrize(
    ("name", "who", "status"),
    [
        ("reciprocity-overview", "coordinator", 200),
        ("reciprocity-overview", "facilitator", 200),
        ("reciprocity-overview", "editor", 403),
        ("coverage-matrix", "coordinator", 200),
        ("coverage-matrix", "stranger", 403),
    ],
)
def test_the_overviews_are_for_who_reads_all(client, request, trajectory, name, who, status):
    DeedFactory(twinning=trajectory.twinning)
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse(f"partnerships:{name}")).status_code == status


@pytest.mark.parametrize("query", ["", "?since=31-02-2020", "?since=2027-01-01&until=2026-01-01"])
def test_a_period_that_cannot_be_is_answered_with_the_last_year(client, twinning, editor, query):
    client.force_login(editor)
    address = reverse("partnerships:reciprocity-detail", args=[twinning.slug])
    assert client.get(address + query).status_code == 200


class CountsAddUp(TestCase):
    """Whatever the deeds, a goal is lonely exactly when one side alone serves it."""

    @classmethod
    def setUpTestData(cls):
        load_vocabulary()

    @settings(max_examples=25, deadline=None)
    @given(st.lists(st.tuples(st.sampled_from(["flemish", "partner"]), st.integers(1, 17))))
    def test_lonely_goals(self, deeds):
        twinning = Twinning.objects.get(pk=TwinningFactory().pk)
        for side, number in deeds:
            main = Target.objects.get(code=f"{number}.1")
            DeedFactory(twinning=twinning, side=side, main_target=main)
        served = {
            side: {number for one, number in deeds if one == side}
            for side in ("flemish", "partner")
        }
        alone = served["flemish"] ^ served["partner"]
        found = {goal.number for goal, _side in balance(twinning).lonely_goals}
        assert found == alone
