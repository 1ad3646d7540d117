"""Generated reports, to read: which there are. What one says is read on its own page."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from partnerships.models import Report
from stedenband.admin import ReadOnlyAdmin


@admin.register(Report)
class ReportAdmin(ReadOnlyAdmin):
    fields = (
        "kind",
        "twinning",
        "programme",
        "side",
        "session",
        ("first", "last"),
        "language",
        "is_sample",
        ("made_at", "made_by"),
    )
    list_display = ("__str__", "twinning", "programme", "language", "made_at", "made_by")
    list_filter = ("kind", "language", "is_sample", "programme")
    search_fields = ("twinning__slug", "programme__slug", "made_by__name")
    date_hierarchy = "made_at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return (
            super()
            .get_queryset(request)
            .select_related(
                "twinning__flemish", "twinning__partner", "programme", "session", "made_by"
            )
            .defer("document")
        )
