"""Promises: made, confirmed and settled by both sides in the portal, read here."""

from django.contrib import admin

from partnerships.models import Promise
from stedenband.admin import ReadOnlyAdmin


@admin.register(Promise)
class PromiseAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "twinning", "side", "due_on", "state", "is_sample")
    list_select_related = ("twinning__flemish", "twinning__partner")
    list_filter = ("state", "side", "is_sample")
    search_fields = ("what", "reason", "twinning__slug")
    date_hierarchy = "due_on"
