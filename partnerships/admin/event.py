"""History, to read."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from partnerships.admin.acting import by
from partnerships.models import Event, Visibility
from partnerships.models.event import PRIVATE
from stedenband.admin import ReadOnlyAdmin


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ("at", "verb", "about", "by", "twinning", "old", "new")
    list_select_related = (
        "by",
        "forum",
        "lesson",
        "organisation",
        "milestone",
        "assessment",
        "pair",
        "story",
        "document",
        "session",
        "promise",
        "agreement",
        "funding",
        "post",
        "twinning__flemish",
        "twinning__partner",
        "page__twinning__flemish",
        "page__twinning__partner",
    )
    list_filter = ("verb",)
    search_fields = ("by__name", "twinning__slug", "organisation__name", "note")
    date_hierarchy = "at"
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """What a side keeps to itself is its own; superusers alone see that too."""
        events = super().get_queryset(request)
        if by(request).is_superuser:
            return events
        kept = Q(lesson__visibility=Visibility.SIDE)
        return shared(events).exclude(kept)

    @admin.display(description=_("about"))
    def about(self, event: Event) -> str:
        return event.about


def shared(events: QuerySet[Any]) -> QuerySet[Any]:
    """Without what was not handed in yet, and documents that a side keeps."""
    return events.exclude(verb__in=PRIVATE).exclude(document__visibility=Visibility.SIDE)
