"""A side's deeds as a table of its multi-year plan: looked into, taken over."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from partnerships import actions, policies
from partnerships.forms.plan import PlanConfirmForm, PlanForm
from partnerships.imports.plan import PlanRow, PlanTable, compare
from partnerships.models import Twinning
from partnerships.views.twinning import visible_twinning
from stedenband.http import MemberRequest, permit
from stedenband.once import deed as carried_out_once

SHOWN = 100


@require_http_methods(["GET", "HEAD", "POST"])
def plan_import(request: MemberRequest, slug: str) -> HttpResponse:
    twinning = visible_twinning(request, slug)
    side = twinning.side_of(request.user)
    permit(bool(side) and policies.may_change_deed(request.user, twinning, side))
    form = PlanForm(request.POST or None, request.FILES or None, side=side)
    context = {"form": form, "twinning": twinning, "side": side}
    if form.is_bound and form.is_valid():
        context |= preview(twinning, side, form.cleaned_data["table"])
    return render(request, "partnerships/plan_import.html", context, status=form.status)


@carried_out_once
def plan_confirm(request: MemberRequest, slug: str) -> HttpResponse:
    twinning = visible_twinning(request, slug)
    side = twinning.side_of(request.user)
    permit(bool(side) and policies.may_change_deed(request.user, twinning, side))
    form = PlanConfirmForm(request.POST or None)
    given = {"twinning": twinning, "side": side, "language": request.user.language}
    if form.perform(actions.take_over_plan, by=request.user, **given):
        messages.success(request, _("The table was taken over."))
        return redirect(form.made or twinning)
    context = {"form": form, "twinning": twinning, **preview_again(twinning, side, form.rows)}
    return render(request, "partnerships/plan_confirm.html", context, status=form.status)


def preview(twinning: Twinning, side: str, table: PlanTable) -> dict[str, Any]:
    """What the table would do, and the form to agree to it when nothing is wrong."""
    comparison = compare(twinning, side, table.rows)
    errors = sorted(table.errors + comparison.errors, key=lambda one: one.line)
    may_go_on = comparison.does_something and not errors
    return {
        "comparison": comparison,
        "errors": errors[:SHOWN],
        "number_of_errors": len(errors),
        "unknown": table.unknown,
        "added": comparison.added[:SHOWN],
        "changed": comparison.changed[:SHOWN],
        "confirm_form": PlanConfirmForm.for_rows(table.rows, comparison) if may_go_on else None,
    }


def preview_again(twinning: Twinning, side: str, rows: list[PlanRow]) -> dict[str, Any]:
    return preview(twinning, side, PlanTable(rows)) if rows else {}
