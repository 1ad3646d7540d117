"""Indicators, and what was measured: one row for each indicator, and one for each value."""

from django.utils.translation import gettext_lazy as _

from partnerships.exports.table import NUMBER, Column, Table, chosen, column, language_name
from partnerships.models import Indicator, Measurement
from partnerships.models.measurement import GROUPS

INDICATORS = Table(
    key="indicators",
    title=_("Indicators"),
    columns=(
        Column(_("Pair"), lambda one: one.pair.number),
        Column(_("Theme"), lambda one: str(one.pair)),
        Column(_("Side"), lambda one: one.organisation.name),
        column(_("What is measured"), "what"),
        Column(_("Language"), lambda one: language_name(one.language)),
        chosen(_("Kind"), "kind"),
        column(_("Unit"), "unit"),
        chosen(_("Direction"), "direction"),
        column(_("Baseline"), "baseline_value"),
        column(_("Date of the baseline"), "baseline_on"),
        column(_("Source of the baseline"), "baseline_source"),
        column(_("Target value"), "target_value"),
        NUMBER,
    ),
    rows=lambda user: (
        Indicator.objects.visible_to(user).written().with_names().order_by("pair__number", "side")
    ),
    of_twinning=lambda rows, twinning: rows.filter(pair__twinning=twinning),
)

MEASUREMENTS = Table(
    key="measurements",
    title=_("Measured values"),
    columns=(
        Column(_("Pair"), lambda one: one.indicator.pair.number),
        Column(_("Side"), lambda one: one.indicator.organisation.name),
        Column(_("What is measured"), lambda one: one.indicator.what),
        Column(_("Unit"), lambda one: one.indicator.unit),
        column(_("Measured on"), "measured_on"),
        column(_("Measured value"), "value"),
        *(column(label, name) for name, label in GROUPS.items()),
        column(_("Source"), "source"),
        column(_("Note"), "note"),
        Column(_("Number of the indicator"), lambda one: one.indicator_id),
        NUMBER,
    ),
    rows=lambda user: (
        Measurement.objects.visible_to(user)
        .with_names()
        .order_by("indicator__pair__number", "indicator__side", "measured_on", "pk")
    ),
    of_twinning=lambda rows, twinning: rows.filter(indicator__pair__twinning=twinning),
)
