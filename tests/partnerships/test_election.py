"""Elections, what they lead to, and what happened around a twinning."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partnerships.context import documented_of
from partnerships.models import ContextEvent, Election, Fact, TwinningState
from stedenband import clock
from stedenband.texts import columns
from tests.factories import SourceFactory, TrajectoryFactory, TwinningFactory, reload
from tests.mandates import election, happened, held, posted
from tests.pages import url, visit, words_of


def on(year, month, day):
    return clock.at(datetime(year, month, day, 12, tzinfo=ZoneInfo("Europe/Brussels")))


def coming(user, twinning):
    return [
        one.sentence for one in visit(user).get(url("post-list", twinning.slug)).context["coming"]
    ]


@pytest.mark.django_db
def test_an_election_needs_a_source_or_is_a_sample():
    with pytest.raises(ValidationError) as refusal:
        election(date(2027, 1, 1), is_sample=False)
    expected = ["Give the source, or mark it as sample data."]
    assert refusal.value.message_dict["__all__"] == expected


@pytest.mark.django_db
def test_who_is_elected_takes_office_after_the_vote():
    with pytest.raises(ValidationError):
        election(date(2027, 1, 2), in_office_on=date(2027, 1, 1))


@pytest.mark.parametrize(("known", "words"), [("month", "May 2027"), ("year", "2027")])
@pytest.mark.django_db
def test_office_in_the_month_or_the_year_of_the_vote_is_taken_after_it(known, words):
    found = election(date(2027, 5, 20), in_office_on=date(2027, 5, 1), office_known=known)
    assert (reload(found).in_office_on, found.office_words) == (date(2027, 5, 20), words)
    with pytest.raises(ValidationError, match="takes office after the vote"):
        election(date(2028, 1, 1), in_office_on=date(2027, 5, 1), office_known=known)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (
            {"held_on": date(2027, 1, 10), "in_office_on": date(2027, 3, 24)},
            "In 4 months, all of the municipal council of San Jerónimo changes (March 24, 2027).",
        ),
        (
            {"held_on": date(2026, 12, 24), "kind": "mayor"},
            "In 1 month, San Jerónimo elects its mayor (Dec. 24, 2026).",
        ),
        (
            {"held_on": date(2026, 12, 23), "kind": "both"},
            "In 29 days, San Jerónimo elects its mayor and municipal council (Dec. 23, 2026).",
        ),
        (
            {"held_on": date(2027, 1, 31), "held_known": "month"},
            "In 2 months, San Jerónimo elects its municipal council (January 2027).",
        ),
        (
            {"held_on": date(2026, 11, 1), "held_known": "month"},
            "This month, San Jerónimo elects its municipal council (November 2026).",
        ),
        (
            {"held_on": date(2027, 6, 1), "held_known": "year"},
            "In 2027, San Jerónimo elects its municipal council (2027).",
        ),
        ({"held_on": date(2026, 11, 23)}, None),
        ({"held_on": date(2028, 1, 1)}, None),
    ],
)
def test_an_election_is_said_in_a_sentence(twinning, editor, given, sentence):
    with on(2026, 11, 24):
        election(**given)
        assert coming(editor, twinning) == ([sentence] if sentence else [])


def test_the_council_of_the_municipality_in_which_a_region_lies_is_named(
    other_twinning, nimlahakok, stranger
):
    nimlahakok.within = type(nimlahakok).objects.create(
        name="Cobán", slug="coban", country="GT", kind="municipality"
    )
    nimlahakok.save()
    with on(2027, 10, 31):
        election(
            date(2027, 12, 1),
            in_office_on=date(2028, 2, 29),
            country="GT",
            organisations=[nimlahakok.within],
        )
        expected = "In 4 months, all of the municipal council of Cobán changes (Feb. 29, 2028)."
        assert coming(stranger, other_twinning)[:1] == [expected]


def test_an_election_elsewhere_concerns_nobody_here(twinning, editor, herent):
    today = clock.today()
    election(today, organisations=[herent], country="BE")
    election(today, country="BO")
    assert coming(editor, twinning) == []


def test_the_end_of_an_elected_term_is_not_said_again(twinning, editor):
    post = posted(twinning, editor, kind="council")
    held(post, editor, filled="elected")
    assert len(coming(editor, twinning)) == 1
    election(clock.today(), country="BE")
    assert "elects its municipal council" in coming(editor, twinning)[0]
    assert len(coming(editor, twinning)) == 1


def test_a_sample_is_shown_to_members_only(twinning, editor):
    election(clock.today())
    shown = election(date(2019, 1, 1), source=SourceFactory(), is_sample=False)
    assert list(Election.objects.visible_to(None)) == [shown]
    assert Election.objects.visible_to(editor).count() == 2
    page = visit(None).get(url("election-list"))
    assert [name for name, _coming, _past in page.context["countries"]] == ["Peru"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_overview_takes_as_many_queries_for_three_as_for_one(
    twinning, editor, coordinator, rows
):
    for number in range(rows):
        election(clock.today(), organisations=[twinning.partner])
        TwinningFactory()
        held(posted(twinning, editor, title=f"Post {number}"), editor)
    browser, where = visit(coordinator), url("work")
    browser.get(where)
    with CaptureQueriesContext(connection) as asked:
        page = browser.get(where)
    assert (len(asked), len(page.context["coming"])) == (QUERIES, 2 * rows)


QUERIES = 21


# --- Around the ribbon ----------------------------------------------------------------------------


def documented(**given):
    return {"source": SourceFactory(), "is_sample": False, **given}


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({}, True),
        ({"countries": "GT PE"}, True),
        ({"countries": "GT BO"}, False),
        ({"countries": "BE"}, True),
    ],
)
def test_what_happened_concerns_a_country_or_all(twinning, given, found):
    happened(date(2020, 3, 1), **documented(**given))
    assert bool(documented_of(twinning, None)[1]) is found


def test_what_happened_in_a_place_concerns_no_other(twinning, other_twinning, herent):
    happened(date(2020, 3, 1), **documented(organisations=[herent]))
    found = [len(documented_of(one, None)[1]) for one in (twinning, other_twinning)]
    assert found == [0, 1]


@pytest.mark.django_db
@pytest.mark.parametrize("codes", ["XX", "BE,PE", "be", " BE"])
def test_countries_are_codes_with_a_space_between(codes):
    with pytest.raises(ValidationError):
        happened(date(2020, 1, 1), countries=codes)


def test_facts_context_and_elections_come_in_one_query(twinning, django_assert_num_queries):
    texts = dict.fromkeys(columns("text"), "Twinned.")
    for number in (2, 1):
        Fact.objects.create(
            twinning=twinning, source=SourceFactory(), when=str(number), position=number, **texts
        )
    span = {"starts_known": "month", "ends_on": date(2022, 5, 5), "ends_known": "year"}
    happened(date(2020, 3, 11), **documented(**span))
    election(date(2018, 10, 14), **documented(country="BE", region="Flanders", held_known="month"))
    with django_assert_num_queries(1):
        facts, around = documented_of(twinning, None)
    assert [(one.when, one.text) for one in facts] == [("1", "Twinned."), ("2", "Twinned.")]
    assert [(one.when, one.text, one.ends_on) for one in around] == [
        ("October 2018", "Election: municipal council, Flanders", date(2018, 10, 1)),
        ("March 2020 – 2022", "A storm (en).", date(2022, 12, 31)),
    ]
    assert (around[1].starts_on, around[1].is_sample) == (date(2020, 3, 1), False)


def test_the_ribbon_carries_what_happened_in_its_months(client, twinning):
    TrajectoryFactory(twinning=twinning, first_month=date(2019, 1, 1), state="closed")
    happened(date(2017, 1, 1), **documented())
    happened(date(2018, 10, 1), **documented(text_en="Just before."))
    happened(date(2020, 2, 29), **documented(text_en="In the middle."))
    happened(date(2022, 1, 1), **documented(text_en="After it."))
    page = client.get(url("twinning-detail", twinning.slug))
    ribbon = page.context["closed"][0]
    assert [(one.letter, one.text) for one in ribbon.happenings] == [
        ("a", "Just before."),
        ("b", "In the middle."),
    ]
    assert [one.letter for one in ribbon.stretches] == ["b"]
    assert "Meanwhile, around it" in words_of(page)


def test_sample_context_is_for_members(twinning, editor):
    happened(date(2020, 1, 1))
    found = [ContextEvent.objects.visible_to(user).count() for user in (None, editor)]
    assert (found, TwinningState.objects.count()) == ([0, 1], 0)
