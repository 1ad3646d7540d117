"""Imports, to read; they are made and undone on their own pages."""

from django.contrib import admin

from partnerships.models import Import
from stedenband.admin import ReadOnlyAdmin


@admin.register(Import)
class ImportAdmin(ReadOnlyAdmin):
    fields = (
        "kind",
        "twinning",
        "programme",
        "side",
        "file_name",
        "by",
        "at",
        "state",
        ("added", "changed", "unchanged", "done"),
        "reason",
        ("undone_at", "undone_by"),
    )
    list_display = ("__str__", "kind", "at", "by", "state", "added", "changed", "unchanged")
    list_select_related = ("by", "twinning__flemish", "twinning__partner", "programme")
    list_filter = ("kind", "state")
    search_fields = ("file_name", "by__name")
    date_hierarchy = "at"
