"""Self-assessments: the list of a twinning, one opened, one read, one answered."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partnerships import actions, policies
from partnerships.differences import outlooks_of, starters_of
from partnerships.forms.assessment import AnswerForm, OpenForm
from partnerships.models import (
    AnswerSheet,
    Assessment,
    Side,
    Trajectory,
    Twinning,
    reading_order,
)
from partnerships.views.twinning import visible_twinning
from stedenband.http import MemberRequest, permit
from stedenband.once import deed

PER_PAGE = 24


@require_safe
def assessment_list(request: MemberRequest, slug: str) -> HttpResponse:
    twinning = visible_twinning(request, slug)
    permit(policies.may_see_inside(request.user, twinning))
    visible = Assessment.objects.visible_to(request.user).of_twinning(twinning)
    page = Paginator(visible.with_names(), PER_PAGE).get_page(request.GET.get("page"))
    may_open = policies.may_open_assessment(request.user, twinning)
    context = {
        "twinning": twinning,
        "page": page,
        "may_open": may_open and running(request, twinning).exists(),
    }
    return render(request, "partnerships/assessment_list.html", context)


@deed
def assessment_open(request: MemberRequest, slug: str) -> HttpResponse:
    twinning = visible_twinning(request, slug)
    permit(policies.may_open_assessment(request.user, twinning))
    form = OpenForm(request.POST or None, trajectories=running(request, twinning))
    if form.perform(actions.open_assessment, by=request.user):
        messages.success(request, _("The self-assessment is open for both sides."))
        return redirect("partnerships:assessment-list", twinning.slug)
    context = {"form": form, "twinning": twinning}
    return render(request, "partnerships/assessment_open.html", context, status=form.status)


@require_safe
def assessment_detail(request: MemberRequest, pk: int) -> HttpResponse:
    assessment = visible_assessment(request, pk)
    twinning = assessment.twinning
    own = twinning.side_of(request.user)
    order = reading_order(twinning, own)
    visible = AnswerSheet.objects.visible_to(request.user).filter(assessment=assessment)
    sheets = {sheet.side: sheet for sheet in visible.with_answers()}
    outlooks = []
    if assessment.is_answered:
        outlooks = outlooks_of(twinning, [*sheets.values()], order, is_ours=bool(own))
    context = {
        "assessment": assessment,
        "leaves": leaves_of(request, assessment, order, sheets),
        "outlooks": outlooks,
        "starters": starters_of(outlooks),
    }
    return render(request, "partnerships/assessment_detail.html", context)


def leaves_of(
    request: MemberRequest, assessment: Assessment, order: Any, sheets: dict[str, AnswerSheet]
) -> list[dict[str, Any]]:
    """Both sides in reading order: whether it answered, and as much of it as the reader sees."""
    twinning = assessment.twinning
    writes_for = policies.side_written_for(request.user, twinning)
    return [
        {
            "side": side,
            "name": twinning.name_of(side),
            "is_own": side == twinning.side_of(request.user),
            "has_answered": side in assessment.answered_by,
            "sheet": sheets.get(side),
            "may_answer": side == writes_for and assessment.trajectory.is_running,
        }
        for side in order
    ]


@deed
def assessment_answer(request: MemberRequest, pk: int) -> HttpResponse:
    assessment = visible_assessment(request, pk)
    permit(policies.may_answer_assessment(request.user, assessment))
    side = policies.side_written_for(request.user, assessment.twinning)
    sheet = own_sheet(request, assessment, side)
    form = AnswerForm(request.POST or None, sheet=sheet, language=request.user.language)
    given = {"assessment": assessment, "side": side, "by": request.user}
    if form.perform(actions.answer_assessment, **given):
        messages.success(request, what_was_done(form))
        return redirect(assessment)
    if request.method == "GET" and sheet and sheet.is_sealed:
        messages.info(request, _("Your answers were handed in already: they are sealed."))
        return redirect(assessment)
    name = assessment.twinning.name_of(side or "")
    context = {"form": form, "assessment": assessment, "side": side, "name": name}
    return render(request, "partnerships/assessment_answer.html", context, status=form.status)


def what_was_done(form: AnswerForm) -> str:
    if form.cleaned_data["hand_in"]:
        return _("Your answers were handed in and are sealed.")
    return _("Your draft was saved.")


def own_sheet(
    request: MemberRequest, assessment: Assessment, side: Side | None
) -> AnswerSheet | None:
    """What a side has written so far, if anything."""
    visible = AnswerSheet.objects.visible_to(request.user).with_answers()
    return visible.filter(assessment=assessment, side=side).first()


def visible_assessment(request: MemberRequest, pk: int) -> Assessment:
    visible = Assessment.objects.visible_to(request.user).with_names()
    return get_object_or_404(visible, pk=pk)


def running(request: MemberRequest, twinning: Twinning) -> Any:
    """The trajectories in which something can be opened."""
    visible = Trajectory.objects.visible_to(request.user).running()
    return visible.filter(twinning=twinning).select_related("programme")
