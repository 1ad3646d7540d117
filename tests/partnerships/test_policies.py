"""Who may: every right against every role. What is not in a row is refused."""

import inspect

import pytest
from django.contrib.auth.models import AnonymousUser

from partnerships import actions, policies
from partnerships.models import Duty, Evidence, Import, Reporter, Role, Session, Side
from partnerships.policies import (
    may_act,
    may_add_evidence,
    may_add_indicator,
    may_add_lesson,
    may_add_mandate,
    may_add_milestone,
    may_add_post,
    may_adopt_lesson,
    may_agree_session,
    may_answer_assessment,
    may_answer_recommendation,
    may_change_deed,
    may_change_mandate,
    may_change_post,
    may_change_promise,
    may_change_state,
    may_check_translation,
    may_comment,
    may_confirm_progress,
    may_confirm_promise,
    may_contribute_session,
    may_edit_page,
    may_export_programme,
    may_gather_report,
    may_generate_report,
    may_give_sign_of_life,
    may_hold_forum,
    may_import,
    may_keep_memberships,
    may_lead_session,
    may_make_promise,
    may_name_goals,
    may_open_assessment,
    may_plan_session,
    may_publish_lesson,
    may_publish_progress,
    may_remind_side,
    may_remove_evidence,
    may_replan_milestone,
    may_report_adoption,
    may_report_as,
    may_review_progress,
    may_review_story,
    may_see_gathered,
    may_see_imports,
    may_see_inside,
    may_see_translations,
    may_send_invitation,
    may_set_duty,
    may_shift_trajectory,
    may_translate,
    may_undo_import,
    may_undo_row,
    may_withdraw_photo,
    may_write_agreement,
    may_write_customs,
    may_write_document,
    may_write_funding,
    may_write_indicator,
    may_write_lesson,
    may_write_photo,
    may_write_progress,
    may_write_recommendation,
    may_write_story,
)
from stedenband import clock
from tests import importing, mandates, sessions
from tests.factories import (
    MembershipFactory,
    SourceFactory,
    announced,
    documented,
    draft,
    handed_in,
    learned,
    measured,
    opened,
    photographed,
    reload,
    said,
    submitted,
    taken_over,
    translated,
)
from tests.reports import advised

FLEMISH = {"editor", "signatory"}
PARTNER = {"partner_editor", "partner_signatory"}
SIDES = FLEMISH | PARTNER
COORDINATORS = {"coordinator", "second_coordinator"}
READ_ALL = COORDINATORS | {"facilitator"}
OTHERS = {"reader", "stranger", "former", "nobody", "staff", "superuser"}
ROLES = sorted(SIDES | READ_ALL | OTHERS)


