"""Lessons taken over: what came of them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from partnerships import actions, policies
from partnerships.forms.lesson import AdoptionForm
from partnerships.models import Adoption
from stedenband.http import MemberRequest, permit
from stedenband.once import deed


@deed
def adoption_report(request: MemberRequest, pk: int) -> HttpResponse:
    visible = Adoption.objects.visible_to(request.user).with_names()
    adoption = get_object_or_404(visible, pk=pk)
    permit(policies.may_report_adoption(request.user, adoption))
    form = AdoptionForm(request.POST or None, adoption=adoption)
    if form.perform(actions.report_adoption, adoption=adoption, by=request.user):
        messages.success(request, _("What came of it stands beside the lesson now."))
        return redirect(adoption)
    context = {"form": form, "adoption": adoption, "lesson": adoption.lesson}
    return render(request, "partnerships/adoption_report.html", context, status=form.status)
