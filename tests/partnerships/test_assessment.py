"""Self-assessments: answered apart, sealed until both have, and told to those concerned."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from partnerships import policies
from partnerships.models import (
    Answer,
    AnswerSheet,
    Assessment,
    Event,
    Side,
    Statement,
    Trajectory,
    Verb,
)
from stedenband import clock
from stedenband.versions import StaleVersion
from tests.factories import answered, jotted, opened, reload

DAY = timedelta(days=1)
CLOSED = "This trajectory is closed: nothing in it changes any more."
SEALED = "Your answers were handed in already: they are sealed."
PEOPLE = [
    "editor", "reader", "partner_editor", "coordinator", "facilitator", "stranger", "former",
    "nobody", "staff", "superuser",
]  # fmt: skip


@pytest.fixture
def assessment(trajectory, coordinator):
    return opened(trajectory, coordinator)


@pytest.fixture
def people(request):
    found = {name: request.getfixturevalue(name) for name in PEOPLE}
    return found | {"anonymous": AnonymousUser()}


def readers(people, sheet):
    visible = AnswerSheet.objects.filter(pk=sheet.pk)
    return {name for name, user in people.items() if visible.visible_to(user).exists()}


# --- Who reads what -------------------------------------------------------------------------------


def test_that_there_is_one_is_read_inside_the_twinning(people, assessment):
    found = {n for n, user in people.items() if Assessment.objects.visible_to(user).exists()}
    assert found == {"editor", "reader", "partner_editor", "coordinator", "facilitator"}


@pytest.mark.parametrize("write", [jotted, answered])
def test_answers_are_their_own_sides_alone(people, assessment, write):
    sheet = write(assessment, people["partner_editor"])
    assert readers(people, sheet) == {"partner_editor"}


def test_a_draft_of_the_other_side_breaks_no_seal(people, assessment):
    sheet = answered(assessment, people["partner_editor"])
    jotted(assessment, people["editor"])
    assert readers(people, sheet) == {"partner_editor"}


def test_once_both_have_answered_insiders_read_both(people, assessment):
    sheets = [answered(assessment, people[name]) for name in ("partner_editor", "editor")]
    insiders = {"editor", "reader", "partner_editor", "coordinator", "facilitator"}
    assert [readers(people, sheet) for sheet in sheets] == [insiders, insiders]


def test_answers_of_another_occasion_break_no_seal(people, trajectory, assessment):
    earlier = opened(trajectory, people["coordinator"], held_on=clock.today() - 30 * DAY)
    answered(earlier, people["editor"])
    sheet = answered(assessment, people["partner_editor"])
    assert readers(people, sheet) == {"partner_editor"}


def test_a_drafts_line_of_history_is_its_own_sides(people, assessment):
    jotted(assessment, people["partner_editor"])
    drafted = Event.objects.filter(verb=Verb.ANSWERS_DRAFTED)
    found = {name for name, user in people.items() if drafted.visible_to(user).exists()}
    assert found == {"partner_editor"}


def test_no_line_of_history_says_what_was_answered(assessment, editor, partner_editor):
    jotted(assessment, editor)
    answered(assessment, editor)
    answered(assessment, partner_editor)
    assert {(e.old, e.new, e.note) for e in Event.objects.filter(assessment=assessment)} == {
        ("", "", "")
    }


# --- What it goes through -------------------------------------------------------------------------


def test_its_state_says_who_is_waited_for(assessment, editor, partner_editor):
    told = [reload(assessment).shown_state_label]
    for by in (partner_editor, editor):
        answered(assessment, by)
        told.append(reload(assessment).shown_state_label)
    assert told == ["open", "waiting for Edegem", "both answered"]


def test_a_draft_keeps_what_was_answered_last(assessment, editor, signatory):
    jotted(
        assessment, editor, answers={Statement.DATA: ("fully", "Yes"), Statement.MONEY: ("", "?")}
    )
    sheet = jotted(assessment, signatory, version=1, answers={Statement.DATA: ("a_little", "")})
    answers = list(sheet.answers.values_list("statement", "degree", "remark"))
    assert (answers, sheet.version, sheet.updated_by) == ([(4, "a_little", "")], 2, signatory)


def test_an_older_version_overwrites_nothing(assessment, editor, signatory):
    jotted(assessment, editor, version=0)
    with pytest.raises(StaleVersion) as meanwhile:
        jotted(assessment, signatory, version=0)
    assert meanwhile.value.current == AnswerSheet.objects.get(version=1)


def test_to_hand_in_every_statement_needs_an_answer(assessment, editor):
    answers = {one: ("cannot_say", "") for one in Statement if one != Statement.PEERS}
    with pytest.raises(ValidationError) as refusal:
        jotted(assessment, editor, answers=answers, hand_in=True)
    message = "Choose an answer, or say that you cannot say."
    assert (refusal.value.message_dict, AnswerSheet.objects.exists()) == (
        {"degree_6": [message]},
        False,
    )


@pytest.mark.parametrize("write", [jotted, answered])
def test_what_was_handed_in_is_sealed(assessment, editor, signatory, write):
    answered(assessment, editor)
    with pytest.raises(ValidationError) as refusal:
        write(assessment, signatory)
    assert (refusal.value.messages, Answer.objects.filter(degree="largely").count()) == (
        [SEALED],
        10,
    )


def test_a_closed_trajectory_asks_nobody(trajectory, assessment, coordinator, editor):
    Trajectory.objects.update(state="closed")
    for deed in (lambda: opened(trajectory, coordinator), lambda: jotted(assessment, editor)):
        with pytest.raises(ValidationError) as refusal:
            deed()
        assert refusal.value.messages == [CLOSED]


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({}, {"__all__": ["There is a self-assessment of this date already."]}),
        ({"title": "", "held_on": clock.today() - DAY}, {"title": ["This field cannot be blank."]}),
        (
            {"held_on": clock.today() - 1_000 * DAY},
            {"held_on": ["This day lies outside the trajectory."]},
        ),
    ],
)
def test_one_that_cannot_be_is_not_opened(trajectory, assessment, coordinator, given, errors):
    with pytest.raises(ValidationError) as refusal:
        opened(trajectory, coordinator, **given)
    assert (refusal.value.message_dict, Assessment.objects.count()) == (errors, 1)


@pytest.mark.parametrize("remark", ["a\u202eb", "x" * 1_001])
def test_a_remark_that_cannot_be_kept_keeps_nothing(assessment, editor, remark):
    with pytest.raises(ValidationError):
        jotted(assessment, editor, answers={Statement.DATA: ("fully", remark)})
    assert not AnswerSheet.objects.exists()


# --- What the database insists on -----------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        {"side": Side.JOINT},
        {"side": Side.FLEMISH},
        {"handed_in_at": None},
        {"handed_in_by": None},
    ],
)
def test_the_database_refuses_a_sheet_that_cannot_be(assessment, editor, partner_editor, change):
    answered(assessment, editor)
    sheet = answered(assessment, partner_editor)
    with pytest.raises(IntegrityError), transaction.atomic():
        AnswerSheet.objects.filter(pk=sheet.pk).update(**change)


@pytest.mark.parametrize("change", [{"statement": 11}, {"statement": 5}, {"degree": "perfectly"}])
def test_the_database_refuses_an_answer_that_cannot_be(assessment, editor, change):
    answer = answered(assessment, editor).answers.get(statement=4)
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.filter(pk=answer.pk).update(**change)


@pytest.mark.parametrize("column", ["title", "held_on"])
def test_the_database_refuses_an_assessment_that_cannot_be(assessment, coordinator, column):
    taken = clock.today() - DAY
    opened(assessment.trajectory, coordinator, held_on=taken)
    change = {column: {"title": "", "held_on": taken}[column]}
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.filter(pk=assessment.pk).update(**change)


# --- Who may --------------------------------------------------------------------------------------


def test_who_opens_and_who_answers(people, assessment, signatory):
    people = people | {"signatory": signatory}
    del people["anonymous"]
    opens = {n for n, u in people.items() if policies.may_open_assessment(u, assessment.twinning)}
    answers = {n for n, u in people.items() if policies.may_answer_assessment(u, assessment)}
    writers = {"editor", "signatory", "partner_editor"}
    assert (opens, answers) == (writers | {"coordinator"}, writers)


# --- Mail -----------------------------------------------------------------------------------------


def told(mailoutbox):
    return {mail.to[0]: mail.subject for mail in mailoutbox}


def test_opening_and_drafting_tell_nobody(assessment, editor, mailoutbox):
    jotted(assessment, editor)
    assert told(mailoutbox) == {}


def test_the_side_that_is_waited_for_is_asked(
    assessment, partner_editor, editor, signatory, reader, stranger, mailoutbox
):
    answered(assessment, partner_editor)
    assert {*told(mailoutbox)} == {user.email for user in (editor, signatory, assessment.opened_by)}


def test_both_sides_hear_that_the_seal_is_broken(
    assessment, partner_editor, partner_signatory, editor, signatory, mailoutbox
):
    answered(assessment, partner_editor)
    mailoutbox.clear()
    answered(assessment, editor)
    users = (partner_editor, partner_signatory, signatory, assessment.opened_by)
    assert {*told(mailoutbox)} == {user.email for user in users}


def test_each_reads_it_in_their_own_language_with_a_link(
    assessment, partner_editor, partner_signatory, editor, mailoutbox
):
    answered(assessment, partner_editor)
    mailoutbox.clear()
    answered(assessment, editor)
    links = {mail.to[0]: mail.body.strip().splitlines()[-1] for mail in mailoutbox}
    where = f"/assessments/{assessment.pk}/"
    assert links[partner_signatory.email].endswith(f"/es{where}")
    assert links[assessment.opened_by.email].endswith(f"/nl{where}")


def test_no_mail_says_what_was_answered(assessment, editor, partner_editor, mailoutbox):
    answered(assessment, editor, money="not_at_all")
    answered(assessment, partner_editor)
    assert [mail for mail in mailoutbox if "Remark" in mail.body or "largely" in mail.body] == []