@pytest.fixture
def things(
    request, milestone, joint_milestone, coordination_milestone, partner_editor, facilitator
):
    """What a right is about. All people exist, so that each side has its signatory."""
    people = {role: request.getfixturevalue(role) for role in ROLES}
    report = submitted(milestone, partner_editor, link="https://example.org")
    lesson = learned(milestone.twinning, partner_editor, visibility="twinnings")
    elsewhere = people["stranger"].memberships.get().organisation.twinnings_as_flemish.get()
    held = sessions.furnish(milestone.twinning, people["editor"], partner_editor)
    sourced = mandates.posted(milestone.twinning, people["editor"], source=SourceFactory())
    pair = actions.add_indicator(
        twinning=milestone.twinning, by=partner_editor, title_nl="Minder afval"
    )
    indicator = pair.indicators.get(side=Side.PARTNER)
    return {
        "lesson": lesson,
        "joint lesson": learned(milestone.twinning, partner_editor, side="joint"),
        "adoption": taken_over(lesson, elsewhere, people["stranger"]),
        **people,
        "twinning": milestone.twinning,
        "trajectory": milestone.trajectory,
        "milestone": milestone,
        "joint": joint_milestone,
        "coordination": coordination_milestone,
        "report": report,
        "evidence": Evidence.objects.get(),
        "own report": submitted(coordination_milestone, facilitator),
        "joint report": submitted(joint_milestone, partner_editor, reporter=Reporter.PARTNER),
        "indicator": indicator,
        "value": measured(said(indicator, partner_editor), partner_editor),
        "page": milestone.twinning.pages.get(side=Side.PARTNER),
        "story": handed_in(milestone.twinning, partner_editor),
        "photo": photographed(handed_in(milestone.twinning, partner_editor), partner_editor),
        "document": documented(milestone.twinning, partner_editor),
        **held,
        "session photo": photographed(
            Session.objects.with_names().get(pk=held["past_session"].pk),
            partner_editor,
            written_in="es",
        ),
        "forum": announced(people["coordinator"]),
        **mandates.furnish(milestone.twinning, people["editor"], partner_editor),
        "documented post": sourced,
        "documented mandate": mandates.held(sourced, people["editor"], source=sourced.source),
        "assessment": opened(milestone.trajectory, people["coordinator"]),
        "translation": translated(report, people["editor"], "nl"),
        "advice": advised(milestone.twinning, people["editor"], side="flemish"),
        "joint advice": advised(milestone.twinning, people["editor"]),
        "imported deeds": importing.deeds_imported(milestone.twinning, people["editor"]),
        "imported places": importing.places_imported(people["coordinator"]),
    }


