"""Every action of the portal, carried out once: what it does to the history."""

from decimal import Decimal

from partnerships import actions
from partnerships.imports.plan import PlanRow, compare
from partnerships.models import Evidence, Role, Verb
from sdg.models import Target
from tests import continuity, importing, mandates, reports, sessions
from tests.factories import (
    OrganisationFactory,
    ProgrammeFactory,
    TwinningFactory,
    UserFactory,
    agree,
    announced,
    answered,
    approve,
    contest,
    draft,
    first_of,
    jotted,
    learned,
    measured,
    minutes,
    opened,
    published,
    said,
    send_back,
    submitted,
    taken_over,
    translated,
)
from tests.handing import HANDING_DEEDS
from tests.papers import PAPER_DEEDS
from tests.sheets import brought


def found(world):
    by = world.coordinator
    flemish, partner = OrganisationFactory(), OrganisationFactory()
    actions.found_twinning(flemish=flemish, partner=partner, slug="new", by=by)


def start(world):
    given = {"programme": ProgrammeFactory(), "first_month": first_of(1)}
    actions.start_trajectory(twinning=world.twinning, by=world.coordinator, **given)


def shift(world):
    given = {"trajectory": world.trajectory, "first_month": first_of(2)}
    actions.shift_trajectory(by=world.coordinator, **given)


def add(world):
    given = {"month": 20, "duty": "joint", "title_nl": "Nieuw"}
    actions.add_milestone(trajectory=world.trajectory, by=world.editor, **given)


def change(world):
    actions.change_milestone(milestone=world.fresh, by=world.editor, title_nl="Anders")


def move(world):
    given = {"month": 20, "reason": "weather"}
    actions.replan_milestone(milestone=world.fresh, by=world.editor, **given)


def drop(world):
    actions.drop_milestone(milestone=world.fresh, by=world.editor, reason="money")


def take_up(world):
    drop(world)
    given = {"month": 20, "reason": "money"}
    actions.reinstate_milestone(milestone=world.fresh, by=world.editor, **given)


def publish(world):
    approve(world.report, world.coordinator)
    actions.publish_progress(report=world.report, by=world.partner)


def withdraw(world):
    publish(world)
    actions.withdraw_progress(report=world.report, by=world.partner)


def add_file(world):
    actions.add_evidence(report=world.report, by=world.partner, uploads=[minutes()])


def remove(world):
    draft(world.fresh, world.editor, link="https://example.org")
    actions.remove_evidence(evidence=Evidence.objects.get(), by=world.editor)


def comment(world):
    actions.add_comment(milestone=world.fresh, by=world.editor, language="nl", text="Ja")


def open_one(world):
    return opened(world.trajectory, world.coordinator)


def change_page(world):
    actions.change_page(page=world.page, by=world.partner, text="Nuestra calle.")


def publish_page(world):
    actions.publish_page(page=world.page, by=world.partner)


def withdraw_page(world):
    publish_page(world)
    actions.withdraw_page(page=world.page, by=world.partner)


def remind(world):
    actions.remind_side(page=world.page, by=world.coordinator)


def give(world):
    given = {"organisation": world.edegem, "role": Role.READER}
    return actions.give_membership(user=UserFactory(), by=world.coordinator, **given)


def end(world):
    actions.end_membership(membership=give(world), by=world.coordinator)


def add_deed(world):
    given = {"title": "Compost", "main_target": Target.objects.get(code="12.5")}
    return actions.add_deed(twinning=world.twinning, side="flemish", by=world.editor, **given)


def change_deed(world):
    actions.change_deed(deed=add_deed(world), by=world.editor, title="Compost in drie wijken")


def take_over(world):
    rows = [PlanRow(2, title="Bijen", main_target="15.5")]
    given = {"side": "flemish", "by": world.editor, "language": "nl", "rows": rows}
    seen = compare(world.twinning, "flemish", rows).digest
    actions.take_over_plan(twinning=world.twinning, seen=seen, **given)


def translate(world):
    return translated(add_deed(world), world.editor)


def check(world):
    one = translate(world)
    actions.check_translation(translation=one, by=world.partner, version=one.version)


def name_goal(world):
    given = {"number": 18, "name_nl": "Samenhang"}
    actions.name_own_goal(twinning=world.twinning, by=world.editor, **given)


def add_target(world):
    given = {"code": "11.6.1", "label": "Minder afval"}
    given["target"] = Target.objects.get(code="11.6")
    actions.add_local_target(twinning=world.twinning, by=world.editor, **given)


def pair(world):
    return actions.add_indicator(
        twinning=world.page.twinning, by=world.partner, title_es="Menos residuos"
    )


def tell(world):
    return said(pair(world).indicators.get(side="partner"), world.partner)


def rename(world):
    actions.rename_indicator(pair=pair(world), by=world.coordinator, title_nl="Minder afval")


def measure(world):
    return measured(tell(world), world.partner)


def correct(world):
    actions.change_measurement(measurement=measure(world), by=world.partner, value=Decimal(13))


def take_back(world):
    actions.withdraw_measurement(measurement=measure(world), by=world.partner)


def agree_to_publish(world):
    published(learned(world.twinning, world.editor, side="joint"), world.editor)


def take_offline(world):
    lesson = published(learned(world.twinning, world.editor), world.editor)
    actions.withdraw_lesson(lesson=lesson, by=world.editor, visibility="twinning")


def adopt(world):
    lesson = learned(TwinningFactory(), UserFactory(), side="partner", visibility="twinnings")
    return taken_over(lesson, world.twinning, world.editor)


def tell_result(world):
    actions.report_adoption(adoption=adopt(world), by=world.editor, state="under_way")


