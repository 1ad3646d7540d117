"""A side's own page: edited, published, taken offline; and a side reminded by a coordinator."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from partnerships import actions, policies
from partnerships.forms.page import ConfirmedForm, PageTextForm, RemindForm
from partnerships.models import Page
from stedenband.http import MemberRequest, permit
from stedenband.once import deed


@deed
def page_edit(request: MemberRequest, pk: int) -> HttpResponse:
    page = visible_page(request, pk)
    permit(policies.may_edit_page(request.user, page))
    form = PageTextForm(request.POST or None, page=page)
    if form.perform(actions.change_page, page=page, by=request.user):
        messages.success(request, _("Your page was saved."))
        return redirect(page)
    context = {"form": form, "page": page}
    return render(request, "partnerships/page_edit.html", context, status=form.status)


@deed
def page_publish(request: MemberRequest, pk: int) -> HttpResponse:
    page = visible_page(request, pk)
    permit(policies.may_edit_page(request.user, page))
    form = ConfirmedForm(request.POST or None)
    if form.perform(actions.publish_page, page=page, by=request.user):
        messages.success(
            request, _("Your page is public now. You can take it offline at any time.")
        )
        return redirect(page)
    context = {"form": form, "page": page}
    return render(request, "partnerships/page_publish.html", context, status=form.status)


@deed
def page_withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    page = visible_page(request, pk)
    permit(policies.may_edit_page(request.user, page))
    form = ConfirmedForm(request.POST or None)
    if form.perform(actions.withdraw_page, page=page, by=request.user):
        messages.success(request, _("Your page and your milestones are no longer public."))
        return redirect(page)
    context = {"form": form, "page": page}
    return render(request, "partnerships/page_withdraw.html", context, status=form.status)


@deed
def page_remind(request: MemberRequest, pk: int) -> HttpResponse:
    page = visible_page(request, pk)
    permit(policies.may_remind_side(request.user))
    form = RemindForm(request.POST or None)
    if form.perform(actions.remind_side, page=page, by=request.user):
        messages.success(request, _("The reminder is on its way, in the language of each reader."))
        return redirect("partnerships:work")
    context = {"form": form, "page": page}
    return render(request, "partnerships/page_remind.html", context, status=form.status)


def visible_page(request: MemberRequest, pk: int) -> Page:
    return get_object_or_404(Page.objects.visible_to(request.user).with_twinning(), pk=pk)
