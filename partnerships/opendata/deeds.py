"""What sides do at home: documented deeds, and those of sides that published their page."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from partnerships.models import Deed, Side
from partnerships.models.deed import DeedQuerySet
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


@dataclass(frozen=True)
class OwnGoalRecord:
    """A goal that a twinning names itself, outside the seventeen."""

    number: int
    name: Texts


@dataclass(frozen=True)
class LocalTargetRecord:
    """What a twinning wants to reach under an official target or its own goal."""

    code: str
    label: Said


@dataclass(frozen=True)
class PlanCodes:
    """Where it stands in a Flemish multi-year plan; empty where not given."""

    plan: str
    objective: str
    action_plan: str
    action: str


@dataclass(frozen=True)
class DeedRecord:
    """What one side does at home for a target."""

    id: int
    pages: Pages
    twinning: Annotated[str, Says("The twinning's id.")]
    side: Side
    level: Deed.Level
    state: Deed.State
    title: Said
    description: Said
    reason: Annotated[Said, Says("Why it stopped.")]
    since: date | None
    until: date | None
    main_target: Annotated[str | None, Says("Code of an SDG target.")]
    side_targets: Annotated[list[str], Says("Codes of SDG targets.")]
    own_goal: OwnGoalRecord | None
    local_target: LocalTargetRecord | None
    plan: PlanCodes
    source: Reference | None
    is_sample: Annotated[bool, Says("Made up, to show how the portal works.")]


def public_deeds() -> DeedQuerySet:
    public = Deed.objects.public().select_related("twinning", "own_goal", "local_target", "source")
    return public.prefetch_related("side_targets", "translations").order_by("pk")


def read_deed(row: Deed) -> DeedRecord:
    words = said(row)
    return DeedRecord(
        id=row.pk,
        pages=pages("deed-detail", row.pk),
        twinning=row.twinning.slug,
        side=Side(row.side),
        level=Deed.Level(row.level),
        state=Deed.State(row.state),
        title=words.get("title", []),
        description=words.get("description", []),
        reason=wording(row.reason, row.language),
        since=row.since,
        until=row.until,
        main_target=row.main_target_id,
        side_targets=codes(row.side_targets.all()),
        own_goal=own_goal_of(row),
        local_target=local_target_of(row),
        plan=PlanCodes(row.plan_name, row.objective_code, row.plan_code, row.action_code),
        source=reference(row.source),
        is_sample=row.is_sample,
    )


def own_goal_of(row: Deed) -> OwnGoalRecord | None:
    goal = row.own_goal
    return OwnGoalRecord(goal.number, texts(goal, "name")) if goal else None


def local_target_of(row: Deed) -> LocalTargetRecord | None:
    one = row.local_target
    return LocalTargetRecord(one.code, wording(one.label, one.language)) if one else None
