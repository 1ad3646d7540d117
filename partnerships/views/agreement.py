"""Agreements of a twinning: their line with its gaps, and each entered and put right."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partnerships import actions, policies
from partnerships.continuity import line_of, standing_of
from partnerships.forms.agreement import AgreementForm
from partnerships.forms.past import PastForm
from partnerships.models import Agreement, Document, Twinning
from partnerships.past_bonds import agreements_on
from partnerships.views.twinning import visible_twinning
from stedenband import clock
from stedenband.http import MemberRequest, permit
from stedenband.once import deed as carried_out_once


@login_not_required
@require_safe
def agreement_list(request: HttpRequest, slug: str) -> HttpResponse:
    twinning = visible_twinning(request, slug)
    inside = policies.may_see_inside(request.user, twinning)
    visible = Agreement.objects.visible_to(request.user).filter(twinning=twinning)
    past = PastForm(request.GET)
    ordered = visible.with_names().by_date()
    agreements = agreements_on(ordered, past.day) if past.day else list(ordered)
    today = past.day or clock.today()
    context = {
        "twinning": twinning,
        "past": past,
        "line": line_of(agreements, today),
        "standing": standing_of(agreements, today) if inside else None,
        "inside": inside,
        "readable": papers_of(twinning, request.user),
        "may_write": not past.day and policies.may_write_agreement(request.user, twinning),
    }
    return render(request, "partnerships/agreement_list.html", context)


def papers_of(twinning: Twinning, user: Any) -> set[int]:
    """The documents with agreements that this reader may open."""
    visible = Document.objects.visible_to(user).filter(agreements__twinning=twinning)
    return set(visible.values_list("pk", flat=True))


@carried_out_once
def agreement_add(request: MemberRequest, slug: str) -> HttpResponse:
    twinning = visible_twinning(request, slug)
    permit(policies.may_write_agreement(request.user, twinning))
    language = request.user.language
    form = AgreementForm(request.POST or None, twinning=twinning, language=language)
    if form.perform(actions.add_agreement, twinning=twinning, by=request.user):
        messages.success(request, _("The agreement was entered."))
        return redirect("partnerships:agreement-list", twinning.slug)
    context = {"form": form, "twinning": twinning}
    return render(request, "partnerships/agreement_add.html", context, status=form.status)


@carried_out_once
def agreement_change(request: MemberRequest, pk: int) -> HttpResponse:
    visible = Agreement.objects.visible_to(request.user).with_names()
    agreement = get_object_or_404(visible, pk=pk)
    twinning = agreement.twinning
    permit(policies.may_write_agreement(request.user, twinning))
    form = AgreementForm(
        request.POST or None, twinning=twinning, language=agreement.language, agreement=agreement
    )
    if form.perform(actions.change_agreement, agreement=agreement, by=request.user):
        messages.success(request, _("The agreement was saved."))
        return redirect("partnerships:agreement-list", twinning.slug)
    context = {"form": form, "agreement": agreement, "twinning": twinning}
    return render(request, "partnerships/agreement_change.html", context, status=form.status)
