"""Every write with a consequence: keyword-only, `by`, atomic, one event, mail in the queue."""

from partnerships.actions.adoption import report_adoption
from partnerships.actions.assessment import answer_assessment, open_assessment
from partnerships.actions.comment import add_comment
from partnerships.actions.deed import add_deed, change_deed
from partnerships.actions.document import (
    add_document,
    change_document,
    replace_document,
    withdraw_document,
)
from partnerships.actions.evidence import remove_evidence
from partnerships.actions.forum import add_forum, change_forum, pick_lessons
from partnerships.actions.indicator import add_indicator, change_indicator, rename_indicator
from partnerships.actions.lesson import (
    add_lesson,
    adopt_lesson,
    change_lesson,
    publish_lesson,
    withdraw_lesson,
)
from partnerships.actions.measurement import (
    add_measurement,
    change_measurement,
    withdraw_measurement,
)
from partnerships.actions.membership import end_membership, give_membership
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
from partnerships.actions.progress import (
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
from partnerships.actions.session import (
    agree_session,
    cancel_session,
    change_session,
    contribute_session,
    plan_session,
    report_session,
    retract_session,
)
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

__all__ = [
    "add_comment",
    "add_deed",
    "add_document",
    "add_forum",
    "add_indicator",
    "add_lesson",
    "add_local_target",
    "add_measurement",
    "add_milestone",
    "add_photo",
    "add_story",
    "adopt_lesson",
    "agree_session",
    "answer_assessment",
    "cancel_session",
    "change_deed",
    "change_document",
    "change_forum",
    "change_indicator",
    "change_lesson",
    "change_measurement",
    "change_milestone",
    "change_page",
    "change_photo",
    "change_promise",
    "change_session",
    "change_story",
    "check_translation",
    "confirm_progress",
    "confirm_promise",
    "contribute_session",
    "drop_milestone",
    "end_membership",
    "found_twinning",
    "give_membership",
    "make_promise",
    "name_own_goal",
    "open_assessment",
    "pick_lessons",
    "plan_session",
    "publish_lesson",
    "publish_page",
    "publish_progress",
    "publish_story",
    "reinstate_milestone",
    "remind_side",
    "remove_evidence",
    "rename_indicator",
    "replace_document",
    "replan_milestone",
    "report_adoption",
    "report_session",
    "retract_session",
    "review_progress",
    "review_story",
    "save_translation",
    "settle_promise",
    "shift_trajectory",
    "start_trajectory",
    "submit_story",
    "take_over_plan",
    "withdraw_document",
    "withdraw_lesson",
    "withdraw_measurement",
    "withdraw_page",
    "withdraw_photo",
    "withdraw_progress",
    "withdraw_story",
    "write_progress",
]
