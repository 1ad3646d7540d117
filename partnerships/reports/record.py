"""What both sides of a twinning wrote until the last day of a period, each kind read once.

A report is read by every member of the twinning, whoever generates it. So nothing is asked here of
a reader: what one side keeps to itself (drafts, returned reports, lessons of its own side, answers
that are sealed) is left out for everybody.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Prefetch, Q

from partnerships.balance import balances_of
from partnerships.models import (
    Adoption,
    Agreement,
    AnswerSheet,
    Assessment,
    Deed,
    Funding,
    Indicator,
    Lesson,
    Measurement,
    Milestone,
    Programme,
    ProgressReport,
    Promise,
    Recommendation,
    Replanning,
    Session,
    Side,
    Submission,
    Trajectory,
    Twinning,
    Visibility,
    Voucher,
    reading_order,
)
from partnerships.past import put_back
from stedenband import clock


def sent_by(report: ProgressReport) -> list[Submission]:
    """What was handed in of a report by the last day of the record that read it, oldest first."""
    found: list[Submission] = report.sent  # type: ignore[attr-defined]
    return found


def measured_by(indicator: Indicator) -> list[Measurement]:
    """What was measured by that day, by date."""
    found: list[Measurement] = indicator.measured  # type: ignore[attr-defined]
    return found


def sheets_of(assessment: Assessment) -> list[AnswerSheet]:
    """The answers of both sides, handed in by that day."""
    found: list[AnswerSheet] = assessment.answered  # type: ignore[attr-defined]
    return found


class Record:
    """One twinning over a period, both days included; nothing later than its last day."""

    def __init__(
        self,
        twinning: Twinning,
        first: date,
        last: date,
        side: str = "",
        session: Session | None = None,
        programme: Programme | None = None,
    ) -> None:
        self.twinning, self.first, self.last = twinning, first, last
        self.side, self.session, self.programme = side, session, programme
        self.starts, self.ends = clock.start_of(first), clock.start_of(last + timedelta(days=1))

    @property
    def order(self) -> tuple[Side, Side]:
        """Both sides in the order of the report's language; the one it is made for first."""
        return reading_order(self.twinning, self.side)

    def is_within(self, moment: datetime | None) -> bool:
        return moment is not None and self.starts <= moment < self.ends

    # --- The road ---------------------------------------------------------------------------------

    @cached_property
    def trajectories(self) -> list[Trajectory]:
        """Those that ran into the period, the newest first, as they stood on its last day."""
        return [road for road, _milestones in self.roads]

    @cached_property
    def roads(self) -> list[tuple[Trajectory, list[Milestone]]]:
        """Each trajectory with the milestones that it had on the last day.

        One that was entered afterwards has all of them: what it was then nobody wrote down.
        """
        rows = Trajectory.objects.filter(twinning=self.twinning, first_month__lte=self.last)
        if self.programme:
            rows = rows.filter(programme=self.programme)
        read = rows.select_related("programme__funder").prefetch_related(*self.of_milestones)
        found = [one for one in read if one.month_of(self.first) <= one.length]
        there = put_back(found, min(self.last, clock.today())).milestones
        for one in found:
            one.twinning = self.twinning
        return [(one, there.get(one.pk, list(one.milestones.all()))) for one in found]

    @property
    def of_milestones(self) -> list[Any]:
        """What is read with the milestones: what was handed in for each by the last day."""
        sent = Submission.objects.filter(at__lt=self.ends).select_related("confirmation")
        reports = ProgressReport.objects.filter(rounds__gt=0).order_by("reporter", "pk")
        return [
            Prefetch("milestones", Milestone.objects.order_by("due_on", "pk")),
            "milestones__targets__goal",
            Prefetch("milestones__replannings", Replanning.objects.order_by("at", "pk")),
            Prefetch("milestones__reports", reports),
            "milestones__reports__translations",
            "milestones__reports__submissions",
            Prefetch("milestones__reports__submissions", sent, "sent"),
        ]

    @cached_property
    def milestones(self) -> list[Milestone]:
        """Those that there were on the last day, by month, in the state that they had then."""
        found = [one for _road, milestones in self.roads for one in milestones]
        for milestone in found:
            for report in milestone.reports.all():
                report.milestone = milestone
        return sorted(found, key=lambda one: (one.due_on, one.pk))

    @property
    def replannings(self) -> list[Replanning]:
        """What was moved, dropped or taken up again in the period."""
        rows = [(one, m) for m in self.milestones for one in m.replannings.all()]
        found = []
        for one, milestone in rows:
            if self.is_within(one.at):
                one.milestone = milestone
                found.append(one)
        return sorted(found, key=lambda one: one.at)

    # --- What was learned, done, measured ---------------------------------------------------------

    @cached_property
    def lessons(self) -> list[Lesson]:
        """Written down in the period, but not what a side keeps to itself."""
        rows = Lesson.objects.filter(twinning=self.twinning, created_at__range=self.moments)
        shared = rows.exclude(visibility=Visibility.SIDE).with_names()
        return list(shared.order_by("created_at", "pk").prefetch_related("translations"))

    @cached_property
    def adoptions(self) -> list[Adoption]:
        rows = Adoption.objects.filter(twinning=self.twinning, at__range=self.moments)
        named = rows.with_names().order_by("at", "pk")
        return list(named.prefetch_related("translations", "lesson__translations"))

    @cached_property
    def deeds(self) -> list[Deed]:
        """What each side does at home: entered by the last day, and not over before the first."""
        rows = Deed.objects.filter(twinning=self.twinning, created_at__lt=self.ends)
        running = rows.filter(Q(until=None) | Q(until__gte=self.first))
        named = running.with_names().order_by("side", "main_target__goal", "pk")
        return list(named.prefetch_related("translations", "side_targets__goal"))

    @cached_property
    def indicators(self) -> list[Indicator]:
        """What is measured, with what was measured by the last day."""
        rows = Indicator.objects.filter(pair__twinning=self.twinning).written().with_names()
        measured = Measurement.objects.standing().filter(measured_on__lte=self.last)
        by_date = measured.order_by("measured_on", "pk")
        return list(
            rows.order_by("pair__number", "side").prefetch_related(
                Prefetch("measurements", by_date, "measured")
            )
        )

    # --- What was said and promised ---------------------------------------------------------------

    @cached_property
    def sessions(self) -> list[Session]:
        """Held in the period."""
        rows = Session.objects.of_twinning(self.twinning).standing()
        held = rows.filter(starts_at__gte=self.starts, ends_at__lt=self.ends)
        named = held.with_names().order_by("starts_at", "pk")
        return list(named.prefetch_related("translations", "minutes", "attendance"))

    @cached_property
    def promises(self) -> list[Promise]:
        """Made by the last day, and not settled before the first one."""
        rows = Promise.objects.filter(twinning=self.twinning, made_at__lt=self.ends)
        live = rows.filter(Q(settled_at=None) | Q(settled_at__gte=self.starts))
        named = live.with_names().order_by("due_on", "pk")
        return list(named.prefetch_related("translations"))

    # --- Money and papers -------------------------------------------------------------------------

    @cached_property
    def fundings(self) -> list[Funding]:
        """Those that run in the period."""
        rows = Funding.objects.filter(twinning=self.twinning).with_names()
        return list(rows.filter(starts_on__lte=self.last, ends_on__gte=self.first))

    @cached_property
    def paid(self) -> dict[int, Any]:
        """By funding what was paid in the period, in euro."""
        rows = Voucher.objects.of_twinning(self.twinning)
        return rows.filter(paid_on__range=(self.first, self.last)).spent()

    @cached_property
    def agreements(self) -> list[Agreement]:
        rows = Agreement.objects.filter(twinning=self.twinning, valid_from__lte=self.last)
        return list(rows.order_by("valid_from", "pk"))

    # --- The review -------------------------------------------------------------------------------

    @cached_property
    def assessment(self) -> Assessment | None:
        """The last one that both sides had answered by the last day."""
        answered = AnswerSheet.objects.unsealed().filter(handed_in_at__lt=self.ends)
        rows = Assessment.objects.of_twinning(self.twinning).filter(held_on__lte=self.last)
        sheets = Prefetch("sheets", answered.prefetch_related("answers"), "answered")
        named = rows.with_names().prefetch_related(sheets)
        found = (one for one in named.order_by("-held_on", "-pk") if len(sheets_of(one)) == 2)
        return next(found, None)

    @cached_property
    def recommendations(self) -> list[Recommendation]:
        rows = Recommendation.objects.filter(twinning=self.twinning, given_on__lte=self.last)
        return list(rows.with_names().order_by("given_on", "pk"))

    @cached_property
    def one_sided(self) -> list[str]:
        """What one side gave in the period and the other did not, in words."""
        on = self.last if self.last < clock.today() else None
        return balances_of([self.twinning], self.first, self.last, on)[0].gaps

    # --- Dates and samples ------------------------------------------------------------------------

    def read_all(self) -> None:
        """Read everything now: copies of this record then ask nothing again."""
        for name, one in vars(type(self)).items():
            if isinstance(one, cached_property):
                getattr(self, name)

    @property
    def moments(self) -> tuple[datetime, datetime]:
        return (self.starts, self.ends - timedelta(microseconds=1))

    @property
    def is_sample(self) -> bool:
        """Whether anything that a report may tell was made up."""
        read: list[Iterable[Any]] = [
            self.trajectories,
            self.lessons,
            self.adoptions,
            self.deeds,
            [one.pair for one in self.indicators],
            self.sessions,
            self.promises,
            self.fundings,
            self.recommendations,
            [self.session] if self.session else [],
        ]
        return any(one.is_sample for rows in read for one in rows)
