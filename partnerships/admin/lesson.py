"""Lessons, who took them over, and forums: written in the portal, read here."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from partnerships.admin.acting import by
from partnerships.models import Adoption, Forum, Lesson, Visibility
from stedenband.admin import ReadOnlyAdmin


@admin.register(Lesson)
class LessonAdmin(ReadOnlyAdmin):
    list_display = ("title", "twinning", "side", "direction", "visibility", "is_sample")
    list_filter = ("side", "direction", "visibility", "language", "is_sample")
    list_select_related = ("twinning__flemish", "twinning__partner")
    search_fields = ("search_text", "twinning__slug")
    date_hierarchy = "created_at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """What a side keeps to itself is its own; superusers alone see that too."""
        lessons = super().get_queryset(request)
        kept = Q(visibility=Visibility.SIDE)
        return lessons if by(request).is_superuser else lessons.exclude(kept)


@admin.register(Adoption)
class AdoptionAdmin(ReadOnlyAdmin):
    list_display = ("lesson", "twinning", "side", "state", "at", "reported_at", "is_sample")
    list_filter = ("side", "state", "is_sample")
    list_select_related = ("lesson", "twinning__flemish", "twinning__partner")
    search_fields = ("lesson__title", "twinning__slug", "why", "result")
    date_hierarchy = "at"


@admin.register(Forum)
class ForumAdmin(ReadOnlyAdmin):
    list_display = ("title", "held_on", "place", "is_public", "is_sample")
    list_filter = ("is_public", "is_sample")
    search_fields = ("title", "place", "programme")
    date_hierarchy = "held_on"
