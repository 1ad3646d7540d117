"""Mandates: the terms of a post, entered, changed and removed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from partnerships import actions, policies
from partnerships.forms.mandate import MandateForm
from partnerships.forms.session import SeenForm
from partnerships.models import Mandate
from partnerships.views.post import visible_post
from stedenband.http import MemberRequest, permit
from stedenband.once import deed


@deed
def mandate_add(request: MemberRequest, pk: int) -> HttpResponse:
    post = visible_post(request, pk)
    permit(policies.may_add_mandate(request.user, post))
    form = MandateForm(request.POST or None, language=request.user.language)
    if form.perform(actions.add_mandate, post=post, by=request.user):
        messages.success(request, _("The term was saved."))
        return redirect(post)
    context = {"form": form, "post": post}
    return render(request, "partnerships/mandate_add.html", context, status=form.status)


@deed
def mandate_change(request: MemberRequest, pk: int) -> HttpResponse:
    mandate = changeable_mandate(request, pk)
    form = MandateForm(request.POST or None, mandate=mandate)
    if form.perform(actions.change_mandate, mandate=mandate, by=request.user):
        messages.success(request, _("The term was saved."))
        return redirect(mandate)
    context = {"form": form, "mandate": mandate, "post": mandate.post}
    return render(request, "partnerships/mandate_change.html", context, status=form.status)


@deed
def mandate_remove(request: MemberRequest, pk: int) -> HttpResponse:
    mandate = changeable_mandate(request, pk)
    form = SeenForm(request.POST or None, version=mandate.version)
    if form.perform(actions.remove_mandate, mandate=mandate, by=request.user):
        messages.success(request, _("The term was removed; the history keeps it."))
        return redirect(mandate.post)
    context = {"form": form, "mandate": mandate, "post": mandate.post}
    return render(request, "partnerships/mandate_remove.html", context, status=form.status)


def changeable_mandate(request: MemberRequest, pk: int) -> Mandate:
    visible = Mandate.objects.visible_to(request.user).with_names()
    mandate = get_object_or_404(visible, pk=pk)
    permit(policies.may_change_mandate(request.user, mandate))
    return mandate
