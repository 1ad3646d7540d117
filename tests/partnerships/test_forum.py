"""Forums: who reads them, which lessons come on them, and the cards."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError

from partnerships import actions
from partnerships.models import Forum
from stedenband.versions import StaleVersion
from tests.factories import announced, learned, published, reload
from tests.pages import url, visit, words_of


@pytest.fixture
def lessons(twinning, editor):
    """Four lessons that all twinnings may read; the first is public."""
    given = {"visibility": "twinnings"}
    found = [learned(twinning, editor, title=f"Lesson {name}", **given) for name in "ABCD"]
    published(found[0], editor)
    return found


@pytest.fixture
def forum(coordinator, lessons):
    return announced(coordinator, *lessons[:3])


def order(forum, user):
    return [lesson.title[-1] for lesson in forum.lessons_for(user)]


@pytest.mark.parametrize(
    ("role", "reads"),
    [("reader", True), ("stranger", True), ("facilitator", True), ("nobody", False)],
)
def test_a_membership_opens_every_forum(request, forum, role, reads):
    assert Forum.objects.visible_to(request.getfixturevalue(role)).exists() is reads


def test_the_public_reads_a_public_forum_and_of_its_lessons_the_public_ones(forum, coordinator):
    found = [Forum.objects.visible_to(AnonymousUser()).exists()]
    actions.change_forum(forum=forum, by=coordinator, is_public=True)
    found.append(Forum.objects.visible_to(AnonymousUser()).exists())
    assert (found, order(forum, AnonymousUser())) == ([False, True], ["A"])


def test_what_stays_inside_a_twinning_comes_on_no_forum(forum, twinning, editor, coordinator):
    inside = learned(twinning, editor)
    with pytest.raises(ValidationError, match="lessons that all twinnings may read"):
        actions.pick_lessons(forum=forum, by=coordinator, lessons=[inside])


def test_a_lesson_that_its_side_takes_back_leaves_the_forum(forum, lessons, editor, stranger):
    actions.change_lesson(lesson=reload(lessons[1]), by=editor, visibility="twinning")
    assert [order(forum, user) for user in (stranger, editor)] == [["A", "C"], ["A", "C"]]


def test_lessons_are_moved_taken_off_and_added_in_one_go(forum, lessons, coordinator):
    a, b, c, d = (lesson.pk for lesson in lessons)
    given = {"version": reload(forum).version, f"place_{a}": 9, f"place_{b}": "", f"place_{c}": 1}
    response = visit(coordinator).post(url("forum-pick", forum.pk), given | {f"add_{d}": "on"})
    assert (response.status_code, order(forum, coordinator)) == (302, ["C", "A", "D"])


@pytest.mark.parametrize("place", ["0", "-1", "x", "99999999999"])
def test_a_place_that_cannot_be_comes_back(forum, lessons, coordinator, place):
    given = {"version": reload(forum).version, f"place_{lessons[0].pk}": place}
    response = visit(coordinator).post(url("forum-pick", forum.pk), given)
    said = place in response.content.decode()
    assert (response.status_code, said, order(forum, coordinator)) == (200, True, ["A", "B", "C"])


@pytest.mark.parametrize(("query", "offered"), [("", True), ("?q=zzz", False)])
def test_lessons_to_add_are_looked_for(forum, lessons, coordinator, query, offered):
    said = words_of(visit(coordinator).get(url("forum-pick", forum.pk) + query))
    assert ("Lesson D" in said, "No other lesson answers." in said) == (offered, not offered)


def test_the_second_coordinator_overwrites_nothing(forum, coordinator, second_coordinator):
    seen = reload(forum).version
    actions.pick_lessons(forum=forum, by=coordinator, lessons=[], version=seen)
    with pytest.raises(StaleVersion):
        actions.pick_lessons(forum=forum, by=second_coordinator, lessons=[], version=seen)


def test_a_card_for_each_lesson(forum, stranger):
    page = visit(stranger).get(url("forum-print", forum.pk))
    cards = page.content.decode().count("<article")
    assert (cards, "Would we do it again? Yes." in words_of(page)) == (3, True)
