"""Reports of a twinning or a programme: listed, generated, read, taken out, compared."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partnerships import actions, policies
from partnerships.exports.report import (
    DOCX,
    PDF,
    document_of,
    draw_report,
    write_docx,
    write_pdf,
)
from partnerships.forms.report import ReportFilter, ReportForm, proposed_days
from partnerships.models import Programme, Report
from partnerships.reports.comparison import compare
from partnerships.reports.kinds import KINDS, compose, gaps_by_kind
from partnerships.reports.record import Record
from partnerships.views.twinning import visible_twinning
from stedenband.http import MemberRequest, permit
from stedenband.once import deed

PER_PAGE = 24
WRITERS = {"pdf": (write_pdf, PDF), "docx": (write_docx, DOCX)}


@require_safe
def report_list(request: MemberRequest, slug: str) -> HttpResponse:
    twinning = visible_twinning(request, slug)
    permit(policies.may_see_inside(request.user, twinning))
    visible = Report.objects.visible_to(request.user).of_twinning(twinning).with_names()
    own = twinning.side_of(request.user)
    first, last = proposed_days("yearly", twinning, None)
    missing = gaps_by_kind(Record(twinning, first, last, own))
    context = {
        "twinning": twinning,
        "page": Paginator(visible, PER_PAGE).get_page(request.GET.get("page")),
        "kinds": [(kind, missing.get(kind.key)) for kind in KINDS.values()],
        "may_generate": policies.may_generate_report(request.user, twinning),
    }
    return render(request, "partnerships/report_list.html", context)


@deed
def report_generate(request: MemberRequest, slug: str) -> HttpResponse:
    twinning = visible_twinning(request, slug)
    permit(policies.may_generate_report(request.user, twinning))
    about: Any = {"user": request.user, "twinning": twinning}
    wanted = ReportFilter(request.POST or request.GET, **about)
    form = ReportForm(request.POST or None, initial=wanted.given(), **about)
    if form.perform(actions.generate_report, twinning=twinning, by=request.user):
        messages.success(request, _("The report was generated. It stays as it is now."))
        return redirect(form.made or twinning)
    context = {"form": form, "twinning": twinning, **preview(wanted)}
    return render(request, "partnerships/report_generate.html", context, status=form.status)


def preview(wanted: ReportFilter) -> dict[str, Any]:
    """What somebody asks for, and what will be missing in it, before anything is kept."""
    asked = wanted.asked()
    document = compose(asked) if asked else None
    return {
        "wanted": wanted,
        "document": document,
        "gaps": list(document.gaps) if document else [],
        "kind": KINDS.get(asked.kind) if asked else None,
    }


@require_safe
def report_detail(request: MemberRequest, pk: int) -> HttpResponse:
    report = visible_report(request, pk)
    document = document_of(report)
    context = {
        "report": report,
        "document": document,
        "body": draw_report(document),
        "previous": Report.objects.visible_to(request.user).before(report).with_names().first(),
    }
    return render(request, "partnerships/report_detail.html", context)


@require_safe
def report_download(request: MemberRequest, pk: int, ending: str) -> HttpResponse:
    report = visible_report(request, pk)
    if ending not in WRITERS:
        raise Http404
    write, content_type = WRITERS[ending]
    response = HttpResponse(write(document_of(report)), content_type=content_type)
    name = f"{report.kind}-{report.about.slug}-{report.last}-{report.language}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def report_compare(request: MemberRequest, pk: int) -> HttpResponse:
    """What changed since the previous one of its kind."""
    report = visible_report(request, pk)
    previous = Report.objects.visible_to(request.user).before(report).first()
    changes = compare(document_of(previous), document_of(report)) if previous else []
    context = {"report": report, "previous": previous, "changes": changes}
    return render(request, "partnerships/report_compare.html", context)


def visible_report(request: MemberRequest, pk: int) -> Report:
    visible = Report.objects.visible_to(request.user)
    names = ("twinning__flemish", "twinning__partner", "programme", "session", "made_by")
    return get_object_or_404(visible.select_related(*names), pk=pk)


# --- Of a programme -------------------------------------------------------------------------------


@require_safe
def report_overview(request: MemberRequest, slug: str) -> HttpResponse:
    """The reports of a programme, over all its twinnings."""
    programme = visible_programme(request, slug)
    permit(policies.may_see_gathered(request.user))
    visible = Report.objects.visible_to(request.user).filter(programme=programme).with_names()
    context = {
        "programme": programme,
        "page": Paginator(visible, PER_PAGE).get_page(request.GET.get("page")),
        "kinds": [(kind, None) for kind in KINDS.values() if kind.is_of_programme],
        "may_generate": policies.may_gather_report(request.user),
    }
    return render(request, "partnerships/report_overview.html", context)


@deed
def report_gather(request: MemberRequest, slug: str) -> HttpResponse:
    programme = visible_programme(request, slug)
    permit(policies.may_gather_report(request.user))
    given = request.POST or request.GET
    wanted = ReportFilter(given, user=request.user, programme=programme)
    form = ReportForm(request.POST or None, initial=wanted.given(), user=request.user)
    if form.perform(actions.generate_report, programme=programme, by=request.user):
        messages.success(request, _("The report was generated. It stays as it is now."))
        return redirect(form.made or programme)
    context = {"form": form, "programme": programme, **preview(wanted)}
    return render(request, "partnerships/report_gather.html", context, status=form.status)


def visible_programme(request: MemberRequest, slug: str) -> Programme:
    return get_object_or_404(Programme.objects.visible_to(request.user), slug=slug)
