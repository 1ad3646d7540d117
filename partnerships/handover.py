"""The handover file: all that a successor needs of a twinning, one section after the other.

A section is a line in SECTIONS: a key, a heading, where its text comes from, and a function that
reads what somebody may read, in queries that do not grow with the rows. Its page is
`templates/handover/<key>.html`. Everything is read within the language of the file.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from partnerships.history import last_of
from partnerships.means import agreements_told, money_told, paid_by, posts_told
from partnerships.models import (
    Adoption,
    AnswerSheet,
    Custom,
    Deed,
    Document,
    Event,
    Indicator,
    Lesson,
    Measurement,
    Membership,
    Milestone,
    Minutes,
    ProgressReport,
    Promise,
    Session,
    Side,
    Story,
    Submission,
    Trajectory,
    Twinning,
    Verdict,
    Visibility,
    reading_order,
)
from partnerships.unfinished import UNSENT
from stedenband.accounts.models import User
from stedenband.texts import interface_language

MOST_SESSIONS = 24


@dataclass(frozen=True)
class Asked:
    """Of which twinning somebody wants to know everything."""

    twinning: Twinning
    user: User

    @property
    def side(self) -> str:
        return self.twinning.side_of(self.user)

    @property
    def order(self) -> tuple[Side, Side]:
        return reading_order(self.twinning, self.side)


Told = dict[str, Any]


@dataclass(frozen=True)
class Section:
    """One part of the file; nothing is on record when all that it tells is empty."""

    key: str
    title: str | LazyText
    origin: str | LazyText
    read: Callable[[Asked], Told]

    @property
    def template(self) -> str:
        return f"handover/{self.key}.html"


@dataclass(frozen=True)
class Chapter:
    """A section as somebody reads it."""

    section: Section
    told: Told

    @property
    def is_empty(self) -> bool:
        return not any(self.told.values())


def handover_of(asked: Asked) -> list[Chapter]:
    """The whole file, in the language that is active now."""
    return [Chapter(section, section.read(asked)) for section in SECTIONS]


# --- The sections ---------------------------------------------------------------------------------


def who(asked: Asked) -> Told:
    """Both places, and who acts for them today: by role and post."""
    twinning = asked.twinning
    current = Membership.objects.current().of_organisations(
        twinning.flemish_id, twinning.partner_id
    )
    held = list(current.select_related("user").order_by("role", "user__name", "pk"))
    pages = {page.side: page for page in twinning.pages.prefetch_related("translations")}
    leaves = []
    for side in asked.order:
        place = twinning.organisation_of(side)
        own = [one for one in held if one.organisation_id == place.pk]
        leaves.append({"side": side, "place": place, "page": pages.get(side), "members": own})
    return {"leaves": leaves}


def road(asked: Asked) -> Told:
    """Each trajectory with its milestones: where they stand, and why."""
    submissions = Submission.objects.select_related("confirmation")
    reports = ProgressReport.objects.visible_to(asked.user).filter(rounds__gt=0)
    milestones = Milestone.objects.visible_to(asked.user).select_related("source")
    trajectories = Trajectory.objects.visible_to(asked.user).filter(twinning=asked.twinning)
    found = list(
        trajectories.select_related("programme")
        .order_by("-state", "-first_month")
        .prefetch_related(
            Prefetch("milestones", milestones),
            "milestones__replannings",
            Prefetch("milestones__reports", reports),
            "milestones__reports__translations",
            Prefetch("milestones__reports__submissions", submissions),
        )
    )
    for trajectory in found:
        trajectory.twinning = asked.twinning
    return {"trajectories": found}


def promises(asked: Asked) -> Told:
    """What was promised and still has to be kept: by whom, until when, paid by what."""
    visible = Promise.objects.visible_to(asked.user).filter(twinning=asked.twinning)
    rows = list(visible.standing().with_names().prefetch_related("translations"))
    paid = paid_by(rows, asked.user)
    return {"rows": [(promise, paid.get(promise.pk, [])) for promise in rows]}


def sessions(asked: Asked) -> Told:
    """What comes, and what was said: each session with its minutes in one language."""
    visible = Session.objects.visible_to(asked.user).of_twinning(asked.twinning)
    readable = Minutes.objects.visible_to(asked.user)
    past = list(visible.past().prefetch_related(Prefetch("minutes", readable))[: MOST_SESSIONS + 1])
    places = [asked.twinning.organisation_of(side) for side in asked.order]
    return {
        "coming": [(one, one.times_at(places)) for one in visible.standing().coming()],
        "past": [(one, one.times_at(places), minutes_of(one)) for one in past[:MOST_SESSIONS]],
        "has_earlier": len(past) > MOST_SESSIONS,
    }


def minutes_of(session: Session) -> Minutes | None:
    """The minutes in the language of the file, else in the first in which there are any."""
    written = [one for one in session.minutes.all() if one.text or one.missing_voices]
    own = [one for one in written if one.language == interface_language()]
    return next(iter([*own, *written]), None)


def lessons(asked: Asked) -> Told:
    """What was learned, who took it over, and what this twinning took over from others."""
    adopted = Adoption.objects.visible_to(asked.user).select_related(
        "twinning__flemish", "twinning__partner"
    )
    adopted = adopted.prefetch_related("translations")
    own = Lesson.objects.visible_to(asked.user).filter(twinning=asked.twinning).with_names()
    taken = Adoption.objects.visible_to(asked.user).filter(twinning=asked.twinning).with_names()
    return {
        "own": list(own.prefetch_related("translations", Prefetch("adoptions", adopted))),
        "taken": list(taken.prefetch_related("translations", "lesson__translations")),
    }


def deeds(asked: Asked) -> Told:
    """What each side does at home; empty only when neither wrote anything."""
    visible = Deed.objects.visible_to(asked.user).filter(twinning=asked.twinning)
    rows = list(visible.with_names().prefetch_related("translations"))
    return {"leaves": by_side(asked, rows) if rows else []}


def by_side(asked: Asked, rows: Sequence[Any]) -> list[Told]:
    """The rows of each side, in reading order."""
    return [
        {
            "side": side,
            "place": asked.twinning.organisation_of(side),
            "rows": [row for row in rows if row.side == side],
        }
        for side in asked.order
    ]


def indicators(asked: Asked) -> Told:
    """What is measured here and there, with the last value of each."""
    measured = Measurement.objects.standing().order_by("-measured_on", "-pk")
    visible = Indicator.objects.visible_to(asked.user).filter(pair__twinning=asked.twinning)
    rows = visible.written().with_names().order_by("pair__number", "side")
    return {"rows": list(rows.prefetch_related(Prefetch("measurements", measured)))}


def documents_of(asked: Asked) -> list[Document]:
    """The documents that stand and that somebody may read, what expires first first."""
    visible = Document.objects.visible_to(asked.user).filter(
        twinning=asked.twinning, withdrawn_at=None
    )
    found = visible.with_names().prefetch_related("versions", "translations")
    return sorted(found, key=lambda one: (one.valid_until is None, one.valid_until, one.pk))


def documents(asked: Asked) -> Told:
    return {"rows": documents_of(asked)}


def drafts(asked: Asked) -> Told:
    """What lies unfinished on the reader's own side; nobody reads that of another."""
    mine = asked.twinning
    reports = ProgressReport.objects.of_side(asked.user).with_names()
    sheets = AnswerSheet.objects.of_side(asked.user).filter(handed_in_at=None)
    lessons = Lesson.objects.visible_to(asked.user).filter(visibility=Visibility.SIDE)
    stories = Story.objects.of_side(asked.user).filter(twinning=mine, published_at=None)
    waiting = Q(state__in=UNSENT) | Q(key=Verdict.CONTESTED)
    return {
        "reports": list(reports.filter(waiting, milestone__trajectory__twinning=mine)),
        "stories": list(stories.order_by("-updated_at", "-pk")),
        "sheets": list(
            sheets.filter(assessment__trajectory__twinning=mine).select_related("assessment")
        ),
        "lessons": list(lessons.filter(twinning=mine)),
    }


