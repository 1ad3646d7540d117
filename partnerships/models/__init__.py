"""The nouns."""

from partnerships.models.adoption import Adoption
from partnerships.models.agreement import Agreement
from partnerships.models.assessment import (
    Answer,
    AnswerSheet,
    Assessment,
    Degree,
    Statement,
)
from partnerships.models.calendar import CalendarAddress
from partnerships.models.comment import Comment
from partnerships.models.context import ContextEvent
from partnerships.models.cover import COVERED, Cover, words_of_thing
from partnerships.models.custom import Custom
from partnerships.models.deed import Deed
from partnerships.models.document import Document, DocumentVersion
from partnerships.models.election import Election
from partnerships.models.event import Event, Verb
from partnerships.models.evidence import Evidence
from partnerships.models.exactness import Exactness
from partnerships.models.forum import Forum, ForumLesson
from partnerships.models.funding import Funding
from partnerships.models.importing import Import, ImportedRow
from partnerships.models.indicator import Indicator, IndicatorPair
from partnerships.models.lesson import Direction, Lesson
from partnerships.models.mandate import Mandate, holder_on
from partnerships.models.measurement import GROUPS, Measurement
from partnerships.models.membership import Grants, Membership, Role, grants_of
from partnerships.models.milestone import LATE, Milestone, Replanning, State
from partnerships.models.minutes import Attendance, Contribution, Group, Minutes
from partnerships.models.organisation import Organisation
from partnerships.models.own_goal import LocalTarget, OwnGoal
from partnerships.models.page import Page
from partnerships.models.participation import Participation
from partnerships.models.passage import Passage
from partnerships.models.photo import Photo, Rendition
from partnerships.models.post import Post
from partnerships.models.preference import (
    EXPLAINED,
    FIXED,
    MAILS,
    SWITCHABLE,
    MailKind,
    MailPreference,
    read_unsubscribe,
    unsubscribe_token,
)
from partnerships.models.programme import PlanItem, Programme
from partnerships.models.progress import (
    Confirmation,
    Decision,
    ProgressReport,
    Submission,
    Verdict,
)
from partnerships.models.promise import Promise
from partnerships.models.recommendation import Recommendation, Response
from partnerships.models.reminder import ReminderRun, ReminderSent
from partnerships.models.report import Report
from partnerships.models.session import Session
from partnerships.models.side import (
    LEAVES,
    Duty,
    Reporter,
    Side,
    reading_order,
    reporters_of,
    sides_behind,
)
from partnerships.models.sign_of_life import SignOfLife
from partnerships.models.source import Fact, Source
from partnerships.models.spoken import Reading, Spoken
from partnerships.models.state import TwinningState, state_on, with_last_state, with_state_on
from partnerships.models.story import Story
from partnerships.models.trajectory import Trajectory
from partnerships.models.translation import (
    TRANSLATED,
    Translation,
    read_all,
    side_of_text,
    texts_of,
)
from partnerships.models.twinning import Twinning, at_home
from partnerships.models.visibility import Visibility
from partnerships.models.voucher import Voucher, in_euro

__all__ = [
    "COVERED",
    "EXPLAINED",
    "FIXED",
    "GROUPS",
    "LATE",
    "LEAVES",
    "MAILS",
    "SWITCHABLE",
    "TRANSLATED",
    "Adoption",
    "Agreement",
    "Answer",
    "AnswerSheet",
    "Assessment",
    "Attendance",
    "CalendarAddress",
    "Comment",
    "Confirmation",
    "ContextEvent",
    "Contribution",
    "Cover",
    "Custom",
    "Decision",
    "Deed",
    "Degree",
    "Direction",
    "Document",
    "DocumentVersion",
    "Duty",
    "Election",
    "Event",
    "Evidence",
    "Exactness",
    "Fact",
    "Forum",
    "ForumLesson",
    "Funding",
    "Grants",
    "Group",
    "Import",
    "ImportedRow",
    "Indicator",
    "IndicatorPair",
    "Lesson",
    "LocalTarget",
    "MailKind",
    "MailPreference",
    "Mandate",
    "Measurement",
    "Membership",
    "Milestone",
    "Minutes",
    "Organisation",
    "OwnGoal",
    "Page",
    "Participation",
    "Passage",
    "Photo",
    "PlanItem",
    "Post",
    "Programme",
    "ProgressReport",
    "Promise",
    "Reading",
    "Recommendation",
    "ReminderRun",
    "ReminderSent",
    "Rendition",
    "Replanning",
    "Report",
    "Reporter",
    "Response",
    "Role",
    "Session",
    "Side",
    "SignOfLife",
    "Source",
    "Spoken",
    "State",
    "Statement",
    "Story",
    "Submission",
    "Trajectory",
    "Translation",
    "Twinning",
    "TwinningState",
    "Verb",
    "Verdict",
    "Visibility",
    "Voucher",
    "at_home",
    "grants_of",
    "holder_on",
    "in_euro",
    "read_all",
    "read_unsubscribe",
    "reading_order",
    "reporters_of",
    "side_of_text",
    "sides_behind",
    "state_on",
    "texts_of",
    "unsubscribe_token",
    "with_last_state",
    "with_state_on",
    "words_of_thing",
]
