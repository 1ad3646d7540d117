"""Reciprocity: one twinning's, all twinnings', and who works on which goal."""

from collections import defaultdict
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnerships import policies
from partnerships.balance import balances_of
from partnerships.forms.reciprocity import PeriodForm
from partnerships.models import LEAVES, Deed, OwnGoal, Twinning, grants_of, reading_order
from partnerships.views.twinning import visible_twinning
from sdg.models import Goal
from stedenband.http import MemberRequest, permit

PER_PAGE = 20
MATRIX_PER_PAGE = 40


@require_safe
def reciprocity_detail(request: MemberRequest, slug: str) -> HttpResponse:
    twinning = visible_twinning(request, slug)
    permit(policies.may_see_inside(request.user, twinning))
    form = PeriodForm(request.GET)
    [balance] = balances_of([twinning], *form.period())
    order = reading_order(twinning, twinning.side_of(request.user))
    context = {
        "twinning": twinning,
        "form": form,
        "balance": balance,
        "leaves": [(side, balance.of(side)) for side in order],
    }
    return render(request, "partnerships/reciprocity_detail.html", context)


@require_safe
def reciprocity_overview(request: MemberRequest) -> HttpResponse:
    permit(grants_of(request.user).reads_all)
    running = Twinning.objects.visible_to(request.user).with_running_trajectory()
    page = Paginator(running.with_sides().by_name(), PER_PAGE).get_page(request.GET.get("page"))
    form = PeriodForm(request.GET)
    context = {"form": form, "page": page, "balances": balances_of(page, *form.period())}
    return render(request, "partnerships/reciprocity_overview.html", context)


@require_safe
def coverage_matrix(request: MemberRequest) -> HttpResponse:
    permit(grants_of(request.user).reads_all)
    twinnings = Twinning.objects.visible_to(request.user).with_running_trajectory()
    ordered = twinnings.with_sides().by_name()
    page = Paginator(ordered, MATRIX_PER_PAGE).get_page(request.GET.get("page"))
    goals = list(Goal.objects.all())
    context = {"goals": goals, "page": page, "rows": matrix_of(list(page), goals)}
    return render(request, "partnerships/coverage_matrix.html", context)


def matrix_of(twinnings: list[Twinning], goals: list[Goal]) -> list[Any]:
    """For each twinning: per goal the sides with a deed, and whether it has goals of its own."""
    deeds = Deed.objects.filter(twinning__in=twinnings).exclude(state=Deed.State.STOPPED)
    rows = deeds.filter(main_target__isnull=False).order_by()
    sides: dict[tuple[int, int], set[str]] = defaultdict(set)
    for twinning, goal, side in rows.values_list("twinning", "main_target__goal", "side"):
        sides[twinning, goal].add(side)
    own = set(OwnGoal.objects.filter(twinning__in=twinnings).values_list("twinning", flat=True))
    return [
        (
            one,
            [[side for side in LEAVES if side in sides[one.pk, goal.pk]] for goal in goals],
            one.pk in own,
        )
        for one in twinnings
    ]
