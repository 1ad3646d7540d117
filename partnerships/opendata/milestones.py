"""The milestones that the public page of a twinning shows, and the reports that were published."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from partnerships.models import LATE, Duty, Milestone, ProgressReport, Reporter, State
from partnerships.models.milestone import MilestoneQuerySet
from partnerships.models.progress import ProgressReportQuerySet
from partnerships.opendata.words import (
    Pages,
    Reference,
    Said,
    Texts,
    codes,
    pages,
    reference,
    said,
    texts,
    wording,
)
from stedenband.openapi import Says

STATES = Says("As people see it; `late` follows from today's date.", (*State.values, LATE))


@dataclass(frozen=True)
class MilestoneRecord:
    """What must stand at the end of a month, and whose duty it is."""

    id: int
    pages: Pages
    twinning: Annotated[str, Says("The twinning's id.")]
    programme: Annotated[str, Says("The programme's id.")]
    duty: Duty
    title: Texts
    closing: Annotated[dict[str, str], Says("What closes it, by language code.")]
    month: Annotated[int, Says("Its number in the trajectory, counted from 1.")]
    due_on: date
    happened_on: date | None
    state: Annotated[str, STATES]
    targets: Annotated[list[str], Says("Codes of SDG targets.")]
    source: Reference | None
    is_sample: Annotated[bool, Says("Made up, to show how the portal works.")]


@dataclass(frozen=True)
class ReportRecord:
    """What a side says was done for a milestone; approved, and published by that side."""

    id: int
    pages: Pages
    twinning: Annotated[str, Says("The twinning's id.")]
    milestone: Annotated[int, Says("The milestone's id.")]
    reporter: Reporter
    happened_on: date | None
    what_happened: Said
    we_learned: Said
    changed_at_home: Said
    summary: Said
    published_at: datetime | None
    is_sample: Annotated[bool, Says("Made up, to show how the portal works.")]


def public_milestones() -> MilestoneQuerySet:
    public = Milestone.objects.public()
    along = ("trajectory__twinning", "trajectory__programme", "source")
    return public.select_related(*along).prefetch_related("targets").order_by("pk")


def read_milestone(row: Milestone) -> MilestoneRecord:
    return MilestoneRecord(
        id=row.pk,
        pages=pages("milestone-detail", row.pk),
        twinning=row.twinning.slug,
        programme=row.trajectory.programme.slug,
        duty=Duty(row.duty),
        title=texts(row, "title"),
        closing=texts(row, "closing"),
        month=row.month,
        due_on=row.due_on,
        happened_on=row.happened_on,
        state=row.shown_state,
        targets=codes(row.targets.all()),
        source=reference(row.source),
        is_sample=row.trajectory.is_sample,
    )


def public_reports() -> ProgressReportQuerySet:
    public = ProgressReport.objects.public().select_related("milestone__trajectory__twinning")
    return public.prefetch_related("submissions", "translations").order_by("pk")


def read_report(row: ProgressReport) -> ReportRecord:
    words, latest, milestone = said(row), row.latest, row.milestone
    return ReportRecord(
        id=row.pk,
        pages=pages("milestone-detail", milestone.pk),
        twinning=milestone.twinning.slug,
        milestone=milestone.pk,
        reporter=Reporter(row.reporter),
        happened_on=latest.happened_on,
        what_happened=words.get("what_happened", []),
        we_learned=words.get("we_learned", []),
        changed_at_home=words.get("changed_at_home", []),
        summary=wording(latest.summary, latest.summary_language),
        published_at=row.published_at,
        is_sample=milestone.trajectory.is_sample,
    )
