"""Reciprocity: one twinning's, all twinnings', and who works on which goal."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnerships import policies
from partnerships.balance import balances_of
from partnerships.forms.past import PastForm
from partnerships.forms.reciprocity import PeriodForm
from partnerships.models import LEAVES, OwnGoal, Twinning, grants_of, reading_order
from partnerships.models.twinning import TwinningQuerySet
from partnerships.past import sides_by_goal, under_way
from partnerships.views.twinning import visible_twinning
from sdg.models import Goal
from stedenband.http import MemberRequest, permit

PER_PAGE = 20
MATRIX_PER_PAGE = 40


@require_safe
def reciprocity_detail(request: MemberRequest, slug: str) -> HttpResponse:
    twinning = visible_twinning(request, slug)
    permit(policies.may_see_inside(request.user, twinning))
    past = PastForm(request.GET)
    form = PeriodForm(request.GET, past.day)
    [balance] = balances_of([twinning], *form.period(), past.day)
    order = reading_order(twinning, twinning.side_of(request.user))
    context = {
        "past": past,
        "twinning": twinning,
        "form": form,
        "period": form.period(),
        "balance": balance,
        "leaves": [(side, balance.of(side)) for side in order],
    }
    return render(request, "partnerships/reciprocity_detail.html", context)


@require_safe
def reciprocity_overview(request: MemberRequest) -> HttpResponse:
    permit(grants_of(request.user).reads_all)
    past = PastForm(request.GET)
    running = running_on(request, past.day)
    page = Paginator(running.with_sides().by_name(), PER_PAGE).get_page(request.GET.get("page"))
    form = PeriodForm(request.GET, past.day)
    balances = balances_of(page, *form.period(), past.day)
    context = {
        "past": past,
        "form": form,
        "period": form.period(),
        "page": page,
        "balances": balances,
        "unsaid": sum(one.unsaid for one in balances),
    }
    return render(request, "partnerships/reciprocity_overview.html", context)


@require_safe
def coverage_matrix(request: MemberRequest) -> HttpResponse:
    permit(grants_of(request.user).reads_all)
    past = PastForm(request.GET)
    ordered = running_on(request, past.day).with_sides().by_name()
    page = Paginator(ordered, MATRIX_PER_PAGE).get_page(request.GET.get("page"))
    goals = list(Goal.objects.all())
    rows, unsaid = matrix_of(list(page), goals, past.day)
    context = {"past": past, "goals": goals, "page": page, "rows": rows, "unsaid": unsaid}
    return render(request, "partnerships/coverage_matrix.html", context)


def running_on(request: MemberRequest, day: date | None) -> TwinningQuerySet:
    """The twinnings that a reader sees on their way, today or on a day gone by."""
    visible = Twinning.objects.visible_to(request.user).with_running_trajectory()
    return under_way(visible, day) if day else visible


def matrix_of(
    twinnings: list[Twinning], goals: list[Goal], day: date | None
) -> tuple[list[Any], int]:
    """For each twinning: per goal the sides with a deed, and whether it has goals of its own.

    With the number of deeds of which the record does not say how they stood on a day gone by.
    """
    sides, unsaid = sides_by_goal([one.pk for one in twinnings], day)
    own = set(OwnGoal.objects.filter(twinning__in=twinnings).values_list("twinning", flat=True))
    rows = [
        (
            one,
            [[side for side in LEAVES if side in sides[one.pk, goal.pk]] for goal in goals],
            one.pk in own,
        )
        for one in twinnings
    ]
    return rows, unsaid.total()
