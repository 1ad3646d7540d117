"""Every write with a consequence: keyword-only, `by`, atomic, one event, mail in the queue."""

from partnerships.actions.adoption import report_adoption
from partnerships.actions.agreement import add_agreement, change_agreement
from partnerships.actions.assessment import answer_assessment, open_assessment
from partnerships.actions.comment import add_comment
from partnerships.actions.cover import add_cover, change_cover, remove_cover
from partnerships.actions.custom import write_customs
from partnerships.actions.deed import add_deed, change_deed
from partnerships.actions.document import (
    add_document,
    change_document,
    replace_document,
    withdraw_document,
)
from partnerships.actions.evidence import add_evidence, remove_evidence
from partnerships.actions.forum import add_forum, change_forum, pick_lessons
from partnerships.actions.funding import add_funding, change_funding
from partnerships.actions.importing import import_table, undo_import
from partnerships.actions.indicator import add_indicator, change_indicator, rename_indicator
from partnerships.actions.invitation import send_invitation
from partnerships.actions.lesson import (
    add_lesson,
    adopt_lesson,
    change_lesson,
    publish_lesson,
    withdraw_lesson,
)
from partnerships.actions.mandate import add_mandate, change_mandate, remove_mandate
from partnerships.actions.measurement import (
    add_measurement,
    change_measurement,
    withdraw_measurement,
)
from partnerships.actions.membership import end_membership, give_membership, name_successor
from partnerships.actions.milestone import (
    add_milestone,
    change_milestone,
    drop_milestone,
    reinstate_milestone,
    replan_milestone,
)
from partnerships.actions.own_goal import add_local_target, name_own_goal
from partnerships.actions.page import change_page, publish_page, remind_side, withdraw_page
from partnerships.actions.photo import add_photo, change_photo, withdraw_photo
from partnerships.actions.plan import take_over_plan
from partnerships.actions.post import add_post, change_post
from partnerships.actions.progress import (
    bring_progress,
    confirm_progress,
    publish_progress,
    review_progress,
    withdraw_progress,
    write_progress,
)
from partnerships.actions.promise import (
    change_promise,
    confirm_promise,
    make_promise,
    settle_promise,
)
from partnerships.actions.recommendation import (
    add_recommendation,
    answer_recommendation,
    change_recommendation,
)
from partnerships.actions.register import import_register
from partnerships.actions.report import generate_report
from partnerships.actions.session import (
    agree_session,
    cancel_session,
    change_session,
    contribute_session,
    plan_session,
    report_session,
    retract_session,
)
from partnerships.actions.sign_of_life import give_sign_of_life
from partnerships.actions.state import change_state
from partnerships.actions.story import (
    add_story,
    change_story,
    publish_story,
    review_story,
    submit_story,
    withdraw_story,
)
from partnerships.actions.trajectory import shift_trajectory, start_trajectory
from partnerships.actions.translation import check_translation, save_translation
from partnerships.actions.twinning import found_twinning
from partnerships.actions.voucher import add_voucher, change_voucher

__all__ = [
    "add_agreement",
    "add_comment",
    "add_cover",
    "add_deed",
    "add_document",
    "add_evidence",
    "add_forum",
    "add_funding",
    "add_indicator",
    "add_lesson",
    "add_local_target",
    "add_mandate",
    "add_measurement",
    "add_milestone",
    "add_photo",
    "add_post",
    "add_recommendation",
    "add_story",
    "add_voucher",
    "adopt_lesson",
    "agree_session",
    "answer_assessment",
    "answer_recommendation",
    "bring_progress",
    "cancel_session",
    "change_agreement",
    "change_cover",
    "change_deed",
    "change_document",
    "change_forum",
    "change_funding",
    "change_indicator",
    "change_lesson",
    "change_mandate",
    "change_measurement",
    "change_milestone",
    "change_page",
    "change_photo",
    "change_post",
    "change_promise",
    "change_recommendation",
    "change_session",
    "change_state",
    "change_story",
    "change_voucher",
    "check_translation",
    "confirm_progress",
    "confirm_promise",
    "contribute_session",
    "drop_milestone",
    "end_membership",
    "found_twinning",
    "generate_report",
    "give_membership",
    "give_sign_of_life",
    "import_register",
    "import_table",
    "make_promise",
    "name_own_goal",
    "name_successor",
    "open_assessment",
    "pick_lessons",
    "plan_session",
    "publish_lesson",
    "publish_page",
    "publish_progress",
    "publish_story",
    "reinstate_milestone",
    "remind_side",
    "remove_cover",
    "remove_evidence",
    "remove_mandate",
    "rename_indicator",
    "replace_document",
    "replan_milestone",
    "report_adoption",
    "report_session",
    "retract_session",
    "review_progress",
    "review_story",
    "save_translation",
    "send_invitation",
    "settle_promise",
    "shift_trajectory",
    "start_trajectory",
    "submit_story",
    "take_over_plan",
    "undo_import",
    "withdraw_document",
    "withdraw_lesson",
    "withdraw_measurement",
    "withdraw_page",
    "withdraw_photo",
    "withdraw_progress",
    "withdraw_story",
    "write_customs",
    "write_progress",
]
