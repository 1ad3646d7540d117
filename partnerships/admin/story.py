"""Stories and photos, to read: what a side publishes is its own deed."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from partnerships.models import Photo, Story
from stedenband.admin import ReadOnlyAdmin


@admin.register(Story)
class StoryAdmin(ReadOnlyAdmin):
    """What was handed in. The words a side is still writing are its own and not shown."""

    list_display = ("title", "twinning", "side", "state", "submitted_at", "published_at")
    list_select_related = ("twinning__flemish", "twinning__partner")
    list_filter = ("state", "side", "language", "is_sample")
    search_fields = ("title", "lead", "twinning__slug")
    date_hierarchy = "submitted_at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).exclude(state=Story.State.DRAFT)


@admin.register(Photo)
class PhotoAdmin(ReadOnlyAdmin):
    """Photos and the consent that is recorded for them; the picture stands with its story."""

    list_display = ("alt", "story", "consent", "consent_how", "consent_on", "consent_withdrawn_at")
    list_select_related = ("story",)
    list_filter = ("consent", "consent_how", ("consent_withdrawn_at", admin.EmptyFieldListFilter))
    search_fields = ("alt", "caption", "credit", "story__title")
    date_hierarchy = "added_at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).exclude(story__state=Story.State.DRAFT)
