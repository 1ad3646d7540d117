"""Programmes: the list, and the page with all trajectories under each other."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from partnerships import policies
from partnerships.exports.iati import iati_of_programme
from partnerships.forms.past import PastForm
from partnerships.models import Milestone, Programme, Trajectory, reading_order
from partnerships.ribbon import legend_of
from partnerships.views.twinning import drawn

PER_PAGE = 10


@login_not_required
@require_safe
def programme_list(request: HttpRequest) -> HttpResponse:
    visible = Programme.objects.visible_to(request.user).select_related("funder", "lead")
    page = Paginator(visible, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "partnerships/programme_list.html", {"page": page})


@login_not_required
@require_safe
def programme_iati(request: HttpRequest, slug: str) -> HttpResponse:
    """The programme and its twinnings as an IATI file; the same for every reader."""
    public = Programme.objects.public().select_related("funder", "lead")
    programme = get_object_or_404(public, slug=slug)
    return HttpResponse(iati_of_programme(programme), content_type="application/xml")


@login_not_required
@require_safe
def programme_detail(request: HttpRequest, slug: str) -> HttpResponse:
    visible = Programme.objects.visible_to(request.user).select_related("funder", "lead")
    programme = get_object_or_404(visible, slug=slug)
    past = PastForm(request.GET)
    milestones = Milestone.objects.visible_to(request.user)
    trajectories = (
        Trajectory.objects.visible_to(request.user)
        .filter(programme=programme)
        .with_names()
        .order_by("twinning__flemish__name", "pk")
        .prefetch_related(Prefetch("milestones", milestones))
    )
    page = Paginator(trajectories, PER_PAGE).get_page(request.GET.get("page"))
    ribbons, unsaid = drawn(
        page, lambda one: reading_order(one.twinning, one.twinning.side_of(request.user)), past.day
    )
    context = {
        "past": past,
        "unsaid": unsaid,
        "programme": programme,
        "may_see_gathered": policies.may_see_gathered(request.user),
        "supporters": programme.supporters.all(),
        "sources": programme.sources.all(),
        "plan": programme.plan.prefetch_related("targets__goal"),
        "ribbons": ribbons,
        "legend": legend_of(ribbons),
        "page": page,
        "may_export": policies.may_export_programme(request.user),
    }
    return render(request, "partnerships/programme_detail.html", context)
