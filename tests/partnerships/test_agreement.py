"""Agreements: one at a time, one after the other, with the gaps that a line of them shows."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from partnerships import actions
from partnerships.continuity import (
    DAY,
    agreements_at_risk,
    ends_to_remind_of,
    line_of,
    standing_of,
)
from partnerships.management.agreements import load_documented_agreements
from partnerships.models import Agreement, Source
from partnerships.models.trajectory import months_from, whole_months
from stedenband import clock
from tests.continuity import covered, funded, post_of, signed
from tests.factories import SourceFactory, TwinningFactory, documented, reload
from tests.pages import typed, url, visit, words_of

TODAY = date(2026, 6, 15)
DAYS = st.dates(date(2000, 1, 1), date(2040, 12, 31))


@dataclass
class Paper:
    valid_from: date
    valid_until: date
    successor_id: int | None = None


def years(first, last):
    return Paper(date(first, 1, 1), date(last, 12, 31))


def line(twinning, editor, *spans, **given):
    days = [(date(first, 1, 1), date(last, 12, 31)) for first, last in spans]
    return [signed(twinning, editor, *span, **given) for span in days]


# --- What is ever true, and what may follow what --------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [
        (date(2020, 5, 1), date(2020, 4, 30), "It cannot end before it starts."),
        (date(2013, 12, 31), date(2014, 12, 31), "This overlaps with “Agreement 2008–2013” "),
        (date(2009, 1, 1), date(2009, 12, 31), "(2008–2013). One agreement holds at a time"),
        (date(2000, 1, 1), date(2030, 12, 31), "let the one end on the day before"),
    ],
)
def test_an_agreement_that_cannot_be_says_why(twinning, editor, first, last, says):
    line(twinning, editor, (2008, 2013), precision="year")
    with pytest.raises(ValidationError) as refusal:
        signed(twinning, editor, first, last)
    assert (says in " ".join(refusal.value.messages), Agreement.objects.count()) == (True, 1)


def test_agreements_of_two_twinnings_do_not_overlap(twinning, other_twinning, editor, stranger):
    line(twinning, editor, (2020, 2021))
    line(other_twinning, stranger, (2020, 2021))
    assert Agreement.objects.count() == 2


def test_known_to_the_year_it_runs_in_whole_years(twinning, editor):
    given = {"precision": "year"}
    made = signed(twinning, editor, date(2005, 6, 1), date(2007, 6, 1), **given)
    assert (made.valid_from, made.valid_until, made.period) == (
        date(2005, 1, 1),
        date(2007, 12, 31),
        "2005–2007",
    )


def test_one_follows_the_other_and_may_follow_another_instead(twinning, editor):
    first, second = line(twinning, editor, (2005, 2007), (2008, 2013))
    third = signed(twinning, editor, date(2014, 1, 1), date(2019, 12, 31), follows=first)
    assert reload(first).successor == third
    days = {"valid_from": third.valid_from, "valid_until": third.valid_until}
    actions.change_agreement(agreement=third, by=editor, follows=second, **days)
    assert (reload(first).successor, reload(second).successor) == (None, third)


def test_two_do_not_follow_each_other(twinning, editor):
    first, second = line(twinning, editor, (2005, 2007), (2008, 2013))
    first.successor, second.successor = second, first
    first.save()
    with pytest.raises(ValidationError, match="These two agreements would follow each other"):
        second.full_clean()


def test_none_follows_one_that_started_later(twinning, editor):
    later, first = line(twinning, editor, (2008, 2013), (2005, 2007))
    later.successor = first
    with pytest.raises(ValidationError, match="does not follow one that started later"):
        later.full_clean()


def test_none_follows_one_of_another_twinning(twinning, other_twinning, editor, stranger):
    [ours], [theirs] = (
        line(twinning, editor, (2008, 2013)),
        line(other_twinning, stranger, (2014, 2015)),
    )
    ours.successor = theirs
    with pytest.raises(ValidationError, match="follows one of the same twinning"):
        ours.full_clean()


def test_none_follows_itself(twinning, editor):
    [one] = line(twinning, editor, (2008, 2013))
    one.successor = one
    with pytest.raises(ValidationError):
        one.full_clean()


def test_its_paper_is_of_the_same_twinning(twinning, other_twinning, editor, stranger):
    with pytest.raises(ValidationError) as refusal:
        line(twinning, editor, (2008, 2013), document=documented(other_twinning, stranger))
    assert list(refusal.value.message_dict) == ["document"]


def test_a_paper_withdrawn_since_stays_with_its_agreement(twinning, editor):
    paper = documented(twinning, editor)
    [agreement] = line(twinning, editor, (2008, 2013), document=paper)
    actions.withdraw_document(document=paper, by=editor, reason="It was the draft.")
    browser, where = visit(editor), url("agreement-change", agreement.pk)
    assert browser.post(where, typed(browser.get(where)) | {"title": "Again"}).status_code == 302
    found = reload(agreement)
    assert (found.title, found.document) == ("Again", paper)
    new = browser.get(url("agreement-add", twinning.slug)).context["form"]
    assert paper not in new.fields["document"].queryset


def test_what_is_documented_stays_as_its_source_says(twinning, editor):
    [made] = line(twinning, editor, (2008, 2013))
    Agreement.objects.update(source=SourceFactory())
    days = {"valid_from": date(2008, 1, 1), "valid_until": date(2030, 1, 1)}
    with pytest.raises(ValidationError, match="stays as its source says"):
        actions.change_agreement(agreement=made, by=editor, **days)


# --- The line, its gaps, and how it stands --------------------------------------------------------


def test_the_documented_line_and_its_gap(twinning):
    SourceFactory(key="S33b")
    for _again in range(2):
        load_documented_agreements()
    rows = list(Agreement.objects.by_date())
    found = line_of(rows, TODAY)
    assert [one.agreement.period if one.agreement else "gap" for one in found] == [
        "2005–2007",
        "2008–2013",
        "2014–2019",
        "gap",
    ]
    assert [one.successor for one in rows] == [rows[1], rows[2], None]
    assert (found[-1].starts, found[-1].ends) == (date(2020, 1, 1), None)
    assert Source.objects.get() == rows[0].source


@given(st.lists(DAYS, min_size=2, max_size=12, unique=True), DAYS)
def test_the_line_leaves_no_day_out_and_none_twice(days, today):
    days = sorted(days)[: len(days) // 2 * 2]
    papers = [Paper(*days[n : n + 2]) for n in range(0, len(days), 2)]
    found = line_of(reversed(papers), today)
    assert [one.agreement for one in found if one.agreement] == papers
    for one, following in pairwise(found):
        assert one.ends + DAY == following.starts
        assert not (one.is_gap and following.is_gap)
    assert (found[-1].is_gap, found[-1].ends is None) == (papers[-1].valid_until < today,) * 2
    inside = [p.valid_from <= today <= p.valid_until for p in papers]
    assert (standing_of(papers, today).state in ("in_force", "lapsing")) == any(inside)


@pytest.mark.parametrize(
    ("papers", "expected"),
    [
        ([], ("none", None, 0)),
        ([years(2014, 2019)], ("lapsed", date(2020, 1, 1), 0)),
        ([years(2027, 2030)], ("coming", date(2027, 1, 1), 0)),
        ([years(2014, 2019), years(2027, 2030)], ("coming", date(2027, 1, 1), 0)),
        ([years(2020, 2027)], ("in_force", date(2027, 12, 31), 18)),
        ([Paper(date(2020, 1, 1), date(2026, 12, 15))], ("lapsing", date(2026, 12, 15), 6)),
        ([Paper(date(2020, 1, 1), date(2026, 12, 16))], ("in_force", date(2026, 12, 16), 6)),
        ([Paper(date(2020, 1, 1), date(2026, 6, 20))], ("lapsing", date(2026, 6, 20), 0)),
        ([Paper(date(2020, 1, 1), date(2026, 8, 1), 7)], ("in_force", date(2026, 8, 1), 1)),
        (
            [Paper(date(2020, 1, 1), date(2026, 8, 1)), years(2027, 2030)],
            ("in_force", date(2026, 8, 1), 1),
        ),
    ],
)
def test_how_a_twinning_stands(papers, expected):
    found = standing_of(papers, TODAY)
    assert (found.state, found.day, found.months) == expected


@given(DAYS, st.integers(1, 24))
def test_every_end_is_reminded_of_once(end, months):
    day = months_from(end, -months)
    around = [day + timedelta(days=n) for n in range(-5, 6)]
    assert [one for one in around if end in ends_to_remind_of(one, (months,))] == [day]


@given(DAYS, st.integers(0, 60))
def test_whole_months_are_counted(day, months):
    later = months_from(day, months)
    assert (whole_months(day, later), whole_months(day, later - DAY)) == (months, months - 1)


# --- Which ones -----------------------------------------------------------------------------------


def test_which_are_in_force_lapse_and_end(twinning, other_twinning, editor, stranger):
    today = clock.today()
    soon = signed(twinning, editor, today - timedelta(days=90), today + timedelta(days=9))
    gone = signed(other_twinning, stranger, today - timedelta(days=90), today - DAY)
    rows = Agreement.objects
    assert list(rows.in_force_on(today)) == [soon]
    assert list(rows.lapsing_by(today + timedelta(days=9))) == [soon]
    assert not rows.lapsing_by(today + timedelta(days=8)).exists()
    assert list(rows.lapsed()) == [gone]
    assert list(rows.ending_on([soon.valid_until, today])) == [soon]


@pytest.mark.parametrize("named", [True, False])
def test_what_is_followed_is_no_risk(twinning, editor, coordinator, named):
    today = clock.today()
    soon = signed(twinning, editor, today - timedelta(days=90), today + timedelta(days=9))
    assert list(agreements_at_risk(coordinator)) == [soon]
    days = (today + timedelta(days=30), today + timedelta(days=300))
    signed(twinning, editor, *days, follows=soon if named else None)
    assert list(agreements_at_risk(coordinator)) == []
    assert list(Agreement.objects.ending_on([soon.valid_until])) == []


def test_a_twinning_that_ended_is_no_risk(twinning, editor, coordinator):
    line(twinning, editor, (2008, 2013))
    type(twinning).objects.update(state="ended")
    assert not agreements_at_risk(coordinator).exists()


# --- Who reads it ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "reads"),
    [("reader", 2), ("partner_editor", 2), ("facilitator", 2), ("stranger", 1), ("nobody", 1)],
)
def test_what_is_documented_is_public_and_the_rest_is_read_inside(
    request, twinning, editor, role, reads
):
    line(twinning, editor, (2008, 2013), source=SourceFactory())
    line(twinning, editor, (2014, 2019))
    user = request.getfixturevalue(role)
    assert Agreement.objects.visible_to(user).count() == reads
    assert Agreement.objects.visible_to(AnonymousUser()).count() == 1
    assert Agreement.objects.public().count() == 1


def test_of_a_twinning_that_is_not_listed_nothing_is_public(twinning, editor):
    line(twinning, editor, (2008, 2013), source=SourceFactory())
    type(twinning).objects.update(is_listed=False)
    assert not Agreement.objects.visible_to(AnonymousUser()).exists()


def test_the_public_is_not_told_that_there_is_none(twinning, editor, reader):
    """Only what is documented is public: there may be another one inside."""
    line(twinning, editor, (2008, 2013), source=SourceFactory())
    where = url("agreement-list", twinning.slug)
    said = [words_of(visit(one).get(where)) for one in (None, reader)]
    assert ["No agreement is documented since Jan. 1, 2014" in one for one in said] == [True, False]
    assert ["No agreement since Jan. 1, 2014" in one for one in said] == [False, True]


def test_where_nothing_is_on_record_the_page_says_so(twinning):
    said = words_of(visit(None).get(url("agreement-list", twinning.slug)))
    assert "No agreement of this twinning is on record." in said


def test_a_document_that_somebody_may_not_open_is_not_named(twinning, editor):
    paper = documented(twinning, editor, title="Secret paper")
    line(twinning, editor, (2008, 2013), source=SourceFactory(), document=paper)
    where = url("agreement-list", twinning.slug)
    assert ["Secret paper" in words_of(visit(one).get(where)) for one in (None, editor)] == [
        False,
        True,
    ]


def test_the_coordinator_hears_of_a_gap_and_a_member_sees_it(twinning, editor, coordinator):
    line(twinning, editor, (2008, 2013))
    assert "lapsed on Dec. 31, 2013, nothing follows" in words_of(
        visit(coordinator).get(url("work"))
    )
    assert "No agreement since Jan. 1, 2014." in words_of(
        visit(editor).get(url("twinning-detail", twinning.slug))
    )


# --- How many queries -----------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_takes_so_many_queries_however_long_the_line(twinning, editor, rows):
    source = SourceFactory()
    for number in range(rows):
        line(twinning, editor, (2008 + number, 2008 + number), source=source)
    where = url("agreement-list", twinning.slug)
    assert [taken(one, where) for one in (None, editor)] == [3, 6]


def taken(user, where):
    browser = visit(user)
    browser.get(where)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(where).status_code == 200
    return len(queries)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_overview_takes_so_many_queries_however_many_are_at_risk(coordinator, rows):
    for number in range(rows):
        one = TwinningFactory()
        line(one, coordinator, (2008 + number, 2008 + number))
        day = clock.today() + timedelta(days=30)
        post_of(one, needed_until=day)
        post = post_of(one, needed_until=day)
        covered(funded(one, coordinator), coordinator, post, ends_on=clock.today())
    assert taken(coordinator, url("work")) == 20
