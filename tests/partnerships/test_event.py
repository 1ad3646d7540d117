"""Events: one line of history for each deed, read inside the twinning."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import translation

from partnerships import actions
from partnerships.models import Event, Page, Verb
from stedenband import clock
from tests.deeds import (
    DEEDS,
    change_page,
    comment,
    drop,
    give,
    move,
    open_one,
    remind,
    remove,
    take_over,
    take_up,
)
from tests.factories import (
    approve,
    contest,
    draft,
    submitted,
)
from tests.papers import add_document, tell_story


@pytest.fixture
def world(request, milestone, joint_milestone, report, edegem, partner_editor):
    """Everything that a deed is done to, and who does it."""
    return SimpleNamespace(
        milestone=milestone,
        fresh=joint_milestone,
        trajectory=milestone.trajectory,
        twinning=milestone.twinning,
        page=milestone.twinning.pages.get(side="partner"),
        report=report,
        edegem=edegem,
        partner=partner_editor,
        **{name: request.getfixturevalue(name) for name in ("editor", "signatory", "coordinator")},
    )


@pytest.mark.parametrize(
    ("verb", "do", "before"), [(verb, do, before) for verb, _name, do, before in DEEDS]
)
def test_a_deed_writes_one_line(world, verb, do, before):
    known = set(Event.objects.values_list("pk", flat=True))
    do(world)
    new = Event.objects.exclude(pk__in=known).order_by("pk")
    assert (new.count(), new.last().verb) == (before + 1, verb)


@pytest.mark.parametrize(
    ("do", "by"),
    [(move, "editor"), (change_page, "partner"), (remind, "coordinator"), (give, "coordinator")],
)
def test_a_line_says_who(world, do, by):
    do(world)
    assert Event.objects.first().by == getattr(world, by)


def test_every_action_and_every_verb_is_in_the_table():
    names = {name for _verb, name, _do, _before in DEEDS}
    verbs = {verb for verb, _name, _do, _before in DEEDS}
    assert (names, verbs) == (set(actions.__all__), set(Verb))


@pytest.mark.parametrize(
    ("do", "old", "new"),
    [
        (move, "M15", "M20"),
        (drop, "Planned", "Dropped"),
        (take_up, "Dropped", "M20"),
        (lambda w: approve(w.report, w.coordinator), "Awaiting review", "Awaiting the other side"),
        (lambda w: contest(w.report, w.signatory), "Awaiting review", "Contested"),
        (lambda w: submitted(w.fresh, w.editor), "Planned", "Reported by one side"),
    ],
)
def test_a_line_says_from_where_to_where_in_words(world, do, old, new):
    do(world)
    event = Event.objects.first()
    assert (event.old_words, event.new_words) == (old, new)


def test_a_shifted_start_is_told_in_months_of_the_readers_language():
    event = Event(verb=Verb.TRAJECTORY_SHIFTED, old="2026-01", new="2026-03")
    with translation.override("es"):
        assert event.change == "enero de 2026 → marzo de 2026"


@pytest.mark.parametrize(
    ("do", "said"),
    [(take_over, "new: 1, changed: 0"), (move, "M15 → M20"), (comment, "")],
)
def test_a_line_counts_what_a_table_did(world, do, said):
    do(world)
    assert Event.objects.first().change == said


@pytest.mark.parametrize(
    ("do", "about"),
    [
        (move, "Startdialoog"),
        (change_page, "San Jerónimo"),
        (remind, "San Jerónimo"),
        (give, "Edegem"),
        (comment, "Startdialoog"),
        (open_one, "Halfway"),
        (tell_story, "A street"),
        (add_document, "Minutes of May"),
    ],
)
def test_a_line_says_what_it_is_about(world, do, about):
    do(world)
    assert Event.objects.first().about == about


@pytest.mark.parametrize("deed", [draft, remove])
@pytest.mark.parametrize(
    ("role", "reads"),
    [
        ("editor", True),
        ("signatory", True),
        ("partner_editor", False),
        ("coordinator", False),
        ("facilitator", False),
        ("stranger", False),
    ],
)
def test_what_was_not_handed_in_is_read_by_its_own_side(request, world, deed, role, reads):
    if deed is draft:
        draft(world.fresh, world.editor)
    else:
        remove(world)
    user = request.getfixturevalue(role)
    private = Event.objects.filter(verb__in=["report_drafted", "evidence_removed"])
    assert private.visible_to(user).exists() is reads


@pytest.mark.parametrize(
    ("role", "reads"),
    [
        ("editor", True),
        ("reader", True),
        ("partner_editor", True),
        ("coordinator", True),
        ("facilitator", True),
        ("stranger", False),
        ("nobody", False),
        ("former", False),
        ("staff", False),
    ],
)
def test_history_is_read_inside_the_twinning(request, world, role, reads):
    user = request.getfixturevalue(role)
    assert Event.objects.filter(twinning=world.twinning).visible_to(user).exists() is reads


def test_history_is_not_public_whatever_is_published(world):
    Page.objects.update(published_at=clock.now())
    assert not Event.objects.visible_to(AnonymousUser()).exists()


def test_the_latest_line_is_first(world):
    move(world)
    comment(world)
    verbs = list(Event.objects.filter(milestone=world.fresh).values_list("verb", flat=True))
    assert verbs == ["commented", "milestone_moved"]


def test_a_deed_that_is_refused_leaves_no_line(world):
    before = Event.objects.count()
    with pytest.raises(Exception, match="Explain"):
        actions.drop_milestone(milestone=world.fresh, by=world.editor, reason="other")
    assert Event.objects.count() == before
