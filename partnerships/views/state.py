"""A twinning is said to be active, dormant or ended."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from partnerships import actions, policies
from partnerships.forms.state import StateForm
from partnerships.models import TwinningState
from partnerships.views.twinning import visible_twinning
from stedenband.http import MemberRequest, permit
from stedenband.once import deed


@deed
def state_change(request: MemberRequest, slug: str) -> HttpResponse:
    twinning = visible_twinning(request, slug)
    permit(policies.may_change_state(request.user, twinning))
    form = StateForm(request.POST or None, twinning=twinning, language=request.user.language)
    if form.perform(actions.change_state, twinning=twinning, by=request.user):
        messages.success(request, _("The state was saved; both sides get mail."))
        return redirect(twinning)
    earlier = TwinningState.objects.visible_to(request.user).filter(twinning=twinning)
    context = {"form": form, "twinning": twinning, "earlier": earlier.newest_first()}
    return render(request, "partnerships/state_change.html", context, status=form.status)
