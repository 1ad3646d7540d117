"""How a row of a table is written: by the action that writes the same when it is typed."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships import policies
from partnerships.actions.measurement import add_measurement, change_measurement
from partnerships.actions.milestone import add_milestone, change_milestone, replan_milestone
from partnerships.actions.voucher import add_voucher, change_voucher
from partnerships.imports.voucher import label_of
from partnerships.models import (
    Funding,
    Import,
    Indicator,
    Measurement,
    Milestone,
    Replanning,
    Trajectory,
    Voucher,
)
from sdg.models import Target
from stedenband.accounts.models import User

OF_OTHER_SIDE = gettext_lazy("This value is the other side's: that side enters it.")


def write_voucher(
    voucher: Voucher | None, fields: dict[str, Any], imported: Import, by: User
) -> Voucher:
    fields = dict(fields)
    if "funding" in fields:
        rows = Funding.objects.filter(twinning=imported.twinning)
        fields["funding"] = next(one for one in rows if label_of(one) == fields["funding"])
    if voucher:
        return change_voucher(voucher=voucher, by=by, **fields)
    return add_voucher(by=by, **({"language": by.language} | fields))


def write_measurement(
    measurement: Measurement | None, fields: dict[str, Any], imported: Import, by: User
) -> Measurement:
    """Each side writes what it measures itself, also in a table."""
    fields = dict(fields)
    number = fields.pop("indicator", None)
    indicator = measurement.indicator if measurement else Indicator.objects.get(pk=number)
    if not policies.may_write_indicator(by, indicator):
        raise ValidationError(OF_OTHER_SIDE)
    fields = {name: None if one == "" else one for name, one in fields.items()} | {
        name: fields[name] or "" for name in ("source", "note") if name in fields
    }
    if measurement:
        return change_measurement(measurement=measurement, by=by, **fields)
    return add_measurement(indicator=indicator, by=by, **fields)


def write_milestone(
    milestone: Milestone | None, fields: dict[str, Any], imported: Import, by: User
) -> Milestone:
    """Words and targets change; the month moves with its reason."""
    fields = dict(fields)
    place, month, codes, reason, explanation = (
        fields.pop(name, None) for name in ("twinning", "month", "targets", "reason", "explanation")
    )
    targets = Target.objects.filter(code__in=codes or ())
    if milestone is None:
        roads = Trajectory.objects.filter(programme=imported.programme).running().with_names()
        road = next(one for one in roads if str(one.twinning) == place)
        given: dict[str, Any] = {"month": month, "targets": targets}
        return add_milestone(trajectory=road, by=by, **given, **fields)
    if month is not None and month != milestone.month:
        why: dict[str, Any] = {"reason": reason or Replanning.Reason.OTHER}
        why["explanation"] = explanation or ("" if reason else _("An import was undone."))
        milestone = replan_milestone(milestone=milestone, by=by, month=month, **why)
    if fields or codes is not None:
        kept = milestone.targets.all() if codes is None else targets
        milestone = change_milestone(milestone=milestone, by=by, targets=list(kept), **fields)
    return milestone
