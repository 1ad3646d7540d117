"""Imports: what came in, how far it is, a table to look into and to agree to, and undoing."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from partnerships import actions, policies
from partnerships.forms.importing import ImportConfirmForm, ImportForm, ImportUndoForm
from partnerships.imports.kinds import ABOUT, IMPORTERS
from partnerships.imports.table import Comparison, Importer, compare_rows
from partnerships.models import Import
from stedenband.http import MemberRequest, permit
from stedenband.once import deed as carried_out_once

PER_PAGE = 25
SHOWN = 100


@require_safe
def import_list(request: MemberRequest) -> HttpResponse:
    permit(policies.may_see_imports(request.user))
    visible = Import.objects.visible_to(request.user).with_names().defer("rows")
    page = Paginator(visible.newest_first(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "kinds": kinds_for(request.user)}
    return render(request, "partnerships/import_list.html", context)


def kinds_for(user: object) -> list[tuple[str, str]]:
    """What somebody may import that belongs to nothing in particular."""
    loose = [kind for kind in IMPORTERS if kind not in ABOUT]
    return [
        (kind, str(Import.Kind(kind).label)) for kind in loose if policies.may_import(user, kind)
    ]


@require_safe
def import_detail(request: MemberRequest, pk: int) -> HttpResponse:
    imported = visible_import(request, pk)
    written = Paginator(imported.written.all(), SHOWN).get_page(request.GET.get("page"))
    context = {
        "imported": imported,
        "page": written,
        "may_undo": policies.may_undo_import(request.user, imported),
    }
    return render(request, "partnerships/import_detail.html", context)


@carried_out_once
def import_undo(request: MemberRequest, pk: int) -> HttpResponse:
    imported = visible_import(request, pk)
    permit(policies.may_undo_import(request.user, imported))
    form = ImportUndoForm(request.POST or None)
    if form.perform(actions.undo_import, imported=imported, by=request.user):
        messages.success(request, _("The import was undone: all stands as it did before."))
        return redirect(imported)
    context = {"form": form, "imported": imported}
    return render(request, "partnerships/import_undo.html", context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
def import_add(request: MemberRequest, kind: str) -> HttpResponse:
    about = about_of(request, kind)
    importer = IMPORTERS[kind](about)
    form = ImportForm(request.POST or None, request.FILES or None, importer=importer)
    context = context_of(kind, about, importer) | {"form": form}
    if form.is_bound and form.is_valid():
        context |= preview(importer, form.cleaned_data["table"], form.file_name)
    return render(request, "partnerships/import_add.html", context, status=form.status)


@carried_out_once
def import_confirm(request: MemberRequest, kind: str) -> HttpResponse:
    about = about_of(request, kind)
    importer = IMPORTERS[kind](about)
    form = ImportConfirmForm(request.POST or None, importer=importer)
    if form.perform(actions.import_table, kind=kind, about=about, by=request.user):
        messages.success(request, _("The table was imported."))
        return redirect(form.made or reverse("partnerships:import-list"))
    context = context_of(kind, about, importer) | {"form": form}
    if given := form.given:
        table = importer.table(given["rows"])
        context |= preview(IMPORTERS[kind](about), table, given["file_name"])
    return render(request, "partnerships/import_confirm.html", context, status=form.status)


def visible_import(request: MemberRequest, pk: int) -> Import:
    return get_object_or_404(Import.objects.visible_to(request.user).with_names(), pk=pk)


def about_of(request: MemberRequest, kind: str) -> Any:
    """The twinning or programme of `?in=` that a table belongs to, for who may import it there."""
    model, slug = ABOUT.get(kind), request.GET.get("in", "")
    if kind not in IMPORTERS or bool(model) != bool(slug):
        raise Http404
    about = get_object_or_404(model.objects.visible_to(request.user), slug=slug) if model else None
    permit(policies.may_import(request.user, kind, about))
    return about


def context_of(kind: str, about: Any, importer: Importer[Any, Any]) -> dict[str, Any]:
    where = f"?in={about.slug}" if about else ""
    return {
        "kind": Import.Kind(kind).label,
        "about": about,
        "columns": importer.columns,
        "add_url": reverse("partnerships:import-add", args=[kind]) + where,
        "confirm_url": reverse("partnerships:import-confirm", args=[kind]) + where,
    }


def preview(importer: Importer[Any, Any], table: Any, file_name: str) -> dict[str, Any]:
    """What the table would do, and the form to agree to it when nothing is wrong."""
    found: Comparison[Any, Any] = compare_rows(importer, table.rows)
    errors = sorted(table.errors + found.errors, key=lambda one: one.line)
    agreed = None
    if found.does_something and not errors:
        agreed = ImportConfirmForm.for_rows(importer, table.rows, found, file_name)
    return {
        "comparison": found,
        "errors": errors[:SHOWN],
        "number_of_errors": len(errors),
        "unknown": table.unknown,
        "added": found.added[:SHOWN],
        "changed": found.changed[:SHOWN],
        "confirm_form": agreed,
    }
