"""History, to read."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from partnerships.admin.acting import by
from partnerships.models import Event
from partnerships.models.event import PRIVATE
from stedenband.admin import ReadOnlyAdmin


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ("at", "verb", "about", "by", "twinning", "old", "new")
    list_select_related = (
        "by",
        "organisation",
        "milestone",
        "assessment",
        "pair",
        "session",
        "promise",
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
        """What a side does before it hands in is its own; superusers alone see that too."""
        events = super().get_queryset(request)
        return events if by(request).is_superuser else events.exclude(verb__in=PRIVATE)

    @admin.display(description=_("about"))
    def about(self, event: Event) -> str:
        return event.about