def pick(world):
    announced(world.coordinator, learned(world.twinning, world.editor, visibility="twinnings"))


def change_forum(world):
    actions.change_forum(forum=announced(world.coordinator), by=world.coordinator, place="Vaalbeek")


def change_lesson(world):
    lesson = learned(world.twinning, world.editor)
    actions.change_lesson(lesson=lesson, by=world.editor, tried="Two streets.")


# Verb, the action, the deed, and how many lines the deeds that led to it wrote.
DEEDS = [
    (Verb.TWINNING_FOUNDED, "found_twinning", found, 0),
    (Verb.TRAJECTORY_STARTED, "start_trajectory", start, 0),
    (Verb.TRAJECTORY_SHIFTED, "shift_trajectory", shift, 0),
    (Verb.MILESTONE_ADDED, "add_milestone", add, 0),
    (Verb.MILESTONE_CHANGED, "change_milestone", change, 0),
    (Verb.MILESTONE_MOVED, "replan_milestone", move, 0),
    (Verb.MILESTONE_DROPPED, "drop_milestone", drop, 0),
    (Verb.MILESTONE_REINSTATED, "reinstate_milestone", take_up, 1),
    (Verb.REPORT_DRAFTED, "write_progress", lambda w: draft(w.fresh, w.editor), 0),
    (Verb.REPORT_BROUGHT, "bring_progress", lambda w: brought(w.fresh, w.editor), 0),
    (Verb.REPORT_SUBMITTED, "write_progress", lambda w: submitted(w.fresh, w.editor), 0),
    (Verb.REPORT_APPROVED, "review_progress", lambda w: approve(w.report, w.coordinator), 0),
    (Verb.REPORT_RETURNED, "review_progress", lambda w: send_back(w.report, w.coordinator), 0),
    (Verb.REPORT_CONFIRMED, "confirm_progress", lambda w: agree(w.report, w.signatory), 0),
    (Verb.REPORT_CONTESTED, "confirm_progress", lambda w: contest(w.report, w.signatory), 0),
    (Verb.REPORT_PUBLISHED, "publish_progress", publish, 1),
    (Verb.REPORT_WITHDRAWN, "withdraw_progress", withdraw, 2),
    (Verb.EVIDENCE_ADDED, "add_evidence", add_file, 0),
    (Verb.EVIDENCE_REMOVED, "remove_evidence", remove, 1),
    (Verb.ASSESSMENT_OPENED, "open_assessment", open_one, 0),
    (Verb.ANSWERS_DRAFTED, "answer_assessment", lambda w: jotted(open_one(w), w.editor), 1),
    (Verb.ANSWERS_HANDED_IN, "answer_assessment", lambda w: answered(open_one(w), w.editor), 1),
    (Verb.COMMENTED, "add_comment", comment, 0),
    (Verb.DEED_ADDED, "add_deed", add_deed, 0),
    (Verb.DEED_CHANGED, "change_deed", change_deed, 1),
    (Verb.PLAN_TAKEN_OVER, "take_over_plan", take_over, 1),
    (Verb.OWN_GOAL_NAMED, "name_own_goal", name_goal, 0),
    (Verb.LOCAL_TARGET_ADDED, "add_local_target", add_target, 0),
    (Verb.PAGE_CHANGED, "change_page", change_page, 0),
    (Verb.PAGE_PUBLISHED, "publish_page", publish_page, 0),
    (Verb.PAGE_WITHDRAWN, "withdraw_page", withdraw_page, 1),
    (Verb.INDICATOR_ADDED, "add_indicator", pair, 0),
    (Verb.INDICATOR_CHANGED, "change_indicator", tell, 1),
    (Verb.INDICATOR_CHANGED, "rename_indicator", rename, 1),
    (Verb.MEASUREMENT_ADDED, "add_measurement", measure, 2),
    (Verb.MEASUREMENT_CHANGED, "change_measurement", correct, 3),
    (Verb.MEASUREMENT_WITHDRAWN, "withdraw_measurement", take_back, 3),
    (Verb.LESSON_ADDED, "add_lesson", lambda w: learned(w.twinning, w.editor), 0),
    (Verb.LESSON_CHANGED, "change_lesson", change_lesson, 1),
    (Verb.LESSON_AGREED, "publish_lesson", agree_to_publish, 1),
    (
        Verb.LESSON_PUBLISHED,
        "publish_lesson",
        lambda w: published(learned(w.twinning, w.editor), w.editor),
        1,
    ),
    (Verb.LESSON_WITHDRAWN, "withdraw_lesson", take_offline, 2),
    (Verb.LESSON_ADOPTED, "adopt_lesson", adopt, 2),
    (Verb.ADOPTION_REPORTED, "report_adoption", tell_result, 3),
    (Verb.FORUM_ADDED, "add_forum", lambda w: announced(w.coordinator), 0),
    (Verb.FORUM_CHANGED, "change_forum", change_forum, 1),
    (Verb.LESSONS_PICKED, "pick_lessons", pick, 2),
    (Verb.SIDE_REMINDED, "remind_side", remind, 0),
    (Verb.TRANSLATION_SAVED, "save_translation", translate, 1),
    (Verb.TRANSLATION_CHECKED, "check_translation", check, 2),
    (Verb.MEMBERSHIP_GIVEN, "give_membership", give, 0),
    (Verb.MEMBERSHIP_ENDED, "end_membership", end, 1),
    *PAPER_DEEDS,
    *HANDING_DEEDS,
    *sessions.DEEDS,
    *continuity.DEEDS,
    *mandates.DEEDS,
    *reports.DEEDS,
    *importing.DEEDS,
]
