"""Lessons: what is ever true of them, who reads them, how they become public."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.urls import reverse

from partnerships import actions, policies
from partnerships.models import Event, Lesson, Role
from stedenband.versions import StaleVersion
from tests.factories import (
    DeedFactory,
    MembershipFactory,
    TwinningFactory,
    learned,
    published,
    reload,
    taken_over,
)
from tests.pages import text_of, url, visit, words_of

READERS = ["editor", "partner_editor", "stranger", "coordinator", "facilitator", "nobody", None]


@pytest.fixture
def lesson(twinning, editor):
    return learned(twinning, editor)


def readers(request, lesson):
    """Who of READERS finds a lesson."""
    found = Lesson.objects.filter(pk=lesson.pk)
    users = {one: request.getfixturevalue(one) if one else AnonymousUser() for one in READERS}
    return {one for one, user in users.items() if found.visible_to(user).exists()}


# --- What is ever true ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"again": "no"}, "Say why not, or what you would do differently."),
        (
            {"side": "joint", "visibility": "side"},
            "What both sides wrote together is read by both.",
        ),
        ({"visibility": "public"}, "A lesson becomes public by publishing it."),
    ],
)
def test_a_lesson_that_cannot_be_says_why(twinning, editor, fields, says):
    with pytest.raises(ValidationError) as refusal:
        learned(twinning, editor, **fields)
    assert refusal.value.messages == [says]


def test_it_comes_from_a_deed_of_its_own_twinning(twinning, editor):
    with pytest.raises(ValidationError, match="belongs to another twinning"):
        learned(twinning, editor, deed=DeedFactory())


def test_it_comes_from_one_thing(milestone, editor):
    deed = DeedFactory(twinning=milestone.twinning)
    with pytest.raises(ValidationError, match="not both"):
        learned(milestone.twinning, editor, deed=deed, milestone=milestone)


def test_markdown_is_kept_beside_it_as_html(lesson):
    assert lesson.situation_html == "<p>Forty families, <em>one</em> street.</p>"


def test_who_learned_from_whom_is_said_by_name(lesson):
    words = []
    for direction in ("flemish", "partner", "both"):
        lesson.direction = direction
        words.append(lesson.direction_words)
    assert words == [
        "Edegem learned from San Jerónimo",
        "San Jerónimo learned from Edegem",
        "Edegem and San Jerónimo learned from each other",
    ]


# --- Who reads it ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("visibility", "expected"),
    [
        ("side", {"editor"}),
        ("twinning", {"editor", "partner_editor", "coordinator", "facilitator"}),
        ("twinnings", {"editor", "partner_editor", "stranger", "coordinator", "facilitator"}),
    ],
)
def test_its_side_says_who_reads_it(request, twinning, editor, visibility, expected):
    assert readers(request, learned(twinning, editor, visibility=visibility)) == expected


def test_a_public_lesson_is_read_by_everybody(request, lesson, editor):
    published(lesson, editor)
    assert readers(request, lesson) == set(READERS)


def test_nothing_is_public_of_a_twinning_that_is_not_listed(editor, edegem):
    hidden = TwinningFactory(flemish=edegem)
    published(learned(hidden, editor), editor)
    assert not Lesson.objects.visible_to(AnonymousUser()).exists()


@pytest.mark.parametrize(("role", "reads"), [("editor", True), ("partner_editor", False)])
def test_the_history_of_what_a_side_keeps_to_itself_is_its_own(
    request, twinning, editor, role, reads
):
    learned(twinning, editor, visibility="side")
    events = Event.objects.filter(verb="lesson_added")
    assert events.visible_to(request.getfixturevalue(role)).exists() is reads


def test_who_took_it_over_keeps_reading_it(lesson, editor, stranger, other_twinning):
    actions.change_lesson(lesson=lesson, by=editor, visibility="twinnings")
    taken_over(reload(lesson), other_twinning, stranger)
    actions.change_lesson(lesson=lesson, by=editor, visibility="twinning")
    with pytest.raises(ValidationError, match="it keeps reading it"):
        actions.change_lesson(lesson=lesson, by=editor, visibility="side")
    assert Lesson.objects.visible_to(stranger).exists()


@pytest.mark.parametrize(("visibility", "reads"), [("side", False), ("twinning", True)])
def test_staff_do_not_read_what_a_side_keeps_to_itself(twinning, editor, staff, visibility, reads):
    learned(twinning, editor, visibility=visibility)
    pages = [reverse(f"admin:partnerships_{noun}_changelist") for noun in ("lesson", "event")]
    said = [b"Start with one street" in visit(staff).get(page).content for page in pages]
    assert said == [reads, reads]


# --- How it becomes public ------------------------------------------------------------------------


def test_changing_a_public_lesson_leaves_it_public(lesson, editor):
    published(lesson, editor)
    actions.change_lesson(lesson=lesson, by=editor, visibility="side", tried="Two streets.")
    assert (reload(lesson).visibility, reload(lesson).tried) == ("public", "Two streets.")


def test_what_both_wrote_is_public_when_both_have_said_so(twinning, editor, partner_editor):
    lesson = learned(twinning, editor, side="joint")
    states = []
    for by in (editor, editor, partner_editor):
        published(lesson, by)
        states.append(reload(lesson).is_public)
    assert (states, reload(lesson).agreed_by) == ([False, False, True], "")


def test_an_agreement_is_about_the_text_that_stood(twinning, editor, partner_editor):
    lesson = learned(twinning, editor, side="joint")
    published(lesson, editor)
    actions.change_lesson(lesson=lesson, by=editor, tried="Something else.")
    published(lesson, partner_editor)
    assert not reload(lesson).is_public


def test_who_acts_for_both_sides_speaks_for_each_in_turn(twinning, editor, san_jeronimo):
    MembershipFactory(user=editor, organisation=san_jeronimo, role=Role.EDITOR)
    lesson, user = learned(twinning, editor, side="joint"), reload(editor)
    spoke = [policies.side_publishing(user, lesson)]
    published(lesson, editor)
    assert [*spoke, policies.side_publishing(user, reload(lesson))] == ["flemish", "partner"]


def test_it_is_taken_offline_for_those_who_may_still_read_it(request, lesson, editor):
    published(lesson, editor)
    actions.withdraw_lesson(lesson=lesson, by=editor, visibility="side")
    assert readers(request, lesson) == {"editor"}


def test_what_is_not_public_is_not_taken_offline(lesson, editor):
    with pytest.raises(ValidationError, match="This lesson is not public"):
        actions.withdraw_lesson(lesson=lesson, by=editor, visibility="side")


def test_the_second_editor_overwrites_nothing(lesson, editor, signatory):
    actions.change_lesson(lesson=lesson, by=editor, version=0, title="First")
    with pytest.raises(StaleVersion):
        actions.change_lesson(lesson=lesson, by=signatory, version=0, title="Second")
    assert reload(lesson).title == "First"


# --- The form -------------------------------------------------------------------------------------


def test_nobody_publishes_by_the_form(twinning, editor):
    given = {"title": "x", "side": "flemish", "direction": "both", "situation": "x", "again": "yes"}
    given |= {"language": "nl", "visibility": "public", "version": "0"}
    response = visit(editor).post(url("lesson-add", twinning.slug), given)
    assert ("visibility" in response.context["form"].errors, Lesson.objects.exists()) == (
        True,
        False,
    )


def test_a_side_writes_for_itself_or_for_both(twinning, partner_editor):
    form = visit(partner_editor).get(url("lesson-add", twinning.slug)).context["form"]
    assert form.fields["side"].choices == [
        ("partner", "San Jerónimo"),
        ("joint", "Edegem and San Jerónimo together"),
    ]


def test_our_own_side_comes_first_on_the_form(twinning, partner_editor):
    said = words_of(visit(partner_editor).get(url("lesson-add", twinning.slug)))
    assert said.index("What changed in San Jerónimo") < said.index("What changed in Edegem")


@pytest.mark.parametrize("query", ["?milestone={}", "?milestone=abc", "?milestone=999999999999"])
def test_the_page_of_a_milestone_leads_to_a_lesson_on_it(milestone, partner_editor, query):
    where = url("lesson-add", milestone.twinning.slug) + query.format(milestone.pk)
    said = text_of(visit(partner_editor).get(where))
    assert (f'value="{milestone.pk}" selected' in said) is query.endswith("}")


def test_a_milestone_of_others_is_no_choice(twinning, other_trajectory, editor):
    foreign = other_trajectory.milestones.create(
        due_on=other_trajectory.due_on(20), duty="partner", title_nl="Van anderen"
    )
    given = {"title": "x", "side": "flemish", "direction": "both", "situation": "x", "again": "yes"}
    given |= {"language": "nl", "visibility": "side", "version": "0", "milestone": foreign.pk}
    response = visit(editor).post(url("lesson-add", twinning.slug), given)
    assert "milestone" in response.context["form"].errors
