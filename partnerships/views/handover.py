"""The handover file of a twinning: a page to read and print, and an archive to take along."""

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnerships import policies
from partnerships.exports.handover import draw_handover, pack_handover
from partnerships.forms.handover import HandoverFilter
from partnerships.handover import Asked
from partnerships.views.twinning import visible_twinning
from stedenband.http import MemberRequest, permit, sandboxed


@require_safe
def handover_detail(request: MemberRequest, slug: str) -> HttpResponse:
    twinning = visible_twinning(request, slug)
    permit(policies.may_see_inside(request.user, twinning))
    form = HandoverFilter(request.GET)
    context = {
        "twinning": twinning,
        "form": form,
        "language": form.chosen,
        "body": draw_handover(Asked(twinning, request.user), form.chosen),
    }
    return render(request, "partnerships/handover_detail.html", context)


@require_safe
def handover_file(request: MemberRequest, slug: str) -> FileResponse:
    twinning = visible_twinning(request, slug)
    permit(policies.may_see_inside(request.user, twinning))
    language = HandoverFilter(request.GET).chosen
    packed = pack_handover(Asked(twinning, request.user), language)
    name = f"handover-{twinning.slug}-{language}.zip"
    return sandboxed(
        FileResponse(packed, as_attachment=True, filename=name, content_type="application/zip")
    )
