"""Unwritten rules, to read: each side writes its own in the portal."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from partnerships.models import Custom, Visibility
from stedenband.admin import ReadOnlyAdmin


@admin.register(Custom)
class CustomAdmin(ReadOnlyAdmin):
    """What both sides read. What a side keeps to itself is not shown, nor are earlier versions."""

    list_display = ("__str__", "side", "language", "visibility", "updated_at", "is_sample")
    list_select_related = ("twinning__flemish", "twinning__partner")
    list_filter = ("side", "language", "is_sample")
    search_fields = ("text", "twinning__slug")
    date_hierarchy = "updated_at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).exclude(visibility=Visibility.SIDE)
