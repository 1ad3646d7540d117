"""Tables taken out: what there is, one noun at a time, and all of it in one workbook."""

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from partnerships import policies
from partnerships.exports.sheets import TABLES, sheets_of
from partnerships.exports.table import Table
from partnerships.models import Import, Programme, Twinning
from partnerships.views.twinning import visible_twinning
from stedenband import clock
from stedenband.http import MemberRequest, permit
from stedenband.spreadsheets import CSV, XLSX, Sheet, save_xlsx, stream_csv

IN_MEMORY = 1024 * 1024  # of a workbook; what is larger goes to disk

IMPORTED = {"vouchers": Import.Kind.VOUCHER, "measurements": Import.Kind.MEASUREMENT}


@dataclass(frozen=True)
class Offer:
    """A table that can be taken out, how many rows it has, and where it comes back in."""

    table: Table
    rows: int
    import_url: str


@require_safe
def sheet_list(request: MemberRequest, slug: str) -> HttpResponse:
    twinning = visible_twinning(request, slug)
    permit(policies.may_see_inside(request.user, twinning))
    offers = [offered(request.user, twinning, table) for table in TABLES.values()]
    may_see = policies.may_see_imports(request.user)
    context = {"twinning": twinning, "offers": offers, "may_see_imports": may_see}
    return render(request, "partnerships/sheet_list.html", context)


def offered(user: object, twinning: Twinning, table: Table) -> Offer:
    kind, where = IMPORTED.get(table.key), ""
    if kind and policies.may_import(user, kind, twinning):
        where = f"{reverse('partnerships:import-add', args=[kind])}?in={twinning.slug}"
    return Offer(table, table.found(user, twinning).count(), where)


@require_safe
def sheet_export(request: MemberRequest, slug: str, noun: str, kind: str) -> HttpResponseBase:
    twinning = visible_twinning(request, slug)
    permit(policies.may_see_inside(request.user, twinning))
    if noun not in TABLES or kind not in ("xlsx", "csv"):
        raise Http404
    sheet = TABLES[noun].sheet(request.user, twinning)
    name = f"{twinning.slug}-{noun}"
    return workbook([sheet], name) if kind == "xlsx" else streamed(request, sheet, name)


@require_safe
def sheet_workbook(request: MemberRequest, slug: str) -> HttpResponseBase:
    twinning = visible_twinning(request, slug)
    permit(policies.may_see_inside(request.user, twinning))
    return workbook(sheets_of(request.user, twinning), twinning.slug)


@require_safe
def sheet_programme(request: MemberRequest, slug: str) -> HttpResponseBase:
    programme = get_object_or_404(Programme.objects.visible_to(request.user), slug=slug)
    permit(policies.may_export_programme(request.user))
    return workbook(sheets_of(request.user, programme), programme.slug)


def workbook(sheets: Iterable[Sheet], name: str) -> HttpResponseBase:
    """A workbook, written to a file that is gone once it was sent."""
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    save_xlsx(sheets, file)
    file.seek(0)
    filename = f"{name}-{clock.today()}.xlsx"
    return FileResponse(file, as_attachment=True, filename=filename, content_type=XLSX)


def streamed(request: MemberRequest, sheet: Sheet, name: str) -> HttpResponseBase:
    """A table of any length, sent as it is read; who only looks costs no reading."""
    rows = iter(()) if request.method == "HEAD" else sheet.rows
    response = StreamingHttpResponse(
        stream_csv(sheet.head, rows), content_type=f"{CSV}; charset=utf-8"
    )
    held = f'attachment; filename="{name}-{clock.today()}.csv"'
    response.headers["Content-Disposition"] = held
    return response
