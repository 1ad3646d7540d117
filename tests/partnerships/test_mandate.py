"""Posts and mandates: terms that meet and never overlap, who holds on a day, what soon ends."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from partnerships import actions
from partnerships.management.documented import load_documented
from partnerships.management.mandates import load_documented_mandates
from partnerships.models import ContextEvent, Election, Event, Mandate, Post, Verb, holder_on
from partnerships.models.exactness import Exactness, first_day, in_figures, last_day
from partnerships.models.trajectory import whole_months
from stedenband import clock
from stedenband.versions import StaleVersion
from tests.factories import SourceFactory, reload
from tests.mandates import election, held, posted
from tests.pages import text_of, url, visit, words_of


def on(year, month, day):
    return clock.at(datetime(year, month, day, 12, tzinfo=ZoneInfo("Europe/Brussels")))


# --- Days that are known more or less exactly -----------------------------------------------------


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (Exactness.DAY, (date(2028, 2, 29), date(2028, 2, 29), "2028-02-29")),
        (Exactness.MONTH, (date(2028, 2, 1), date(2028, 2, 29), "2028-02")),
        (Exactness.YEAR, (date(2028, 1, 1), date(2028, 12, 31), "2028")),
    ],
)
def test_a_date_is_as_wide_as_it_is_known(known, expected):
    day = date(2028, 2, 29)
    assert (first_day(day, known), last_day(day, known), in_figures(day, known)) == expected


@pytest.mark.parametrize(
    ("today", "day", "months"),
    [
        (date(2027, 1, 31), date(2027, 2, 28), 1),  # a shorter month ends on its last day
        (date(2027, 1, 31), date(2027, 3, 30), 1),
        (date(2028, 1, 31), date(2028, 2, 28), 0),
        (date(2028, 1, 31), date(2028, 2, 29), 1),
        (date(2028, 2, 29), date(2029, 2, 28), 12),
        (date(2026, 11, 24), date(2027, 3, 23), 3),
        (date(2026, 11, 24), date(2027, 3, 24), 4),
        (date(2026, 12, 31), date(2027, 1, 1), 0),
    ],
)
def test_whole_months_are_counted(today, day, months):
    assert whole_months(today, day) == months


# --- Terms ----------------------------------------------------------------------------------------


@pytest.fixture
def post(twinning, editor):
    return posted(twinning, editor)


def term(post, by, starts, ends, **given):
    return held(post, by, starts_on=starts, ends_on=ends, **given)


def test_a_term_known_to_the_year_is_kept_from_its_first_day_to_its_last(post, editor):
    given = {"starts_known": "year", "ends_known": "year"}
    found = term(post, editor, date(2019, 5, 5), date(2022, 1, 1), **given)
    kept = (found.starts_on, found.ends_on, found.words, found.term)
    assert kept == (date(2019, 1, 1), date(2022, 12, 31), "2019 – 2022", "2019 – 2022")


def test_a_term_ends_after_it_starts(post, editor):
    with pytest.raises(ValidationError) as refusal:
        term(post, editor, date(2020, 1, 1), date(2020, 1, 1))
    assert refusal.value.message_dict["__all__"] == ["A term ends after it starts."]


def test_the_database_insists_that_a_term_ends_after_it_starts(post, editor):
    found = term(post, editor, date(2020, 1, 1), date(2021, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Mandate.objects.filter(pk=found.pk).update(ends_on=date(2019, 1, 1))


@pytest.mark.parametrize(
    ("starts", "ends", "fits"),
    [
        (date(2021, 12, 31), date(2023, 1, 1), True),  # they meet on a day
        (date(2018, 1, 1), date(2020, 2, 29), True),
        (date(2021, 12, 30), None, False),
        (date(2018, 1, 1), date(2020, 3, 1), False),
        (date(2018, 1, 1), None, False),
        (date(2020, 6, 1), date(2020, 7, 1), False),
        (date(2020, 2, 29), date(2021, 12, 31), False),
    ],
)
def test_terms_of_one_post_may_meet_and_never_overlap(post, editor, starts, ends, fits):
    term(post, editor, date(2020, 2, 29), date(2021, 12, 31))
    if fits:
        assert term(post, editor, starts, ends).pk
        return
    with pytest.raises(ValidationError) as refusal:
        term(post, editor, starts, ends)
    expected = "This overlaps another term of the same post: Feb. 29, 2020 – Dec. 31, 2021."
    assert refusal.value.messages == [expected]


def known(words):
    """`2015 – 2021`, `2015-03 – 2021-05-03`: each day as exactly as it stands there."""
    names = {4: "year", 7: "month", 10: "day"}
    found = {}
    for name, text in zip(("starts", "ends"), words.split(" – "), strict=True):
        day = date.fromisoformat(text + "2000-01-01"[len(text) :])
        found |= {f"{name}_on": day, f"{name}_known": names[len(text)]}
    return found


@pytest.mark.parametrize(
    ("one", "other", "fits"),
    [
        ("2015 – 2021", "2021 – 2026", True),
        ("2015 – 2021-05", "2021-05 – 2026", True),
        ("2015 – 2021", "2021-05-03 – 2026", True),
        ("2015 – 2021-05-03", "2021 – 2026", True),
        ("2021 – 2021", "2021 – 2021", True),
        ("2015 – 2021", "2020 – 2026", False),
        ("2015 – 2021-05", "2021-04 – 2026", False),
        ("2015 – 2021", "2015 – 2021", False),
        ("2020 – 2022", "2021 – 2021", False),
        ("2021-02-01 – 2022", "2021-03-01 – 2021", False),  # it starts while the one holds
        ("2020 – 2021-04-01", "2021 – 2021-03-01", False),  # it ends while the one holds
    ],
)
def test_what_is_known_less_exactly_overlaps_only_where_it_must(post, editor, one, other, fits):
    for first, second in ((one, other), (other, one)):
        kept = held(post, editor, **known(first))
        if fits:
            held(post, editor, **known(second)).delete()
        else:
            with pytest.raises(ValidationError, match="overlaps another term"):
                held(post, editor, **known(second))
        kept.delete()


def test_terms_of_two_posts_have_nothing_to_do_with_each_other(post, twinning, editor):
    other = posted(twinning, editor, title="Another")
    term(post, editor, date(2020, 1, 1), None)
    assert term(other, editor, date(2020, 1, 1), None).pk


def test_nothing_fits_after_a_term_without_an_end(post, editor):
    term(post, editor, date(2020, 1, 1), None)
    with pytest.raises(ValidationError):
        term(post, editor, date(2031, 1, 1), None)


def test_a_term_is_no_obstacle_to_itself(post, editor):
    found = term(post, editor, date(2020, 1, 1), date(2021, 1, 1))
    actions.change_mandate(mandate=found, by=editor, ends_on=date(2022, 1, 1))
    assert reload(found).ends_on == date(2022, 1, 1)


def test_who_holds_on_a_day(post, editor):
    first = term(post, editor, date(2020, 1, 1), date(2021, 5, 3))
    second = term(post, editor, date(2021, 5, 3), None)
    days = [date(2019, 12, 31), date(2021, 5, 2), date(2021, 5, 3), date(2090, 1, 1)]
    terms = list(post.mandates.all())
    assert [holder_on(terms, day) for day in days] == [None, first, second, second]
    assert list(Mandate.objects.on(date(2021, 5, 3))) == [first, second]


def test_what_ends_soon_and_what_is_vacant(post, twinning, editor):
    other = posted(twinning, editor, title="Another")
    ending = term(post, editor, date(2026, 1, 1), date(2027, 2, 28))
    term(other, editor, date(2020, 1, 1), date(2026, 12, 30))
    with on(2026, 12, 31):
        found = [list(Mandate.objects.ending_within(days)) for days in (58, 59)]
        assert (found, list(Post.objects.vacant())) == ([[], [ending]], [other])


def test_a_second_editor_overwrites_nothing(post, editor, coordinator):
    found = held(post, editor)
    actions.change_mandate(mandate=found, by=editor, version=0, note="Else.")
    with pytest.raises(StaleVersion):
        actions.remove_mandate(mandate=found, by=coordinator, version=0)


def test_a_removed_term_stays_in_the_history(post, editor):
    found = term(post, editor, date(2020, 1, 1), None)
    actions.remove_mandate(mandate=found, by=editor)
    event = Event.objects.get(verb=Verb.MANDATE_REMOVED)
    kept = (Mandate.objects.count(), event.post, event.old, event.note)
    assert kept == (0, post, "2020-01-01 –", "The keys are in the blue cupboard.")


# --- Who sees what --------------------------------------------------------------------------------


def test_only_what_is_documented_is_public(twinning, editor, stranger, reader, facilitator):
    inside = held(posted(twinning, editor), editor)
    public = posted(twinning, editor, kind="mayor", source=SourceFactory())
    shown = term(public, editor, date(2019, 1, 1), date(2022, 12, 31), source=SourceFactory())
    hidden = term(public, editor, date(2023, 1, 1), None)
    found = [
        set(Mandate.objects.visible_to(user)) for user in (None, stranger, reader, facilitator)
    ]
    assert found == [{shown}, {shown}, {inside, shown, hidden}, {inside, shown, hidden}]


def test_what_a_successor_must_know_is_not_for_the_public(client, twinning, editor):
    held(posted(twinning, editor, source=SourceFactory()), editor, source=SourceFactory())
    where = url("post-list", twinning.slug)
    found = ["blue cupboard" in text_of(one.get(where)) for one in (client, visit(editor))]
    assert found == [False, True]


def test_a_side_changes_nothing_that_stands_with_a_source(twinning, editor, coordinator):
    term = held(posted(twinning, editor, source=SourceFactory()), editor, source=SourceFactory())
    where = url("mandate-remove", term.pk)
    assert [visit(user).get(where).status_code for user in (editor, coordinator)] == [403, 200]


def test_what_is_documented_of_a_twinning_that_is_not_listed_is_not_public(twinning, editor):
    public = posted(twinning, editor, source=SourceFactory())
    held(public, editor, source=SourceFactory())
    type(twinning).objects.update(is_listed=False)
    assert not Mandate.objects.visible_to(None).exists()
    assert not Post.objects.visible_to(None).exists()


# --- The page -------------------------------------------------------------------------------------


def test_a_post_stands_with_its_term_and_when_it_ends(twinning, editor):
    post = posted(twinning, editor)
    with on(2026, 11, 24):
        term(post, editor, date(2025, 1, 1), date(2027, 3, 31))
        said = words_of(visit(editor).get(url("post-list", twinning.slug)))
    assert "ends in 4 months" in said
    assert "In 4 months, the term “Coordinator” in Edegem ends (March 31, 2027)." in said


def test_an_empty_post_says_so(twinning, editor):
    posted(twinning, editor)
    said = words_of(visit(editor).get(url("post-list", twinning.slug)))
    assert "No term covers today" in said


def test_nobody_gets_the_buttons_of_the_other_side(twinning, editor, partner_editor, coordinator):
    held(posted(twinning, editor), editor)
    where = url("post-list", twinning.slug)
    found = [
        text_of(visit(user).get(where)).count("/posts/add/")
        for user in (editor, partner_editor, coordinator, None)
    ]
    assert found == [1, 1, 2, 0]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_takes_as_many_queries_for_three_posts_as_for_one(twinning, editor, rows):
    for number in range(rows):
        post = posted(twinning, editor, title=f"Post {number}", source=SourceFactory())
        held(post, editor, source=SourceFactory())
        election(clock.today(), organisations=[twinning.partner])
    browser, where = visit(editor), url("post-list", twinning.slug)
    browser.get(where)
    with CaptureQueriesContext(connection) as asked:
        browser.get(where)
    assert len(asked) == 9


# --- What is documented ---------------------------------------------------------------------------


@pytest.mark.django_db
def test_what_is_documented_is_loaded_once(client):
    load_documented()
    for _ in range(2):
        load_documented_mandates()
    counts = [one.objects.count() for one in (Post, Mandate, Election, ContextEvent)]
    terms = sorted(one.term for one in Mandate.objects.visible_to(None))
    assert (counts, terms) == (
        [4, 4, 2, 2],
        ["2019 – 2022", "2019-01 –", "2021-05-03 –", "2021-05-03 –"],
    )
    said = words_of(client.get(url("post-list", "edegem-san-jeronimo")))
    assert "2019 – 2022" in said
    assert "since January 2019, no known end" in said
