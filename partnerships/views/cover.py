"""What a funding covers: entered, changed or ended, and removed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from partnerships import actions, policies
from partnerships.forms.cover import CoverForm
from partnerships.forms.session import SeenForm
from partnerships.models import Cover
from partnerships.views.funding import writable_funding
from stedenband.http import MemberRequest, permit
from stedenband.once import deed as carried_out_once


@carried_out_once
def cover_add(request: MemberRequest, pk: int) -> HttpResponse:
    funding = writable_funding(request, pk)
    form = CoverForm(request.POST or None, funding=funding)
    if form.perform(actions.add_cover, funding=funding, by=request.user):
        messages.success(request, _("What it covers was entered."))
        return redirect("partnerships:funding-list", funding.twinning.slug)
    context = {"form": form, "funding": funding, "twinning": funding.twinning}
    return render(request, "partnerships/cover_add.html", context, status=form.status)


@carried_out_once
def cover_change(request: MemberRequest, pk: int) -> HttpResponse:
    cover = writable_cover(request, pk)
    form = CoverForm(request.POST or None, funding=cover.funding, cover=cover)
    if form.perform(actions.change_cover, cover=cover, by=request.user):
        messages.success(request, _("What it covers was saved."))
        return redirect("partnerships:funding-list", cover.funding.twinning.slug)
    context = {"form": form, "cover": cover, "twinning": cover.funding.twinning}
    return render(request, "partnerships/cover_change.html", context, status=form.status)


@carried_out_once
def cover_remove(request: MemberRequest, pk: int) -> HttpResponse:
    cover = writable_cover(request, pk)
    form = SeenForm(request.POST or None, version=cover.version)
    if form.perform(actions.remove_cover, cover=cover, by=request.user):
        messages.success(request, _("The cover was removed."))
        return redirect("partnerships:funding-list", cover.funding.twinning.slug)
    context = {"form": form, "cover": cover, "twinning": cover.funding.twinning}
    return render(request, "partnerships/cover_remove.html", context, status=form.status)


def writable_cover(request: MemberRequest, pk: int) -> Cover:
    cover = get_object_or_404(Cover.objects.visible_to(request.user).with_names(), pk=pk)
    permit(policies.may_write_funding(request.user, cover.funding.twinning))
    return cover