# Right, what it is asked of (a name among the things, or a value), and who may.
TABLE = [
    (may_see_inside, ["twinning"], SIDES | READ_ALL | {"reader"}),
    (may_write_progress, ["milestone"], PARTNER),
    (may_write_progress, ["joint"], SIDES),
    (may_write_progress, ["coordination"], READ_ALL),
    (may_report_as, ["joint", Reporter.FLEMISH], FLEMISH),
    (may_report_as, ["joint", Reporter.PARTNER], PARTNER),
    (may_review_progress, ["report"], COORDINATORS),
    (may_review_progress, ["joint report"], COORDINATORS),
    (may_review_progress, ["own report"], COORDINATORS),
    (may_confirm_progress, ["report"], {"signatory"}),
    (may_confirm_progress, ["joint report"], set()),
    (may_confirm_progress, ["own report"], set()),
    (may_publish_progress, ["report"], PARTNER),
    (may_publish_progress, ["own report"], READ_ALL),
    (may_add_evidence, ["report"], PARTNER),
    (may_add_evidence, ["own report"], READ_ALL),
    (may_remove_evidence, ["evidence"], PARTNER),
    (may_replan_milestone, ["milestone"], PARTNER | COORDINATORS),
    (may_replan_milestone, ["joint"], SIDES | COORDINATORS),
    (may_replan_milestone, ["coordination"], COORDINATORS),
    (may_add_milestone, ["trajectory"], SIDES | COORDINATORS),
    (may_set_duty, ["trajectory", Duty.FLEMISH], FLEMISH | COORDINATORS),
    (may_set_duty, ["trajectory", Duty.PARTNER], PARTNER | COORDINATORS),
    (may_set_duty, ["trajectory", Duty.COORDINATION], COORDINATORS),
    (may_shift_trajectory, [], COORDINATORS),
    (may_comment, ["milestone"], SIDES | READ_ALL),
    (may_change_deed, ["twinning", Side.FLEMISH], FLEMISH),
    (may_change_deed, ["twinning", Side.PARTNER], PARTNER),
    (may_name_goals, ["twinning"], SIDES | COORDINATORS),
    (may_open_assessment, ["twinning"], SIDES | COORDINATORS),
    (may_answer_assessment, ["assessment"], SIDES),
    (may_add_indicator, ["twinning"], SIDES | COORDINATORS),
    (may_write_indicator, ["indicator"], PARTNER),
    (may_see_translations, ["twinning"], SIDES | READ_ALL | {"reader"}),
    (may_translate, ["report"], SIDES | READ_ALL | {"reader"}),
    (may_translate, ["session"], SIDES | READ_ALL | {"reader"}),
    (may_translate, ["forum"], SIDES | READ_ALL | {"reader", "stranger"}),
    (may_check_translation, ["translation"], SIDES - {"editor"} | READ_ALL | {"reader"}),
    (may_add_lesson, ["twinning"], SIDES),
    (may_write_lesson, ["lesson"], PARTNER),
    (may_write_lesson, ["joint lesson"], SIDES),
    (may_publish_lesson, ["lesson"], PARTNER),
    (may_publish_lesson, ["joint lesson"], SIDES),
    (may_adopt_lesson, ["lesson"], {"stranger"}),
    (may_report_adoption, ["adoption"], {"stranger"}),
    (may_hold_forum, [], COORDINATORS),
    (may_write_story, ["story"], PARTNER),
    (may_write_customs, ["twinning", Side.FLEMISH], FLEMISH),
    (may_keep_memberships, [], COORDINATORS),
    (may_generate_report, ["twinning"], SIDES | COORDINATORS | {"reader"}),
    (may_gather_report, [], COORDINATORS),
    (may_see_gathered, [], READ_ALL),
    (may_write_recommendation, ["twinning"], SIDES | COORDINATORS),
    (may_answer_recommendation, ["joint advice"], SIDES),
    (may_answer_recommendation, ["advice"], FLEMISH),
    (may_review_story, ["story"], COORDINATORS),
    (may_write_photo, ["photo"], PARTNER),
    (may_write_photo, ["session photo"], SIDES | READ_ALL),
    (may_withdraw_photo, ["photo"], PARTNER | COORDINATORS),
    (may_withdraw_photo, ["session photo"], SIDES | READ_ALL),
    (may_write_document, ["document"], PARTNER),
    (may_plan_session, ["twinning"], SIDES | READ_ALL),
    (may_lead_session, ["session"], SIDES | READ_ALL),
    (may_contribute_session, ["session"], SIDES | READ_ALL),
    (may_agree_session, ["session"], SIDES),
    (may_make_promise, ["twinning"], SIDES | READ_ALL),
    (may_change_promise, ["promise"], SIDES | READ_ALL),
    (may_confirm_promise, ["promise"], SIDES),
    (may_write_agreement, ["twinning"], SIDES | COORDINATORS),
    (may_write_funding, ["twinning"], SIDES | COORDINATORS),
    (may_add_post, ["twinning"], SIDES | COORDINATORS),
    (may_change_post, ["post"], FLEMISH | COORDINATORS),
    (may_add_mandate, ["post"], FLEMISH | COORDINATORS),
    (may_add_mandate, ["documented post"], FLEMISH | COORDINATORS),
    (may_change_post, ["documented post"], COORDINATORS),
    (may_change_mandate, ["mandate"], FLEMISH | COORDINATORS),
    (may_change_mandate, ["documented mandate"], COORDINATORS),
    (may_change_state, ["twinning"], SIDES | COORDINATORS),
    (may_give_sign_of_life, ["twinning"], SIDES),
    (may_edit_page, ["page"], PARTNER),
    (may_remind_side, [], COORDINATORS),
    (may_act, [], SIDES | READ_ALL | {"reader", "stranger"}),
    (may_send_invitation, [], COORDINATORS),
    (may_export_programme, [], COORDINATORS),
    (may_see_imports, [], SIDES | READ_ALL | {"reader", "stranger"}),
    (may_import, [Import.Kind.ORGANISATION], COORDINATORS),
    (may_import, [Import.Kind.VOUCHER, "twinning"], SIDES | COORDINATORS),
    (may_import, [Import.Kind.MEASUREMENT, "twinning"], SIDES),
    (may_undo_import, ["imported deeds"], FLEMISH),
    (may_undo_import, ["imported places"], COORDINATORS),
    (may_undo_row, ["value"], PARTNER),
    (may_undo_row, ["milestone"], set(ROLES)),
]


