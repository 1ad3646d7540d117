"""The lists of sessions, lessons, stories and elections on a day gone by."""

from datetime import timedelta

import pytest

from partnerships import actions
from partnerships.past import end_of
from stedenband import clock
from tests.factories import first_of, learned, story_published
from tests.pages import url, visit
from tests.sessions import planned

BEFORE = first_of(-3)
LISTS = ("session-list", "lesson-list", "story-list", "election-list")


def seen(name, user, day=None):
    asked = {"on": day.isoformat()} if day else {}
    return visit(user).get(url(name), asked)


def count(response):
    return response.context["page"].paginator.count


@pytest.mark.parametrize("name", LISTS)
def test_each_list_tells_of_the_day_and_leads_back_to_today(name, coordinator, twinning):
    words = seen(name, coordinator, BEFORE).content.decode()
    assert ("This is how it stood on" in words, words.count('<a href="?">')) == (True, 1)


@pytest.mark.parametrize("name", LISTS)
def test_a_day_to_come_is_refused_with_a_reason(name, coordinator, twinning):
    tomorrow = clock.today() + timedelta(days=1)
    assert "This day is still to come." in seen(name, coordinator, tomorrow).content.decode()


def test_a_lesson_is_there_from_the_day_it_was_entered(twinning, editor):
    with clock.at(end_of(first_of(-2))):
        learned(twinning, editor)
    found = [count(seen("lesson-list", editor, day)) for day in (BEFORE, first_of(-1), None)]
    assert found == [0, 1, 1]


def test_a_story_is_there_from_the_day_it_appeared(twinning, editor, coordinator):
    story = story_published(twinning, editor, coordinator)
    type(story).objects.filter(pk=story.pk).update(published_at=end_of(first_of(-2)))
    found = [count(seen("story-list", None, day)) for day in (BEFORE, first_of(-1), None)]
    assert found == [0, 1, 1]


def test_what_waits_today_is_not_told_of_another_day(twinning, editor, coordinator):
    assert "to_review" not in seen("story-list", coordinator, BEFORE).context


def states(response):
    return [
        [session.shown_state for session, _times in response.context[f"{name}_rows"]]
        for name in ("coming", "past")
    ]


def test_a_session_was_planned_then_held(twinning, editor):
    with clock.at(end_of(first_of(-3))):
        planned(twinning, editor, days=40)
    days = [first_of(-4), first_of(-2), None]
    found = [states(seen("session-list", editor, day)) for day in days]
    assert found == [[[], []], [["planned"], []], [[], ["done"]]]


def test_a_session_cancelled_since_was_still_to_come(twinning, editor):
    with clock.at(end_of(first_of(-2))):
        session = planned(twinning, editor, days=400)
    actions.cancel_session(session=session, by=editor, reason="Roads closed.", language="en")
    found = [states(seen("session-list", editor, day)) for day in (first_of(-1), None)]
    assert found == [[["planned"], []], [["dropped"], []]]
