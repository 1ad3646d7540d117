"""Invitations: somebody who has no account yet gets one, and a letter."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from partnerships import actions, policies
from partnerships.forms.invitation import InvitationForm, RepeatForm
from partnerships.models import Organisation
from stedenband.accounts.actions import repeat_invitation
from stedenband.accounts.models import Invitation
from stedenband.http import MemberRequest, permit
from stedenband.once import deed


@deed
def invitation_send(request: MemberRequest, slug: str) -> HttpResponse:
    organisation = get_object_or_404(Organisation, slug=slug)
    permit(policies.may_send_invitation(request.user))
    form = InvitationForm(request.POST or None, organisation=organisation)
    if form.perform(actions.send_invitation, organisation=organisation, by=request.user):
        messages.success(request, _("The invitation is on its way."))
        return redirect("partnerships:membership-list")
    context = {"form": form, "organisation": organisation}
    return render(request, "partnerships/invitation_send.html", context, status=form.status)


@deed
def invitation_repeat(request: MemberRequest, pk: int) -> HttpResponse:
    permit(policies.may_send_invitation(request.user))
    waiting = Invitation.objects.open().select_related("user")
    invitation = get_object_or_404(waiting, pk=pk)
    form = RepeatForm(request.POST or None)
    if form.perform(repeat_invitation, invitation=invitation, by=request.user):
        messages.success(
            request, _("The invitation is on its way; the earlier link works no more.")
        )
        return redirect("partnerships:membership-list")
    context = {"form": form, "invitation": invitation}
    return render(request, "partnerships/invitation_repeat.html", context, status=form.status)
