"""Pages of the sides, to read: staff do not speak for a side, nor publish for it."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from partnerships.admin.history import HistoryAdmin
from partnerships.models import Page
from stedenband.admin import KeptAdmin

READ = (
    "twinning",
    "side",
    "lead_service",
    "language",
    "text",
    "summary",
    "summary_language",
    "published_at",
    "updated_at",
    "updated_by",
    "last_contribution_at",
)


@admin.register(Page)
class PageAdmin(HistoryAdmin, KeptAdmin):
    fields = (*READ, "is_sample")
    readonly_fields = READ
    list_display = ("__str__", "side", "language", "published_at", "last_contribution_at")
    list_select_related = ("twinning__flemish", "twinning__partner")
    list_filter = ("side", ("published_at", admin.EmptyFieldListFilter), "is_sample")
    search_fields = ("twinning__flemish__search_text", "twinning__partner__search_text")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Both pages come with their twinning."""
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.save(update_fields=["is_sample"])
