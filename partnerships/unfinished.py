"""What somebody leaves unfinished when they go.

Nothing in the portal is owned by a person. A report, a story, a sheet of answers, a lesson and a
document are a side's, a promise is the twinning's: whoever writes for that side tomorrow goes on
with them. Who wrote or handed in something stays written there for good, and it decides who may
not review or check it. So nothing changes hands when somebody goes; what is counted here is what
they had in hand, so that somebody is told of it.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partnerships.models import (
    AnswerSheet,
    Lesson,
    Membership,
    ProgressReport,
    Promise,
    Reporter,
    Side,
    Story,
    Verb,
    Verdict,
    Visibility,
)

UNSENT = (ProgressReport.State.DRAFT, ProgressReport.State.RETURNED)
LABELS = {
    "reports": _("reports (a draft, returned or contested)"),
    "stories": _("stories (a draft, returned, or approved and not published)"),
    "answers": _("self-assessments with answers not handed in yet"),
    "promises": _("promises that a side has not confirmed yet"),
    "lessons": _("lessons that only their own side reads"),
}


@dataclass(frozen=True)
class Unfinished:
    """One kind of work that somebody had in hand, and how much of it. Never what it says."""

    kind: str
    number: int

    @property
    def label(self) -> str:
        return str(LABELS[self.kind])


def unfinished_of(membership: Membership) -> list[Unfinished]:
    """What its holder had in hand for that organisation, kinds without any left out."""
    counts = {kind: rows.count() for kind, rows in left_by(membership).items()}
    return [Unfinished(kind, count) for kind, count in counts.items() if count]


def left_by(membership: Membership) -> dict[str, Any]:
    user, there = membership.user_id, membership.organisation_id
    held = Q(twinning__flemish=there) | Q(twinning__partner=there)
    made = Q(events__verb=Verb.PROMISE_MADE, events__by=user)
    unconfirmed = Q(flemish_confirmed_at=None) | Q(partner_confirmed_at=None)
    unpublished = Q(state__in=("draft", "returned")) | Q(state="approved", published_at=None)
    touched = Q(updated_by=user)
    return {
        "reports": ProgressReport.objects.filter(reports_at(membership), touched).filter(
            Q(state__in=UNSENT) | Q(key=Verdict.CONTESTED)
        ),
        "stories": Story.objects.filter(of(there), touched | Q(written_by=user)).filter(
            unpublished
        ),
        "answers": AnswerSheet.objects.filter(
            of(there, "assessment__trajectory__twinning"), touched, handed_in_at=None
        ),
        "promises": Promise.objects.standing().filter(held, made, unconfirmed).distinct(),
        "lessons": Lesson.objects.filter(of(there), touched, visibility=Visibility.SIDE),
    }


def of(organisation: int, twinning: str = "twinning", side: str = "side") -> Q:
    """What is of the side of an organisation."""
    flemish = Q(**{side: Side.FLEMISH, f"{twinning}__flemish": organisation})
    return flemish | Q(**{side: Side.PARTNER, f"{twinning}__partner": organisation})


def reports_at(membership: Membership) -> Q:
    """Reports of its organisation's side; of the coordination for who reports for that."""
    own = of(membership.organisation_id, "milestone__trajectory__twinning", "reporter")
    return own | Q(reporter=Reporter.COORDINATION) if membership.coordinates else own
