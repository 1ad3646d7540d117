"""Reports: written, read with their rounds, reviewed, confirmed, published."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from partnerships import actions, policies
from partnerships.exports.report_form import form_language, write_report_form
from partnerships.forms.page import ConfirmedForm
from partnerships.forms.progress import ConfirmForm, ProgressForm, ReviewForm
from partnerships.forms.report_form import ReportFileForm
from partnerships.imports.report_form import FilledForm, label_of, says_the_same
from partnerships.imports.table import CellError
from partnerships.models import (
    Evidence,
    Milestone,
    ProgressReport,
    Submission,
    reporters_of,
)
from partnerships.models.progress import CLOSED, SENT
from partnerships.views.milestone import visible_milestone
from stedenband.changes import word_changes
from stedenband.http import MemberRequest, permit
from stedenband.once import deed
from stedenband.spreadsheets import XLSX

IN_WORDS = ("submissions", "translations")  # what is read of a report by who answers it
BEGUN = gettext_lazy("This side has a report already: only that side can bring this form in now.")
UNTIL = gettext_lazy(
    "This milestone is not public yet: your report is read once the page of each side "
    "whose task it is has been published."
)


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
        messages.info(request, SENT if milestone.is_open else CLOSED)
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
    contested = report.last_confirmation if report and report.is_contested else None
    return {
        "form": form,
        "milestone": milestone,
        "report": report,
        "returned": returned,
        "contested": contested,
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
    prefetch_related_objects([report], *IN_WORDS)
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
    prefetch_related_objects([report], *IN_WORDS)
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
    is_readable = Milestone.objects.public().filter(pk=report.milestone_id).exists()
    form = ConfirmedForm(request.POST or None)
    if form.perform(actions.publish_progress, report=report, by=request.user):
        done = _("Your report is public now. You can take it offline at any time.")
        messages.success(request, done if is_readable else UNTIL)
        return redirect(report.milestone)
    context = {
        "report": report,
        "milestone": report.milestone,
        "form": form,
        "is_readable": is_readable,
        "until": UNTIL,
    }
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


# --- Without a connection -------------------------------------------------------------------------


@require_safe
def progress_sheet(request: MemberRequest, pk: int, side: str) -> HttpResponse:
    """The report form of a side; its draft is in it for that side alone."""
    milestone = visible_milestone(request, pk)
    if side not in reporters_of(milestone.duty):
        raise Http404
    permit(side in policies.sides_brought_by(request.user, milestone))
    report = None
    if policies.may_report_as(request.user, milestone, side):
        report = ProgressReport.objects.filter(milestone=milestone, reporter=side).first()
    content, language = write_report_form(milestone, side, report)
    response = HttpResponse(content, content_type=XLSX)
    name = f"{milestone.twinning.slug}-{milestone.pk}-{side}-{language}.xlsx"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@deed
def progress_form(request: MemberRequest, pk: int) -> HttpResponse:
    milestone = visible_milestone(request, pk)
    sides = policies.sides_brought_by(request.user, milestone)
    permit(bool(sides))
    open_sides = policies.sides_to_bring(request.user, milestone, milestone.reports.all())
    if request.method == "GET" and not open_sides:
        is_own = policies.may_write_progress(request.user, milestone)
        messages.info(request, SENT if is_own else BEGUN)
        return redirect(milestone)
    form = ReportFileForm(
        request.POST or None, request.FILES or None, milestone=milestone, sides=sides
    )
    errors: list[CellError] = []
    if form.is_bound and form.is_valid():
        filled = form.cleaned_data["filled"]
        if response := bring_in(request, milestone, form, filled):
            return response
        errors = filled.errors
    context = {
        "form": form,
        "milestone": milestone,
        "errors": errors,
        "offers": [(side, milestone.twinning.name_of(side)) for side in open_sides],
        "may_write": policies.may_write_progress(request.user, milestone),
    }
    return render(request, "partnerships/progress_form.html", context, status=form.status)


def bring_in(
    request: MemberRequest, milestone: Milestone, form: ReportFileForm, filled: FilledForm
) -> HttpResponse | None:
    """What a filled-in form leads to; None when its cells have to be put right."""
    is_own = policies.may_report_as(request.user, milestone, filled.reporter)
    kept = ProgressReport.objects.filter(milestone=milestone, reporter=filled.reporter)
    report = kept.first()
    writing = draft_from(request, milestone, filled, report)
    given = {"milestone": milestone, "reporter": filled.reporter, "by": request.user}
    if is_own and report and not filled.errors and says_the_same(filled, report):
        messages.info(request, _("Your draft says this already."))
        return redirect("partnerships:progress-write", milestone.pk)
    if not filled.errors and writing.perform(actions.bring_progress, **given):
        messages.success(request, _("The form came in as a draft. Nothing was handed in yet."))
        writing_page = reverse("partnerships:progress-write", args=[milestone.pk])
        return redirect(writing_page if is_own else milestone)
    if writing.stale and is_own:
        context = write_context(request, milestone, report, writing)
        return render(request, "partnerships/progress_write.html", context, status=409)
    tell_mistakes(form, filled, writing)
    return None


def draft_from(
    request: MemberRequest, milestone: Milestone, filled: FilledForm, report: ProgressReport | None
) -> ProgressForm:
    """The page's own form, filled in with what the file says."""
    across = milestone.twinning.language_across(filled.reporter)
    own = form_language(milestone, filled.reporter)
    answers = {"language": own} | {name: one for name, one in filled.answers.items() if one}
    data = {**answers, "version": str(filled.version), "once": request.POST.get("once", "")}
    return ProgressForm(data, report=report, language=own, other_language=across)


def tell_mistakes(form: ReportFileForm, filled: FilledForm, writing: ProgressForm) -> None:
    if writing.stale:
        form.stale = writing.stale
        form.add_error(None, BEGUN)
        return
    for name, messages_of in writing.errors.items():
        if name in filled.rows:
            filled.refuse(name, label_of(name), [str(one) for one in messages_of])
        else:
            form.add_error(None, [str(one) for one in messages_of])


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


def said(submission: Submission, name: str) -> str:
    value = getattr(submission, name) or ""
    return date_format(value) if isinstance(value, date) else str(value)


def changes(old: Submission, new: Submission) -> list[tuple[str, list[tuple[str, str]]]]:
    rows = []
    for name in Submission.TEXTS:
        was, now = said(old, name), said(new, name)
        if was != now:
            label = str(Submission._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            rows.append((label, word_changes(was, now)))
    return rows