def customs(asked: Asked) -> Told:
    visible = Custom.objects.visible_to(asked.user).filter(twinning=asked.twinning)
    rows = [one for one in visible.with_names().prefetch_related("translations") if one.text]
    return {"leaves": by_side(asked, rows) if rows else []}


def events(asked: Asked) -> Told:
    visible = Event.objects.visible_to(asked.user).of_twinning(asked.twinning)
    return {"rows": last_of(visible)}


SECTIONS = (
    Section("who", _("Who is who"), _("From the two organisations and their memberships."), who),
    Section(
        "posts",
        _("Who holds which post, and until when"),
        _("From the posts and terms of both sides: by role, never by name."),
        lambda asked: posts_told(asked.twinning, asked.user, asked.order),
    ),
    Section(
        "promises",
        _("Open promises"),
        _("From the promises that both sides confirm. Kept ones are not repeated."),
        promises,
    ),
    Section(
        "agreements",
        _("Agreements, one after the other"),
        _("From the agreements of this twinning, with the gaps between them."),
        lambda asked: agreements_told(asked.twinning, asked.user),
    ),
    Section(
        "money",
        _("Who pays what, and until when"),
        _("From the fundings and what each of them covers."),
        lambda asked: money_told(asked.twinning, asked.user),
    ),
    Section(
        "road",
        _("Where each milestone stands, and why"),
        _("From the trajectories, the reports as they were handed in, and each replanning."),
        road,
    ),
    Section("sessions", _("Sessions and minutes"), _("From the sessions of both sides."), sessions),
    Section(
        "customs",
        _("Unwritten rules"),
        _("Written down by each side for whoever comes next."),
        customs,
    ),
    Section("deeds", _("What each side does at home"), _("From the deeds of both sides."), deeds),
    Section(
        "lessons",
        _("Lessons, and what others made of them"),
        _("From the lessons of this twinning, and those taken over."),
        lessons,
    ),
    Section(
        "indicators",
        _("Measured here and there"),
        _("From the indicators, with the last value of each."),
        indicators,
    ),
    Section(
        "documents",
        _("Documents, and until when they hold"),
        _("From the documents that you may read."),
        documents,
    ),
    Section(
        "drafts",
        _("Unfinished on your own side"),
        _("Drafts are read by their own side alone: here stand yours, if you belong to a side."),
        drafts,
    ),
    Section("events", _("What happened last"), _("From the history of this twinning."), events),
)
