"""One made-up twinning, row by row: its number says what is in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from partnerships.management import scale_words as words
from partnerships.models import (
    LEAVES,
    Confirmation,
    Deed,
    Duty,
    Event,
    Lesson,
    Milestone,
    Page,
    Programme,
    ProgressReport,
    Reporter,
    Side,
    Submission,
    Trajectory,
    Twinning,
    Verb,
    Verdict,
    reporters_of,
)
from partnerships.models.milestone import state_from
from partnerships.models.progress import Decision
from partnerships.models.trajectory import due_in
from stedenband import clock
from stedenband.accounts.models import User

MONTHS = 36
DECIDED_UNTIL, REPORTED_UNTIL = 10, 12
TARGETS = ("11.6", "12.5", "6.1", "13.2", "16.7", "4.7", "5.5", "17.16", "15.2")
DEEDS_OF_A_SIDE = 2
LESSON_OF_EACH = 4  # one twinning in so many tells a lesson


@dataclass(frozen=True)
class Ground:
    """What all made-up twinnings share."""

    programme: Programme
    coordinator: User
    facilitator: User

    @property
    def first_month(self) -> date:
        return self.programme.first_month


class Band:
    """One made-up twinning: its number says what is in it."""

    road: Trajectory

    def __init__(
        self, number: int, twinning: Twinning, people: dict[Any, User], ground: Ground
    ) -> None:
        self.number, self.twinning, self.people, self.ground = number, twinning, people, ground
        self.reports: list[ProgressReport] = []

    def by(self, reporter: str) -> User:
        coordination = reporter == Reporter.COORDINATION
        return self.ground.facilitator if coordination else self.people[reporter]

    def pages(self) -> Iterator[Page]:
        """Both public, but of one twinning in five the partner's."""
        now = clock.now()
        for side in LEAVES:
            hidden = side == Side.PARTNER and not self.number % 5
            yield Page(
                twinning=self.twinning,
                side=side,
                language=words.language_of(side),
                text=words.text_of(side, self.number, sentences=6),
                published_at=None if hidden else now - timedelta(days=300),
                updated_at=now - timedelta(days=300),
                last_contribution_at=now - timedelta(days=self.number % 100),
                is_sample=True,
            )

    def trajectory(self) -> Trajectory:
        return Trajectory(
            twinning=self.twinning,
            programme=self.ground.programme,
            first_month=self.ground.first_month,
            length=MONTHS,
            is_sample=True,
        )

    def milestones(self) -> Iterator[Milestone]:
        for month in range(1, MONTHS + 1):
            milestone = self.milestone(month)
            reports = [self.report(milestone, month, one) for one in reporters_of(milestone.duty)]
            if month <= REPORTED_UNTIL + bool(self.number % 4):
                self.reports += reports
                milestone.state = state_from(milestone.duty, reports, postponed=False)
                milestone.state_since = morning_of(milestone.due_on)
            yield milestone

    def milestone(self, month: int) -> Milestone:
        turns = (Duty.FLEMISH, Duty.PARTNER, Duty.JOINT)
        duty = turns[(month + self.number) % 3] if month % 12 else Duty.COORDINATION
        return Milestone(
            trajectory=self.road,
            due_on=due_in(self.ground.first_month, month),
            duty=duty,
            **words.titles_of(duty, month, self.number),
        )

    def report(self, milestone: Milestone, month: int, reporter: str) -> ProgressReport:
        decided = month <= DECIDED_UNTIL
        asked = decided and reporter == milestone.duty and reporter != Reporter.COORDINATION
        at = morning_of(milestone.due_on - timedelta(days=3))
        return ProgressReport(
            milestone=milestone,
            reporter=reporter,
            state=ProgressReport.State.APPROVED if decided else ProgressReport.State.SUBMITTED,
            key=Verdict.AGREED if asked else "",
            rounds=1,
            submitted_at=at,
            published_at=at if decided and month % 2 else None,
            updated_at=at,
            updated_by=self.by(reporter),
            language=words.language_of(reporter),
            what_happened=words.text_of(reporter, self.number + month, sentences=4),
            we_learned=words.text_of(reporter, self.number + month + 3, sentences=2),
            happened_on=milestone.due_on - timedelta(days=9),
        )

    def deeds(self) -> Iterator[Deed]:
        for place in range(DEEDS_OF_A_SIDE * len(LEAVES)):
            side = LEAVES[place % len(LEAVES)]
            yield Deed(
                twinning=self.twinning,
                side=side,
                title=words.deed_of(side, self.number + place),
                language=words.language_of(side),
                description=words.text_of(side, self.number + place, sentences=2),
                state=Deed.State.UNDER_WAY,
                main_target_id=TARGETS[(self.number + place) % len(TARGETS)],
                is_sample=True,
                updated_by=self.people[side],
            )

    def lessons(self) -> Iterator[Lesson]:
        if self.number % LESSON_OF_EACH:
            return
        side = LEAVES[self.number // LESSON_OF_EACH % len(LEAVES)]
        yield Lesson(
            twinning=self.twinning,
            side=side,
            title=words.deed_of(side, self.number),
            language=words.language_of(side),
            direction="both",
            situation=words.text_of(side, self.number, sentences=2),
            tried=words.text_of(side, self.number + 1, sentences=2),
            again="yes",
            visibility="public",
            created_at=clock.now() - timedelta(hours=self.number),
            is_sample=True,
            updated_by=self.people[side],
        )

    def beginnings(self) -> Iterator[Event]:
        at = morning_of(self.ground.first_month)
        by, of = self.ground.coordinator, self.twinning
        yield Event(verb=Verb.TWINNING_FOUNDED, by=by, at=at, twinning=of)
        yield Event(verb=Verb.TRAJECTORY_STARTED, by=by, at=at, twinning=of, trajectory=self.road)


# --- What follows from a report or a deed -------------------------------------------------------


def submission_of(report: ProgressReport, reviewer: User) -> Submission:
    decided = report.state == ProgressReport.State.APPROVED
    at = report.updated_at
    fields: dict[str, Any] = {"by": report.updated_by, "at": at, **report.words}
    if decided:
        fields |= {"decision": Decision.APPROVED, "reviewed_at": at, "reviewed_by": reviewer}
    return Submission(report=report, round=1, **fields)


def confirmation_of(sent: Submission) -> Confirmation:
    side = Side(sent.report.reporter).other
    return Confirmation(submission=sent, side=side, verdict=Verdict.AGREED, by=sent.by, at=sent.at)


def handed_in(report: ProgressReport) -> Event:
    return Event(
        verb=Verb.REPORT_SUBMITTED,
        by=report.updated_by,
        at=report.updated_at,
        twinning=report.milestone.twinning,
        side=report.reporter if report.reporter in LEAVES else "",
        milestone=report.milestone,
        report=report,
    )


def entered(deed: Deed) -> Event:
    by, at = deed.updated_by, deed.created_at
    return Event(
        verb=Verb.DEED_ADDED, by=by, at=at, twinning=deed.twinning, side=deed.side, deed=deed
    )


def morning_of(day: date) -> datetime:
    return datetime.combine(day, time(9), clock.now().tzinfo)
