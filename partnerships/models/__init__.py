"""The nouns."""

from partnerships.models.adoption import Adoption
from partnerships.models.assessment import (
    Answer,
    AnswerSheet,
    Assessment,
    Degree,
    Statement,
)
from partnerships.models.comment import Comment
from partnerships.models.deed import Deed
from partnerships.models.document import Document, DocumentVersion
from partnerships.models.event import Event, Verb
from partnerships.models.evidence import Evidence
from partnerships.models.forum import Forum, ForumLesson
from partnerships.models.indicator import Indicator, IndicatorPair
from partnerships.models.lesson import Direction, Lesson
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
from partnerships.models.side import (
    LEAVES,
    Duty,
    Reporter,
    Side,
    reading_order,
    reporters_of,
    sides_behind,
)
from partnerships.models.source import Fact, Source
from partnerships.models.spoken import Reading, Spoken
from partnerships.models.story import Story
from partnerships.models.trajectory import Trajectory
from partnerships.models.translation import (
    TRANSLATED,
    Translation,
    address_of_translation,
    kind_of,
    read_all,
    side_of_text,
    texts_of,
)
from partnerships.models.twinning import Twinning
from partnerships.models.visibility import Visibility

__all__ = [
    "GROUPS",
    "LATE",
    "LEAVES",
    "TRANSLATED",
    "Adoption",
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
    "Direction",
    "Document",
    "DocumentVersion",
    "Duty",
    "Event",
    "Evidence",
    "Fact",
    "Forum",
    "ForumLesson",
    "Grants",
    "Group",
    "Indicator",
    "IndicatorPair",
    "Lesson",
    "LocalTarget",
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
    "Programme",
    "ProgressReport",
    "Promise",
    "Reading",
    "Rendition",
    "Replanning",
    "Reporter",
    "Role",
    "Session",
    "Side",
    "Source",
    "Spoken",
    "State",
    "Statement",
    "Story",
    "Submission",
    "Trajectory",
    "Translation",
    "Twinning",
    "Verb",
    "Verdict",
    "Visibility",
    "address_of_translation",
    "grants_of",
    "kind_of",
    "read_all",
    "reading_order",
    "reporters_of",
    "side_of_text",
    "sides_behind",
    "texts_of",
]
