"""Recommendations and what each side answered, to read; they are written on their own pages."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from partnerships.models import Recommendation, Response
from stedenband.admin import ReadOnlyAdmin, ReadOnlyInline

TWINNING = ("twinning__flemish", "twinning__partner")


class ResponseInline(ReadOnlyInline):
    model = Response
    fields = ("side", "answer", "why", "action", "due_on")


@admin.register(Recommendation)
class RecommendationAdmin(ReadOnlyAdmin):
    fields = (
        "twinning",
        "assessment",
        "text",
        "language",
        "side",
        ("given_on", "given_by"),
        "is_sample",
        ("entered_at", "entered_by"),
        ("changed_at", "changed_by"),
    )
    list_display = ("__str__", "twinning", "side", "given_on", "given_by", "is_sample")
    list_select_related = TWINNING
    list_filter = ("side", "is_sample")
    search_fields = ("text", "given_by", "twinning__slug")
    date_hierarchy = "given_on"
    inlines = [ResponseInline]


@admin.register(Response)
class ResponseAdmin(ReadOnlyAdmin):
    fields = (
        "recommendation",
        "side",
        "answer",
        "why",
        "action",
        "due_on",
        "language",
        "is_sample",
        ("entered_at", "entered_by"),
        ("changed_at", "changed_by"),
    )
    list_display = ("recommendation", "twinning", "side", "answer", "due_on", "is_sample")
    list_select_related = tuple(f"recommendation__{name}" for name in TWINNING)
    list_filter = ("answer", "side", "is_sample")
    search_fields = ("why", "action", "recommendation__twinning__slug")
    date_hierarchy = "due_on"

    @admin.display(description=_("twinning"))
    def twinning(self, response: Response) -> str:
        return str(response.recommendation.twinning)
