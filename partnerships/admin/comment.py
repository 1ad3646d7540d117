"""Conversations, to read."""

from django.contrib import admin

from partnerships.models import Comment
from stedenband.admin import ReadOnlyAdmin


@admin.register(Comment)
class CommentAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "milestone", "by", "organisation", "language", "at")
    list_select_related = ("milestone", "by", "organisation")
    list_filter = ("language",)
    search_fields = ("text", "by__name", "organisation__name")
    date_hierarchy = "at"
