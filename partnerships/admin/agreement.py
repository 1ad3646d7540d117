"""Agreements: entered by both sides in the portal, read here."""

from django.contrib import admin

from partnerships.models import Agreement
from stedenband.admin import ReadOnlyAdmin


@admin.register(Agreement)
class AgreementAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "twinning", "valid_from", "valid_until", "source", "is_sample")
    list_select_related = ("twinning__flemish", "twinning__partner", "source")
    list_filter = ("precision", "is_sample", ("source", admin.EmptyFieldListFilter))
    search_fields = ("title", "twinning__slug")
    date_hierarchy = "valid_until"
