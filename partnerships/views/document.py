"""Documents of a twinning: listed, added, replaced, handed out, withdrawn."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partnerships import actions, policies
from partnerships.forms.document import DocumentForm, DocumentReplaceForm, DocumentWithdrawForm
from partnerships.history import last_of
from partnerships.models import Document, DocumentVersion
from partnerships.views.twinning import visible_twinning
from stedenband.http import MemberRequest, hand_out, permit
from stedenband.once import deed

PER_PAGE = 20


@login_not_required
@require_safe
def document_list(request: HttpRequest, slug: str) -> HttpResponse:
    twinning = visible_twinning(request, slug)
    documents = Document.objects.visible_to(request.user).filter(twinning=twinning)
    found = documents.with_names().prefetch_related("versions")
    context = {
        "twinning": twinning,
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "may_add": policies.side_written_for(request.user, twinning) is not None,
        "inside": policies.may_see_inside(request.user, twinning),
    }
    return render(request, "partnerships/document_list.html", context)


@login_not_required
@require_safe
def document_detail(request: HttpRequest, pk: int) -> HttpResponse:
    document = visible_document(request, pk)
    versions = DocumentVersion.objects.visible_to(request.user).filter(document=document)
    inside = policies.may_see_inside(request.user, document.twinning)
    events = document.events.visible_to(request.user)
    context = {
        "document": document,
        "twinning": document.twinning,
        "versions": versions.select_related("by"),
        "inside": inside,
        "events": last_of(events) if inside else [],
        "may_write": policies.may_write_document(request.user, document)
        and not document.is_withdrawn,
    }
    return render(request, "partnerships/document_detail.html", context)


@login_not_required
@require_safe
def document_download(request: HttpRequest, pk: int, number: int) -> FileResponse:
    visible = DocumentVersion.objects.visible_to(request.user)
    version = get_object_or_404(visible, document=pk, number=number)
    return hand_out(version.file, name=version.name, content_type=version.content_type)


@deed
def document_add(request: MemberRequest, slug: str) -> HttpResponse:
    twinning = visible_twinning(request, slug)
    side = policies.side_written_for(request.user, twinning)
    permit(side is not None)
    language = request.user.language
    form = DocumentForm(request.POST or None, request.FILES or None, language=language)
    if form.perform(actions.add_document, twinning=twinning, side=side, by=request.user):
        messages.success(request, _("The document was added."))
        return redirect(form.made or twinning)
    context = {"form": form, "twinning": twinning}
    return render(request, "partnerships/document_add.html", context, status=form.status)


@deed
def document_change(request: MemberRequest, pk: int) -> HttpResponse:
    document = visible_document(request, pk)
    permit(policies.may_write_document(request.user, document))
    form = DocumentForm(request.POST or None, document=document, language=document.language)
    if form.perform(actions.change_document, document=document, by=request.user):
        messages.success(request, _("The document was saved."))
        return redirect(document)
    context = {"form": form, "document": document}
    return render(request, "partnerships/document_change.html", context, status=form.status)


@deed
def document_replace(request: MemberRequest, pk: int) -> HttpResponse:
    document = visible_document(request, pk)
    permit(policies.may_write_document(request.user, document))
    form = DocumentReplaceForm(request.POST or None, request.FILES or None)
    if form.perform(actions.replace_document, document=document, by=request.user):
        messages.success(request, _("The new version was added; the earlier ones stay."))
        return redirect(document)
    context = {"form": form, "document": document}
    return render(request, "partnerships/document_replace.html", context, status=form.status)


@deed
def document_withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    document = visible_document(request, pk)
    permit(policies.may_write_document(request.user, document))
    form = DocumentWithdrawForm(request.POST or None)
    if form.perform(actions.withdraw_document, document=document, by=request.user):
        messages.success(request, _("The document was withdrawn."))
        return redirect(document)
    context = {"form": form, "document": document}
    return render(request, "partnerships/document_withdraw.html", context, status=form.status)


def visible_document(request: HttpRequest, pk: int) -> Document:
    visible = Document.objects.visible_to(request.user).with_names()
    return get_object_or_404(visible, pk=pk)
