"""Fundings of a twinning, what they cover, and what is needed longer than it is covered."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partnerships import actions, policies
from partnerships.continuity import alarms_of
from partnerships.forms.funding import FundingForm
from partnerships.forms.past import PastForm
from partnerships.models import Cover, Funding
from partnerships.past import end_of
from partnerships.views.twinning import visible_twinning
from stedenband.http import MemberRequest, permit
from stedenband.once import deed as carried_out_once

PER_PAGE = 20


@require_safe
def funding_list(request: MemberRequest, slug: str) -> HttpResponse:
    twinning = visible_twinning(request, slug)
    permit(policies.may_see_inside(request.user, twinning))
    past = PastForm(request.GET)
    fundings = Funding.objects.visible_to(request.user).filter(twinning=twinning).with_names()
    covers = Cover.objects.with_names()
    if past.day:
        fundings = fundings.known_by(past.day, end_of(past.day))
        covers = covers.known_by(past.day, end_of(past.day))
    context = {
        "past": past,
        "twinning": twinning,
        "page": Paginator(fundings.prefetch_related(Prefetch("covers", covers)), PER_PAGE).get_page(
            request.GET.get("page")
        ),
        "alarms": alarms_of([twinning.pk], past.day),
        "may_write": not past.day and policies.may_write_funding(request.user, twinning),
    }
    return render(request, "partnerships/funding_list.html", context)


@carried_out_once
def funding_add(request: MemberRequest, slug: str) -> HttpResponse:
    twinning = visible_twinning(request, slug)
    permit(policies.may_write_funding(request.user, twinning))
    form = FundingForm(request.POST or None, twinning=twinning)
    if form.perform(actions.add_funding, twinning=twinning, by=request.user):
        messages.success(request, _("The funding was entered."))
        return redirect("partnerships:funding-list", twinning.slug)
    context = {"form": form, "twinning": twinning}
    return render(request, "partnerships/funding_add.html", context, status=form.status)


@carried_out_once
def funding_change(request: MemberRequest, pk: int) -> HttpResponse:
    funding = writable_funding(request, pk)
    form = FundingForm(request.POST or None, twinning=funding.twinning, funding=funding)
    if form.perform(actions.change_funding, funding=funding, by=request.user):
        messages.success(request, _("The funding was saved."))
        return redirect("partnerships:funding-list", funding.twinning.slug)
    context = {"form": form, "funding": funding, "twinning": funding.twinning}
    return render(request, "partnerships/funding_change.html", context, status=form.status)


def writable_funding(request: MemberRequest, pk: int) -> Funding:
    visible = Funding.objects.visible_to(request.user).with_names()
    funding = get_object_or_404(visible, pk=pk)
    permit(policies.may_write_funding(request.user, funding.twinning))
    return funding
