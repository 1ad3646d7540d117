"""Measured values: entered, changed and withdrawn by the side that measures."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from partnerships import actions, policies
from partnerships.forms.indicator import MeasurementForm
from partnerships.forms.page import ConfirmedForm
from partnerships.models import Evidence, Measurement
from partnerships.views.indicator import own_indicator
from stedenband.http import MemberRequest, permit
from stedenband.once import deed


@deed
def measurement_add(request: MemberRequest, pk: int) -> HttpResponse:
    indicator = own_indicator(request, pk)
    form = MeasurementForm(request.POST or None, request.FILES or None, indicator=indicator)
    if form.perform(actions.add_measurement, indicator=indicator, by=request.user):
        messages.success(request, _("The value was saved."))
        return redirect(indicator)
    context = {"form": form, "indicator": indicator}
    return render(request, "partnerships/measurement_add.html", context, status=form.status)


@deed
def measurement_change(request: MemberRequest, pk: int) -> HttpResponse:
    measurement = visible_measurement(request, pk)
    permit(policies.may_write_indicator(request.user, measurement.indicator))
    given: dict[str, Any] = {"indicator": measurement.indicator, "measurement": measurement}
    form = MeasurementForm(request.POST or None, request.FILES or None, **given)
    if form.perform(actions.change_measurement, measurement=measurement, by=request.user):
        messages.success(request, _("The value was saved."))
        return redirect(measurement)
    evidence = Evidence.objects.visible_to(request.user).filter(measurement=measurement)
    context = {"form": form, "evidence": evidence, **given}
    return render(request, "partnerships/measurement_change.html", context, status=form.status)


@deed
def measurement_withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    measurement = visible_measurement(request, pk)
    permit(policies.may_write_indicator(request.user, measurement.indicator))
    form = ConfirmedForm(request.POST or None)
    if form.perform(actions.withdraw_measurement, measurement=measurement, by=request.user):
        messages.success(request, _("The value was withdrawn; the history keeps that it stood."))
        return redirect(measurement)
    context = {"form": form, "measurement": measurement, "indicator": measurement.indicator}
    return render(request, "partnerships/measurement_withdraw.html", context, status=form.status)


def visible_measurement(request: MemberRequest, pk: int) -> Measurement:
    return get_object_or_404(Measurement.objects.visible_to(request.user).with_names(), pk=pk)