@pytest.mark.parametrize(
    ("right", "about", "allowed"),
    TABLE,
    ids=lambda value: value.__name__ if callable(value) else None,
)
def test_who_may(things, right, about, allowed):
    asked = [things.get(name, name) for name in about]
    found = {role for role in ROLES if right(things[role], *asked)}
    assert found == allowed


def test_every_right_is_in_the_table():
    rights = {
        name
        for name, what in inspect.getmembers(policies, inspect.isfunction)
        if name.startswith("may_")
    }
    assert {right.__name__ for right, _about, _allowed in TABLE} == rights


@pytest.mark.parametrize(
    ("right", "about"), [row[:2] for row in TABLE if row[0] in (may_see_inside, may_add_milestone)]
)
def test_whoever_did_not_sign_in_may_nothing(things, right, about):
    asked = [things[name] for name in about]
    assert right(AnonymousUser(), *asked) is False


@pytest.mark.parametrize("right", [may_act, may_shift_trajectory, may_remind_side])
def test_an_account_that_was_closed_may_nothing(coordinator, right):
    coordinator.is_active = False
    assert right(coordinator) is False


def test_an_editor_turns_the_key_where_no_signatory_is_appointed(report, editor):
    assert may_confirm_progress(editor, report) is True


def test_an_editor_does_not_turn_the_key_beside_a_signatory(report, editor, signatory):
    assert may_confirm_progress(editor, report) is False


@pytest.mark.parametrize("end", ["membership", "account"])
def test_an_editor_turns_the_key_again_when_the_signatory_left(report, editor, signatory, end):
    if end == "membership":
        signatory.memberships.update(ends_on=clock.today())
    else:
        type(signatory).objects.filter(pk=signatory.pk).update(is_active=False)
    assert may_confirm_progress(editor, report) is True


def test_a_sides_own_signatory_does_not_turn_its_key(report, partner_signatory):
    assert may_confirm_progress(partner_signatory, report) is False


def test_a_signatory_of_another_twinning_turns_no_key_here(report, stranger, herent):
    MembershipFactory(user=stranger, organisation=herent, role=Role.SIGNATORY)
    assert may_confirm_progress(reload(stranger), report) is False


@pytest.mark.parametrize("right", [may_review_progress, may_confirm_progress])
def test_a_draft_is_answered_by_nobody(milestone, partner_editor, coordinator, signatory, right):
    report = draft(milestone, partner_editor)
    assert [right(user, report) for user in (coordinator, signatory)] == [False, False]


def test_nobody_reviews_what_they_handed_in(coordination_milestone, coordinator, facilitator):
    report = submitted(coordination_milestone, coordinator)
    assert may_review_progress(coordinator, report) is False


def test_a_coordinator_does_not_review_their_own_municipality(report, coordinator, san_jeronimo):
    MembershipFactory(user=coordinator, organisation=san_jeronimo, role=Role.READER)
    assert may_review_progress(reload(coordinator), report) is False


def test_a_coordinator_does_not_review_a_story_of_their_own_municipality(things, san_jeronimo):
    coordinator = things["coordinator"]
    MembershipFactory(user=coordinator, organisation=san_jeronimo, role=Role.READER)
    assert may_review_story(reload(coordinator), things["story"]) is False


def test_nobody_reviews_a_story_that_they_wrote(things):
    """Not even after the membership in whose name they wrote it."""
    story, coordinator = things["story"], things["coordinator"]
    story.written_by = coordinator
    assert may_review_story(coordinator, story) is False


def test_for_whom_somebody_writes(things):
    people = ["editor", "partner_signatory", "coordinator"]
    found = [policies.reporter_for(things[role], things["joint"]) for role in people]
    assert found == [Reporter.FLEMISH, Reporter.PARTNER, None]


def test_a_list_of_reports_asks_about_keys_once(things, django_assert_num_queries):
    editor, report = reload(things["editor"]), things["report"]
    with django_assert_num_queries(2):
        answers = [may_confirm_progress(editor, report) for _ in range(3)]
    assert answers == [False, False, False]
