"""The programmes: funded trajectories that several twinnings share, and their plan."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from django.db.models import Prefetch

from partnerships.models import Duty, PlanItem, Programme, Trajectory
from partnerships.models.programme import ProgrammeQuerySet
from partnerships.opendata.words import Pages, Reference, Texts, codes, pages, texts
from stedenband.openapi import Says


@dataclass(frozen=True)
class Planned:
    """A milestone of the plan that each twinning starts from."""

    month: Annotated[int, Says("Counted from 1.")]
    duty: Duty
    title: Texts
    closing: Texts
    targets: Annotated[list[str], Says("Codes of SDG targets.")]


@dataclass(frozen=True)
class TakingPart:
    """A public twinning's road through a programme."""

    twinning: Annotated[str, Says("The twinning's id.")]
    first_month: Annotated[str, Says("YYYY-MM.")]
    length: Annotated[int, Says("In months.")]
    state: Trajectory.State
    is_sample: bool


@dataclass(frozen=True)
class ProgrammeRecord:
    """A funded trajectory shared by several twinnings."""

    id: str
    pages: Pages
    name: Texts
    call: Texts
    summary: Texts
    funder: Annotated[str | None, Says("The organisation's id.")]
    lead: Annotated[str | None, Says("The organisation's id.")]
    supporters: Annotated[list[str], Says("The organisations' ids.")]
    amount: float | None
    currency: Annotated[str, Says("ISO 4217.")]
    first_month: Annotated[str, Says("YYYY-MM.")]
    is_first_month_assumed: bool
    length: Annotated[int, Says("In months.")]
    plan: list[Planned]
    trajectories: list[TakingPart]
    sources: list[Reference]
    is_sample: Annotated[bool, Says("Made up, to show how the portal works.")]


def public_programmes() -> ProgrammeQuerySet:
    listed = Trajectory.objects.visible_to(None)
    return (
        Programme.objects.public()
        .select_related("funder", "lead")
        .prefetch_related(
            Prefetch("plan", PlanItem.objects.prefetch_related("targets")),
            Prefetch("trajectories", listed.select_related("twinning").order_by("pk")),
            "supporters",
            "sources",
        )
        .order_by("pk")
    )


def read_programme(row: Programme) -> ProgrammeRecord:
    return ProgrammeRecord(
        id=row.slug,
        pages=pages("programme-detail", row.slug),
        name=texts(row, "name"),
        call=texts(row, "call"),
        summary=texts(row, "summary"),
        funder=row.funder.slug if row.funder else None,
        lead=row.lead.slug if row.lead else None,
        supporters=[one.slug for one in row.supporters.all()],
        amount=None if row.amount is None else float(row.amount),
        currency=row.currency,
        first_month=month(row.first_month),
        is_first_month_assumed=row.is_first_month_assumed,
        length=row.length,
        plan=[read_planned(one) for one in row.plan.all()],
        trajectories=[read_trajectory(one) for one in row.trajectories.all()],
        sources=[Reference(one.title, one.url, one.published_on) for one in row.sources.all()],
        is_sample=row.is_sample,
    )


def read_planned(item: PlanItem) -> Planned:
    title, closing = texts(item, "title"), texts(item, "closing")
    return Planned(item.month, Duty(item.duty), title, closing, codes(item.targets.all()))


def read_trajectory(row: Trajectory) -> TakingPart:
    return TakingPart(
        twinning=row.twinning.slug,
        first_month=month(row.first_month),
        length=row.length,
        state=Trajectory.State(row.state),
        is_sample=row.is_sample,
    )


def month(day: date) -> str:
    return f"{day:%Y-%m}"
