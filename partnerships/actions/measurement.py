"""Measured values: entered, changed and withdrawn by the side that measures."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction

from partnerships.actions.event import record
from partnerships.actions.evidence import keep_evidence
from partnerships.models import Indicator, Measurement, Verb
from stedenband import clock
from stedenband.accounts.models import User
from stedenband.files import CheckedFile
from stedenband.versions import locked, locked_at


@transaction.atomic
def add_measurement(
    *,
    indicator: Indicator,
    by: User,
    uploads: Sequence[CheckedFile] = (),
    link: str = "",
    **figures: Any,
) -> Measurement:
    """A side enters what it measured on a day; without a value: that it was not measured."""
    indicator = locked(indicator)
    indicator.refuse_unless_written()
    measurement = Measurement(indicator=indicator, by=by, **figures)
    measurement.full_clean()
    measurement.save()
    about = {"pair": indicator.pair, "new": plain(measurement.value)}
    record(Verb.MEASUREMENT_ADDED, by=by, twinning=indicator.twinning, **about)
    keep_evidence(measurement, by=by, uploads=uploads, link=link)
    return measurement


@transaction.atomic
def change_measurement(
    *,
    measurement: Measurement,
    by: User,
    version: int | None = None,
    uploads: Sequence[CheckedFile] = (),
    link: str = "",
    **figures: Any,
) -> Measurement:
    """A side puts a value right; what it was stays in the history."""
    measurement = locked_at(measurement, version)
    measurement.refuse_if_withdrawn()
    old = measurement.value
    for name, value in figures.items():
        setattr(measurement, name, value)
    measurement.version += 1
    measurement.full_clean()
    measurement.save()
    about = {"pair": measurement.indicator.pair, "old": plain(old), "new": plain(measurement.value)}
    record(Verb.MEASUREMENT_CHANGED, by=by, twinning=measurement.twinning, **about)
    keep_evidence(measurement, by=by, uploads=uploads, link=link)
    return measurement


@transaction.atomic
def withdraw_measurement(*, measurement: Measurement, by: User) -> Measurement:
    """A side takes a value back: it counts no more, and its row is kept."""
    measurement = locked(measurement)
    measurement.refuse_if_withdrawn()
    measurement.withdrawn_at = clock.now()
    measurement.version += 1
    measurement.save()
    about = {"pair": measurement.indicator.pair, "old": plain(measurement.value)}
    record(Verb.MEASUREMENT_WITHDRAWN, by=by, twinning=measurement.twinning, **about)
    return measurement


def plain(value: Decimal | None) -> str:
    """A value as history keeps it: with a point; the page writes it in the reader's language."""
    return "" if value is None else f"{value:f}"
