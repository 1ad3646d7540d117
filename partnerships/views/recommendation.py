"""Recommendations of a review: listed with what each side answered, written, answered."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partnerships import actions, policies
from partnerships.forms.recommendation import RecommendationForm, ResponseForm
from partnerships.models import Recommendation
from partnerships.views.twinning import visible_twinning
from stedenband.http import MemberRequest, permit
from stedenband.once import deed

PER_PAGE = 24


@require_safe
def recommendation_list(request: MemberRequest, slug: str) -> HttpResponse:
    twinning = visible_twinning(request, slug)
    permit(policies.may_see_inside(request.user, twinning))
    visible = Recommendation.objects.visible_to(request.user).filter(twinning=twinning)
    page = Paginator(visible.with_names(), PER_PAGE).get_page(request.GET.get("page"))
    answerable = [one for one in page if policies.may_answer_recommendation(request.user, one)]
    context = {
        "twinning": twinning,
        "page": page,
        "answerable": {one.pk for one in answerable},
        "may_write": policies.may_write_recommendation(request.user, twinning),
    }
    return render(request, "partnerships/recommendation_list.html", context)


@deed
def recommendation_add(request: MemberRequest, slug: str) -> HttpResponse:
    twinning = visible_twinning(request, slug)
    permit(policies.may_write_recommendation(request.user, twinning))
    about: Any = {"twinning": twinning, "user": request.user, "language": request.user.language}
    form = RecommendationForm(request.POST or None, **about)
    if form.perform(actions.add_recommendation, twinning=twinning, by=request.user):
        messages.success(request, _("The recommendation was saved: each side can answer it."))
        return redirect("partnerships:recommendation-list", twinning.slug)
    context = {"form": form, "twinning": twinning}
    return render(request, "partnerships/recommendation_add.html", context, status=form.status)


@deed
def recommendation_change(request: MemberRequest, pk: int) -> HttpResponse:
    row = visible_recommendation(request, pk)
    permit(policies.may_write_recommendation(request.user, row.twinning))
    about: Any = {"twinning": row.twinning, "user": request.user, "language": row.language}
    form = RecommendationForm(request.POST or None, recommendation=row, **about)
    if form.perform(actions.change_recommendation, recommendation=row, by=request.user):
        messages.success(request, _("The recommendation was saved."))
        return redirect("partnerships:recommendation-list", row.twinning.slug)
    context = {"form": form, "recommendation": row, "twinning": row.twinning}
    return render(request, "partnerships/recommendation_change.html", context, status=form.status)


@deed
def recommendation_answer(request: MemberRequest, pk: int) -> HttpResponse:
    row = visible_recommendation(request, pk)
    permit(policies.may_answer_recommendation(request.user, row))
    side = policies.side_written_for(request.user, row.twinning)
    given = next((answer for own, _name, answer in row.answers if own == side), None)
    form = ResponseForm(request.POST or None, language=request.user.language, response=given)
    about = {"recommendation": row, "side": side, "by": request.user}
    if form.perform(actions.answer_recommendation, **about):
        messages.success(request, _("The answer of your side was saved."))
        return redirect("partnerships:recommendation-list", row.twinning.slug)
    context = {"form": form, "recommendation": row, "twinning": row.twinning}
    return render(request, "partnerships/recommendation_answer.html", context, status=form.status)


def visible_recommendation(request: MemberRequest, pk: int) -> Recommendation:
    visible = Recommendation.objects.visible_to(request.user).with_names()
    return get_object_or_404(visible, pk=pk)
