"""Sessions and what they left: written in the portal by those who took part, read here."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from partnerships.models import Attendance, Contribution, Minutes, Participation, Session
from stedenband.admin import ReadOnlyAdmin, ReadOnlyInline


class ParticipationInline(ReadOnlyInline):
    model = Participation
    fields = ("twinning", "flemish_agreed_at", "partner_agreed_at")
    readonly_fields = ("flemish_agreed_at", "partner_agreed_at")
    show_change_link = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        names = ("twinning__flemish", "twinning__partner")
        return super().get_queryset(request).select_related(*names)


class AttendanceInline(ReadOnlyInline):
    model = Attendance
    fields = ("side", "group", "number")
    show_change_link = False


@admin.register(Session)
class SessionAdmin(ReadOnlyAdmin):
    """The link to a meeting is for those who take part alone."""

    secret = ("link",)
    exclude = ("link", "agenda_html")
    list_display = ("title", "kind", "host", "starts_at", "cancelled_at", "is_sample")
    list_select_related = ("host",)
    list_filter = ("kind", ("cancelled_at", admin.EmptyFieldListFilter), "is_sample")
    search_fields = ("title", "agenda", "place", "host__search_text")
    date_hierarchy = "starts_at"
    inlines = [ParticipationInline, AttendanceInline]


@admin.register(Minutes)
class MinutesAdmin(ReadOnlyAdmin):
    exclude = ("text_html",)
    list_display = ("session", "language", "updated_at", "updated_by")
    list_select_related = ("session", "updated_by")
    list_filter = ("language",)
    search_fields = ("session__title", "text", "missing_voices")
    date_hierarchy = "updated_at"


@admin.register(Contribution)
class ContributionAdmin(ReadOnlyAdmin):
    exclude = ("text_html",)
    list_display = ("session", "organisation", "language", "by", "at")
    list_select_related = ("session", "organisation", "by")
    list_filter = ("language",)
    search_fields = ("session__title", "text")
    date_hierarchy = "at"
