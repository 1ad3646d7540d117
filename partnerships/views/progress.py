"""Reports: written, read with their rounds, reviewed, confirmed, published."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partnerships import actions, policies
from partnerships.forms.page import ConfirmedForm
from partnerships.forms.progress import ConfirmForm, ProgressForm, ReviewForm
from partnerships.models import Evidence, ProgressReport, Submission
from partnerships.views.milestone import visible_milestone
from stedenband.changes import word_changes
from stedenband.http import MemberRequest, permit
from stedenband.once import deed


@deed
def progress_write(request: MemberRequest, pk: int) -> HttpResponse:
    milestone = visible_milestone(request, pk)
    permit(policies.may_write_progress(request.user, milestone))
    reporter = policies.reporter_for(request.user, milestone)
    report = ProgressReport.objects.filter(milestone=milestone, reporter=reporter).first()
    form = ProgressForm(
        request.POST or None,
        request.FILES or None,
        report=report,
        language=request.user.language,
        other_language=milestone.twinning.language_across(reporter),
    )
    given = {"milestone": milestone, "reporter": reporter, "by": request.user}
    if form.perform(actions.write_progress, **given):
        say = (
            _("Your report was handed in.")
            if form.cleaned_data["hand_in"]
            else _("Your draft was saved.")
        )
        messages.success(request, say)
        return redirect(milestone)
    if request.method == "GET" and not can_write(milestone, report):
        closed = _("This milestone is closed: nothing more is reported on it.")
        sent = _("This report was handed in already and waits for an answer.")
        messages.info(request, sent if milestone.is_open else closed)
        return redirect(milestone)
    context = write_context(request, milestone, report, form)
    return render(request, "partnerships/progress_write.html", context, status=form.status)


def can_write(milestone: Any, report: ProgressReport | None) -> bool:
    return bool(report.is_writable if report else milestone.is_open)


def write_context(
    request: MemberRequest, milestone: Any, report: ProgressReport | None, form: ProgressForm
) -> dict[str, Any]:
    others = ProgressReport.objects.visible_to(request.user).filter(milestone=milestone)
    returned = report.latest if report and report.is_returned else None
    return {
        "form": form,
        "milestone": milestone,
        "report": report,
        "returned": returned,
        "side": policies.reporter_for(request.user, milestone),
        "evidence": report.evidence.all() if report else [],
        "others": others.exclude(pk=report.pk if report else 0),
    }


@require_safe
def progress_detail(request: MemberRequest, pk: int) -> HttpResponse:
    report = visible_report(request, pk)
    permit(policies.may_see_inside(request.user, report.milestone.twinning))
    rounds = list(report.submissions.select_related("by", "reviewed_by", "confirmation__by"))
    context = {
        "report": report,
        "milestone": report.milestone,
        "rounds": [*zip(rounds, compared(rounds), strict=True)][::-1],
        "evidence": Evidence.objects.visible_to(request.user).filter(report=report),
        "may_add_lesson": policies.may_add_lesson(request.user, report.milestone.twinning),
    }
    return render(request, "partnerships/progress_detail.html", context)


@deed
def progress_review(request: MemberRequest, pk: int) -> HttpResponse:
    report = visible_report(request, pk)
    permit(policies.may_review_progress(request.user, report))
    form = ReviewForm(request.POST or None, report=report)
    if form.perform(actions.review_progress, report=report, by=request.user):
        messages.success(request, _("Your decision was sent to those who wrote the report."))
        return redirect("partnerships:work")
    rounds = list(report.submissions.all())
    context = {
        "report": report,
        "milestone": report.milestone,
        "form": form,
        "submission": report.latest,
        "differences": compared(rounds)[-1],
        "evidence": Evidence.objects.visible_to(request.user).filter(report=report),
    }
    return render(request, "partnerships/progress_review.html", context, status=form.status)


@deed
def progress_confirm(request: MemberRequest, pk: int) -> HttpResponse:
    report = visible_report(request, pk)
    permit(policies.may_confirm_progress(request.user, report))
    form = ConfirmForm(request.POST or None, report=report)
    if form.perform(actions.confirm_progress, report=report, by=request.user):
        messages.success(request, _("Your answer was sent to the other side."))
        return redirect(report.milestone)
    context = {
        "report": report,
        "milestone": report.milestone,
        "form": form,
        "submission": report.latest,
        "evidence": Evidence.objects.visible_to(request.user).filter(report=report),
    }
    return render(request, "partnerships/progress_confirm.html", context, status=form.status)


@deed
def progress_publish(request: MemberRequest, pk: int) -> HttpResponse:
    report = visible_report(request, pk)
    permit(policies.may_publish_progress(request.user, report))
    form = ConfirmedForm(request.POST or None)
    if form.perform(actions.publish_progress, report=report, by=request.user):
        messages.success(
            request, _("Your report is public now. You can take it offline at any time.")
        )
        return redirect(report.milestone)
    context = {"report": report, "milestone": report.milestone, "form": form}
    return render(request, "partnerships/progress_publish.html", context, status=form.status)


@deed
def progress_withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    report = visible_report(request, pk)
    permit(policies.may_publish_progress(request.user, report))
    form = ConfirmedForm(request.POST or None)
    if form.perform(actions.withdraw_progress, report=report, by=request.user):
        messages.success(request, _("Your report is no longer public."))
        return redirect(report.milestone)
    context = {"report": report, "milestone": report.milestone, "form": form}
    return render(request, "partnerships/progress_withdraw.html", context, status=form.status)


def visible_report(request: MemberRequest, pk: int) -> ProgressReport:
    visible = ProgressReport.objects.visible_to(request.user).with_names()
    return get_object_or_404(visible, pk=pk)


def compared(rounds: list[Submission]) -> list[list[tuple[str, list[tuple[str, str]]]]]:
    """For each round what changed since the one before: label, and pieces (same, gone, new)."""
    found: list[list[tuple[str, list[tuple[str, str]]]]] = []
    for number, submission in enumerate(rounds):
        before = rounds[number - 1] if number else None
        found.append(changes(before, submission) if before else [])
    return found


def changes(old: Submission, new: Submission) -> list[tuple[str, list[tuple[str, str]]]]:
    rows = []
    for name in Submission.TEXTS:
        was, now = str(getattr(old, name) or ""), str(getattr(new, name) or "")
        if was != now:
            label = str(Submission._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            rows.append((label, word_changes(was, now)))
    return rows
