"""Measured values: a value is found by its number in the portal, else by indicator and day."""

import re
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.imports.cells import day, load_day, number, text_of, whole_of
from partnerships.imports.table import Column, Importer, Row
from partnerships.imports.voucher import ID, LARGEST_NUMBER, flat
from partnerships.models import Indicator, Measurement, Twinning
from partnerships.models.measurement import GROUPS
from stedenband.spreadsheets import Value
from stedenband.texts import fold

YEAR = re.compile(r"(19|20|21)\d\d(\.0)?")


def day_or_year(value: Value) -> date:
    """A day; a year alone is its last day."""
    text = str(value).strip()
    return date(int(text[:4]), 12, 31) if YEAR.fullmatch(text) else day(value)


class MeasurementImporter(Importer[Row, Measurement]):
    columns = (
        Column("pair", gettext_lazy("Pair"), whole_of(1, 99)),
        Column("side", gettext_lazy("Side"), text_of(150)),
        Column("indicator", gettext_lazy("Number of the indicator"), whole_of(1, LARGEST_NUMBER)),
        Column(
            "measured_on",
            gettext_lazy("Measured on"),
            day_or_year,
            ("jaar", "año", "année", "year"),
            load=load_day,
        ),
        Column("value", gettext_lazy("Measured value"), number, load=Decimal),
        *(Column(name, label, number, load=Decimal) for name, label in GROUPS.items()),
        Column("source", gettext_lazy("Source"), text_of(200)),
        Column("note", gettext_lazy("Note"), text_of(1_000)),
        ID,
    )
    key = ("pair", "side", "id")

    def __init__(self, about: Twinning) -> None:
        super().__init__(about)
        indicators = Indicator.objects.filter(pair__twinning=about).with_names()
        self.indicators = {one.pk: one for one in indicators}
        standing = Measurement.objects.standing().filter(indicator__in=self.indicators)
        self.by_pk = {one.pk: one for one in standing}
        self.by_day = {(one.indicator_id, one.measured_on): one for one in self.by_pk.values()}

    def given(self, row: Row) -> dict[str, object]:
        return super().given(row) | {"indicator": self.indicator(row).pk}

    def standing(self, thing: Measurement, name: str) -> object:
        if name == "indicator":
            return thing.indicator_id
        value = getattr(thing, name)
        return flat(value) if isinstance(value, str) else value

    def find(self, row: Row) -> Measurement | None:
        if "id" in row.cells:
            if row.cells["id"] not in self.by_pk:
                raise ValidationError({"id": _("This is no value of this twinning.")})
            found = self.by_pk[row.cells["id"]]
            if self.indicator(row, found).pk != found.indicator_id:
                message = _("A value stays with its indicator.")
                raise ValidationError({"indicator": message})
            return found
        return self.by_day.get((self.indicator(row).pk, row.cells.get("measured_on", date.min)))

    def indicator(self, row: Row, found: Measurement | None = None) -> Indicator:
        """By its number, else by its pair and side."""
        found = found or self.by_pk.get(row.cells.get("id", 0))
        if "indicator" in row.cells or not found:
            number_given = row.cells.get("indicator")
            one = self.indicators.get(number_given) if number_given else self.of_pair(row)
        else:
            one = self.indicators[found.indicator_id]
        if one is None:
            raise ValidationError({"indicator": _("This is no indicator of this twinning.")})
        return one

    def of_pair(self, row: Row) -> Indicator | None:
        wanted = fold(row.cells.get("side", ""))
        for one in self.indicators.values():
            names = (one.side, one.get_side_display(), one.organisation.name)
            if one.pair.number == row.cells.get("pair") and wanted in map(fold, map(str, names)):
                return one
        return None

    def identity(self, row: Row) -> object:
        return self.indicator(row).pk, row.cells.get("measured_on")

    def check_new(self, row: Row) -> None:
        missing = [name for name in ("measured_on", "value", "source") if name not in row.cells]
        if missing:
            raise ValidationError(dict.fromkeys(missing, _("A new value needs this.")))
