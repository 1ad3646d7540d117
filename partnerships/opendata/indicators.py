"""What sides measure: indicators of sides that published their page, with their values."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from django.db.models import Prefetch

from partnerships.models import GROUPS, Indicator, Measurement, Side
from partnerships.models.indicator import IndicatorQuerySet, steps_in
from partnerships.opendata.words import Pages, Said, Texts, pages, texts, wording
from stedenband.openapi import Says
from stedenband.texts import LANGUAGES

Number = Annotated[float | None, Says("In the unit; of a qualitative one the step, from 1.")]


@dataclass(frozen=True)
class Value:
    """What was measured on a day; no value says that it was not measured then."""

    on: date
    value: Number
    groups: Annotated[dict[str, float], Says("Parts of it, by group: women, men, young, other.")]
    source: Said
    note: Said


@dataclass(frozen=True)
class IndicatorRecord:
    """What one side measures, in a pair with what the other side measures."""

    id: int
    pages: Pages
    twinning: Annotated[str, Says("The twinning's id.")]
    pair: Annotated[int, Says("The number of the pair within the twinning.")]
    pair_title: Texts
    side: Side
    what: Said
    kind: Indicator.Kind
    unit: Said
    direction: Indicator.Direction
    scale: Annotated[dict[str, list[str]], Says("The steps from the lowest up, by language.")]
    baseline: Value | None
    target_value: Number
    measurements: list[Value]
    is_sample: Annotated[bool, Says("Made up, to show how the portal works.")]


def public_indicators() -> IndicatorQuerySet:
    measured = Measurement.objects.visible_to(None).order_by("measured_on", "pk")
    public = Indicator.objects.public().written().select_related("pair__twinning")
    return public.prefetch_related(Prefetch("measurements", measured)).order_by("pk")


def read_indicator(row: Indicator) -> IndicatorRecord:
    return IndicatorRecord(
        id=row.pk,
        pages=pages("indicator-detail", row.pair_id),
        twinning=row.twinning.slug,
        pair=row.pair.number,
        pair_title=texts(row.pair, "title"),
        side=Side(row.side),
        what=wording(row.what, row.language),
        kind=Indicator.Kind(row.kind),
        unit=wording(row.unit, row.language),
        direction=Indicator.Direction(row.direction),
        scale={c: found for c in LANGUAGES if (found := steps_in(getattr(row, f"scale_{c}")))},
        baseline=baseline_of(row),
        target_value=number(row.target_value),
        measurements=[read_value(one, row.language) for one in row.measurements.all()],
        is_sample=row.pair.is_sample,
    )


def read_value(row: Measurement, language: str) -> Value:
    groups = {name: number(getattr(row, name)) for name in GROUPS}
    return Value(
        on=row.measured_on,
        value=number(row.value),
        groups={name: one for name, one in groups.items() if one is not None},
        source=wording(row.source, language),
        note=wording(row.note, language),
    )


def baseline_of(row: Indicator) -> Value | None:
    if row.baseline_on is None:
        return None
    source = wording(row.baseline_source, row.language)
    return Value(row.baseline_on, number(row.baseline_value), {}, source, [])


def number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
