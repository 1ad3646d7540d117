"""The sample's pairs of indicators, played through the portal's own actions."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from typing import Any

from partnerships import actions
from partnerships.management.documented import spread
from partnerships.models import GROUPS, LEAVES, Indicator, Side, Twinning
from stedenband import clock
from stedenband.accounts.models import User

ENTERED_AFTER = 3


def play_indicators(rows: list[dict[str, Any]], person: Callable[[str, str], User]) -> None:
    """Each pair, and what both sides measured, so many days before today."""
    for row in rows:
        twinning = Twinning.objects.with_sides().get(slug=row["twinning"])
        editors = {side: person("editor", twinning.organisation_of(side).slug) for side in LEAVES}
        with days_ago(row["days_ago"]):
            by = editors[Side.FLEMISH]
            words = spread("title", row["title"])
            pair = actions.add_indicator(twinning=twinning, by=by, is_sample=True, **words)
        for side in LEAVES:
            play_half(pair.indicators.get(side=side), row[side], editors[side])


def play_half(indicator: Indicator, row: dict[str, Any], by: User) -> None:
    start = row["baseline"]
    scale: dict[str, Any] = {**spread("scale", row.get("scale"))}
    baseline_on = clock.today() - timedelta(days=start["days_ago"])
    with days_ago(start["days_ago"] - ENTERED_AFTER):
        actions.change_indicator(
            indicator=indicator,
            by=by,
            language=row["language"],
            what=row["what"],
            kind=row.get("kind", Indicator.Kind.QUANTITATIVE),
            unit=row.get("unit", ""),
            direction=row["direction"],
            baseline_value=Decimal(start["value"]),
            baseline_on=baseline_on,
            baseline_source=start["source"],
            target_value=Decimal(row["target"]),
            **scale,
        )
    for value in row["values"]:
        play_value(indicator, value, by)


def play_value(indicator: Indicator, row: dict[str, Any], by: User) -> None:
    figures: dict[str, Any] = {
        name: Decimal(row[name]) for name in ("value", *GROUPS) if row.get(name)
    }
    measured_on = clock.today() - timedelta(days=row["days_ago"])
    with days_ago(row["days_ago"] - ENTERED_AFTER):
        actions.add_measurement(
            indicator=indicator,
            by=by,
            measured_on=measured_on,
            source=row["source"],
            note=row.get("note", ""),
            **figures,
        )


@contextmanager
def days_ago(days: int) -> Iterator[None]:
    with clock.at(clock.now() - timedelta(days=days)):
        yield
