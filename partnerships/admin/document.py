"""Documents and their versions, to read; a file opens by the portal's own door."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from partnerships.models import Document, DocumentVersion, Visibility
from stedenband.admin import ReadOnlyAdmin


@admin.register(Document)
class DocumentAdmin(ReadOnlyAdmin):
    """What is shared. What a side keeps to itself is not shown."""

    list_display = ("title", "twinning", "side", "kind", "visibility", "valid_until", "is_sample")
    list_select_related = ("twinning__flemish", "twinning__partner")
    list_filter = ("kind", "visibility", "side", ("withdrawn_at", admin.EmptyFieldListFilter))
    search_fields = ("title", "twinning__slug")
    date_hierarchy = "added_at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).exclude(visibility=Visibility.SIDE)


@admin.register(DocumentVersion)
class DocumentVersionAdmin(ReadOnlyAdmin):
    secret = ("file",)
    fields = ("document", "number", "name", "content_type", "size", "note", "by", "at")
    list_display = ("document", "number", "name", "size", "by", "at")
    list_select_related = ("document", "by")
    list_filter = ("content_type",)
    search_fields = ("name", "document__title")
    date_hierarchy = "at"
    view_on_site = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).exclude(document__visibility=Visibility.SIDE)
