"""Translations, to read."""

from django.contrib import admin

from partnerships.models import TRANSLATED, Translation
from stedenband.admin import ReadOnlyAdmin


@admin.register(Translation)
class TranslationAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "language", "state", "by", "at", "checked_by")
    list_select_related = ("by", "checked_by", "page__twinning", "report__milestone", "deed")
    list_filter = ("language", "state")
    search_fields = ("by__name",)
    date_hierarchy = "at"
    fields = (*TRANSLATED, "language", "state", "words", "by", "at", "checked_by", "checked_at")
