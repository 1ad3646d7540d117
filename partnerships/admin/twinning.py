"""Twinnings: entered by the action that gives both sides their page."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from partnerships import actions
from partnerships.admin.acting import ActingAdmin, become, by
from partnerships.admin.history import HistoryAdmin
from partnerships.admin.source import FactInline
from partnerships.models import Twinning
from stedenband.admin import KeptAdmin
from stedenband.texts import columns


@admin.register(Twinning)
class TwinningAdmin(ActingAdmin, HistoryAdmin, KeptAdmin):
    fields = (
        "flemish",
        "partner",
        "slug",
        "state",
        "since_year",
        "since_source",
        *columns("summary"),
        "is_listed",
    )
    list_display = ("__str__", "state", "since_year", "is_listed")
    list_select_related = ("flemish", "partner")
    list_filter = (
        "state",
        "is_listed",
        ("registered_from", admin.EmptyFieldListFilter),
        "partner__country",
    )
    search_fields = ("flemish__search_text", "partner__search_text")
    autocomplete_fields = ("flemish", "partner", "since_source")
    inlines = [FactInline]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[Any, bool]:
        return queryset.search(search_term), False  # type: ignore[attr-defined]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("flemish", "partner")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Its two sides do not change; its state is changed in the portal, with a reason."""
        return ("flemish", "partner", "state") if obj else ()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
        else:
            become(obj, actions.found_twinning(by=by(request), **form.cleaned_data))
