"""Every write with a consequence: keyword-only, `by`, atomic, one event, mail in the queue."""

from partnerships.actions.assessment import answer_assessment, open_assessment
from partnerships.actions.comment import add_comment
from partnerships.actions.deed import add_deed, change_deed
from partnerships.actions.evidence import remove_evidence
from partnerships.actions.indicator import add_indicator, change_indicator, rename_indicator
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
from partnerships.actions.trajectory import shift_trajectory, start_trajectory
from partnerships.actions.twinning import found_twinning

__all__ = [
    "add_comment",
    "add_deed",
    "add_indicator",
    "add_local_target",
    "add_measurement",
    "add_milestone",
    "agree_session",
    "answer_assessment",
    "cancel_session",
    "change_deed",
    "change_indicator",
    "change_measurement",
    "change_milestone",
    "change_page",
    "change_promise",
    "change_session",
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
    "plan_session",
    "publish_page",
    "publish_progress",
    "reinstate_milestone",
    "remind_side",
    "remove_evidence",
    "rename_indicator",
    "replan_milestone",
    "report_session",
    "retract_session",
    "review_progress",
    "settle_promise",
    "shift_trajectory",
    "start_trajectory",
    "withdraw_measurement",
    "withdraw_page",
    "withdraw_progress",
    "write_progress",
]
