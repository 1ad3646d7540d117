"""The nouns."""

from partnerships.models.assessment import (
    Answer,
    AnswerSheet,
    Assessment,
    Degree,
    Statement,
)
from partnerships.models.comment import Comment
from partnerships.models.deed import Deed
from partnerships.models.event import Event, Verb
from partnerships.models.evidence import Evidence
from partnerships.models.indicator import Indicator, IndicatorPair
from partnerships.models.measurement import GROUPS, Measurement
from partnerships.models.membership import Grants, Membership, Role, grants_of
from partnerships.models.milestone import LATE, Milestone, Replanning, State
from partnerships.models.minutes import Attendance, Contribution, Group, Minutes
from partnerships.models.organisation import Organisation
from partnerships.models.own_goal import LocalTarget, OwnGoal
from partnerships.models.page import Page
from partnerships.models.participation import Participation
from partnerships.models.programme import PlanItem, Programme
from partnerships.models.progress import (
    Confirmation,
    Decision,
    ProgressReport,
    Submission,
    Verdict,
)
from partnerships.models.promise import Promise
from partnerships.models.session import Session
from partnerships.models.side import LEAVES, Duty, Reporter, Side, reading_order, reporters_of
from partnerships.models.source import Fact, Source
from partnerships.models.trajectory import Trajectory
from partnerships.models.twinning import Twinning

__all__ = [
    "GROUPS",
    "LATE",
    "LEAVES",
    "Answer",
    "AnswerSheet",
    "Assessment",
    "Attendance",
    "Comment",
    "Confirmation",
    "Contribution",
    "Decision",
    "Deed",
    "Degree",
    "Duty",
    "Event",
    "Evidence",
    "Fact",
    "Grants",
    "Group",
    "Indicator",
    "IndicatorPair",
    "LocalTarget",
    "Measurement",
    "Membership",
    "Milestone",
    "Minutes",
    "Organisation",
    "OwnGoal",
    "Page",
    "Participation",
    "PlanItem",
    "Programme",
    "ProgressReport",
    "Promise",
    "Replanning",
    "Reporter",
    "Role",
    "Session",
    "Side",
    "Source",
    "State",
    "Statement",
    "Submission",
    "Trajectory",
    "Twinning",
    "Verb",
    "Verdict",
    "grants_of",
    "reading_order",
    "reporters_of",
]
