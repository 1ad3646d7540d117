"""Translations, to read."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

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

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Of originals that are shown here: a side's own words are its own in every language."""
        shown = Q(pk=None)
        for kind, noun in TRANSLATED.items():
            originals = admin.site.get_model_admin(noun.model).get_queryset(request)
            shown |= Q(**{f"{kind}__in": originals.order_by().values("pk")})
        return super().get_queryset(request).filter(shown)
