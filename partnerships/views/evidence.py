"""Evidence: handed out to whoever may read its report, and removed before it is handed in."""

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partnerships import actions, policies
from partnerships.forms.page import ConfirmedForm
from partnerships.forms.progress import EvidenceForm
from partnerships.models import Evidence
from partnerships.views.milestone import visible_milestone
from stedenband.http import MemberRequest, hand_out, permit
from stedenband.once import deed

OTHERS = ("deed", "measurement__indicator__pair")


@require_safe
def evidence_download(request: MemberRequest, pk: int) -> FileResponse:
    evidence = get_object_or_404(Evidence.objects.visible_to(request.user), pk=pk)
    return hand_out(
        evidence.file,
        name=evidence.name,
        content_type=evidence.content_type,
        as_attachment=not evidence.is_image,
    )


@deed
def evidence_add(request: MemberRequest, pk: int) -> HttpResponse:
    """Files for one's own report on a milestone: those that did not arrive with its text."""
    milestone = visible_milestone(request, pk)
    reporter = policies.reporter_for(request.user, milestone)
    permit(reporter is not None)
    report = get_object_or_404(milestone.reports, reporter=reporter)
    permit(policies.may_add_evidence(request.user, report))
    form = EvidenceForm(request.POST or None, request.FILES or None)
    if form.perform(actions.add_evidence, report=report, by=request.user):
        messages.success(request, _("The evidence was added to your report."))
        return redirect(milestone)
    context = {"milestone": milestone, "report": report, "form": form}
    return render(request, "partnerships/evidence_add.html", context, status=form.status)


@deed
def evidence_remove(request: MemberRequest, pk: int) -> HttpResponse:
    evidence = get_object_or_404(
        Evidence.objects.visible_to(request.user).select_related("report__milestone", *OTHERS),
        pk=pk,
    )
    permit(policies.may_remove_evidence(request.user, evidence))
    form = ConfirmedForm(request.POST or None)
    milestone = evidence.report.milestone if evidence.report else None
    measurement = evidence.measurement
    about = evidence.deed or milestone or (measurement and measurement.indicator.pair)
    if form.perform(actions.remove_evidence, evidence=evidence, by=request.user):
        messages.success(request, _("The file or link was removed."))
        if milestone:
            return redirect("partnerships:progress-write", milestone.pk)
        return redirect(about or "partnerships:work")
    context = {"evidence": evidence, "about": about, "form": form}
    return render(request, "partnerships/evidence_remove.html", context, status=form.status)
