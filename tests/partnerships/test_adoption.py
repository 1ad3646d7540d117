"""Lessons taken over by another twinning, and what came of them."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError

from partnerships import actions
from partnerships.models import Adoption, Role
from tests.factories import (
    MembershipFactory,
    TwinningFactory,
    learned,
    member,
    published,
    reload,
    taken_over,
)
from tests.pages import publish, url, visit, words_of


@pytest.fixture
def lesson(twinning, editor):
    return learned(twinning, editor, visibility="twinnings")


@pytest.fixture
def adoption(lesson, other_twinning, stranger):
    return taken_over(lesson, other_twinning, stranger)


def told(mailoutbox):
    return sorted(address for mail in mailoutbox for address in mail.to)


# --- What is ever true ----------------------------------------------------------------------------


def test_a_twinning_does_not_take_over_its_own(lesson, twinning, partner_editor):
    with pytest.raises(ValidationError, match="does not take over its own lesson"):
        taken_over(lesson, twinning, partner_editor)


def test_a_twinning_takes_a_lesson_over_once(adoption, lesson, other_twinning, stranger):
    with pytest.raises(ValidationError) as refusal:
        taken_over(lesson, other_twinning, stranger)
    assert refusal.value.messages == ["This twinning took this lesson over already."]


def test_who_belongs_to_two_twinnings_carries_nothing_out(twinning, editor, herent, other_twinning):
    MembershipFactory(user=editor, organisation=herent, role=Role.EDITOR)
    inside = learned(twinning, editor)
    with pytest.raises(ValidationError, match="not opened this lesson to other twinnings"):
        taken_over(inside, other_twinning, editor, side="flemish")
    said = words_of(visit(reload(editor)).get(url("lesson-detail", inside.pk)))
    assert "We take this over" not in said


def test_a_result_is_told_though_the_lesson_was_taken_back(adoption, lesson, editor, stranger):
    actions.change_lesson(lesson=lesson, by=editor, visibility="twinning")
    actions.report_adoption(adoption=adoption, by=stranger, state="under_way")
    assert reload(adoption).state == "under_way"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({"state": "stopped"}, "Say why it stopped."),
        ({"state": "done"}, "Say what came of it."),
    ],
)
def test_a_result_that_cannot_be_says_why(adoption, stranger, words, says):
    with pytest.raises(ValidationError) as refusal:
        actions.report_adoption(adoption=adoption, by=stranger, **words)
    assert refusal.value.messages == [says]


# --- Who reads it ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "reads"),
    [
        ("stranger", True),
        ("editor", True),
        ("partner_editor", True),
        ("coordinator", True),
        ("facilitator", True),
        ("nobody", False),
        ("former", False),
    ],
)
def test_both_twinnings_and_vvsg_read_it(request, adoption, role, reads):
    user = request.getfixturevalue(role)
    assert Adoption.objects.visible_to(user).exists() is reads


def test_a_third_twinning_does_not_read_it(adoption):
    third = member(TwinningFactory(is_listed=True).flemish, Role.EDITOR)
    assert not Adoption.objects.visible_to(third).exists()


def test_it_is_public_with_the_lesson_and_the_takers_page(adoption, lesson, editor, stranger):
    found = [Adoption.objects.visible_to(AnonymousUser()).exists()]
    published(lesson, editor)
    found.append(Adoption.objects.visible_to(AnonymousUser()).exists())
    publish(adoption.twinning, "flemish", stranger)
    found.append(Adoption.objects.visible_to(AnonymousUser()).exists())
    assert found == [False, False, True]


# --- Who hears of it ------------------------------------------------------------------------------


def test_the_authors_hear_who_took_it_over_and_what_came_of_it(
    lesson, other_twinning, stranger, editor, signatory, reader, partner_editor, coordinator,
    mailoutbox,
):  # fmt: skip
    adoption = taken_over(lesson, other_twinning, stranger)
    first = told(mailoutbox)
    mailoutbox.clear()
    words = {"state": "done", "result": "Two classes compost."}
    actions.report_adoption(adoption=adoption, by=stranger, **words)
    concerned = sorted([editor.email, signatory.email, coordinator.email])
    says = [f"/lessons/{lesson.pk}/" in one.body for one in mailoutbox]
    says += ["Two classes compost." in one.body for one in mailoutbox]
    assert (first, told(mailoutbox), set(says)) == (concerned, concerned, {True})


def test_of_what_both_wrote_both_hear(
    twinning, other_twinning, stranger, editor, partner_editor, mailoutbox
):
    lesson = learned(twinning, editor, side="joint", visibility="twinnings")
    taken_over(lesson, other_twinning, stranger)
    assert told(mailoutbox) == sorted([editor.email, partner_editor.email])


# --- Pages ----------------------------------------------------------------------------------------


def test_who_acts_in_several_twinnings_chooses_which(lesson, stranger, other_twinning, edegem):
    second = TwinningFactory(flemish=other_twinning.flemish)
    MembershipFactory(user=stranger, organisation=edegem, role=Role.EDITOR)
    where = url("lesson-adopt", lesson.pk)
    browser = visit(reload(stranger))
    offered = browser.get(where).context["form"].fields["taker"].choices
    given = {"taker": f"{second.pk}-flemish", "why": "For our schools.", "language": "nl"}
    response = browser.post(where, given)
    assert ([key for key, _label in offered], response.status_code) == (
        [f"{other_twinning.pk}-flemish", f"{second.pk}-flemish"],
        302,
    )
    assert Adoption.objects.get().twinning == second


def test_taken_over_twice_comes_back_with_the_reason(adoption, lesson, stranger):
    given = {"taker": f"{adoption.twinning_id}-flemish", "why": "Again.", "language": "nl"}
    response = visit(stranger).post(url("lesson-adopt", lesson.pk), given)
    said = words_of(response)
    assert ("This twinning took this lesson over already." in said, "Again." in said) == (
        True,
        True,
    )


def test_the_lesson_shows_what_came_of_it(adoption, lesson, editor, stranger):
    words = {"state": "stopped", "reason": "No soil.", "result": "We learned *when*."}
    actions.report_adoption(adoption=adoption, by=stranger, **words)
    said = words_of(visit(editor).get(url("lesson-detail", lesson.pk)))
    parts = ["Herent", "Stopped", "No soil.", "We learned when ."]
    assert [one for one in parts if one not in said] == []


def test_the_button_goes_when_it_was_taken_over(lesson, other_twinning, stranger):
    where = url("lesson-detail", lesson.pk)
    before = words_of(visit(stranger).get(where))
    taken_over(lesson, other_twinning, stranger)
    after = words_of(visit(stranger).get(where))
    found = ["We take this over" in said for said in (before, after)]
    assert (found, "Tell what came of it" in after) == ([True, False], True)


def test_the_takers_own_page_keeps_it_in_sight(adoption, other_twinning, stranger, client):
    where = url("twinning-detail", other_twinning.slug)
    found = [
        "Taken over from others" in words_of(one.get(where)) for one in (visit(stranger), client)
    ]
    assert found == [True, False]
