"""Self-assessments, to read: sealed answers are nobody's here, not even a superuser's."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from partnerships.models import Answer, AnswerSheet, Assessment
from stedenband.admin import ReadOnlyAdmin, ReadOnlyInline

TWINNING = ("trajectory__twinning__flemish", "trajectory__twinning__partner")


class AnswerInline(ReadOnlyInline):
    model = Answer
    fields = ("statement", "degree", "remark")
    show_change_link = False


@admin.register(Assessment)
class AssessmentAdmin(ReadOnlyAdmin):
    """Which there are, and how far they are."""

    secret = ("sheets",)
    fields = ("title", "trajectory", "held_on", "stands", "opened_by", "opened_at")
    readonly_fields = ("stands",)
    list_display = ("title", "twinning", "held_on", "stands", "opened_by")
    list_select_related = ("opened_by", *TWINNING)
    list_filter = ("trajectory__programme",)
    search_fields = ("title", "trajectory__twinning__slug")
    date_hierarchy = "held_on"
    view_on_site = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("sheets")

    @admin.display(description=_("twinning"))
    def twinning(self, assessment: Assessment) -> str:
        return str(assessment.twinning)

    @admin.display(description=_("state"))
    def stands(self, assessment: Assessment) -> str:
        return assessment.shown_state_label


@admin.register(AnswerSheet)
class AnswerSheetAdmin(ReadOnlyAdmin):
    """Answers of which the seal is broken: both sides handed in."""

    secret = ("answers",)
    fields = ("assessment", "side", "language", "handed_in_at", "handed_in_by")
    list_display = ("assessment", "twinning", "side", "language", "handed_in_at", "handed_in_by")
    list_select_related = ("handed_in_by", *(f"assessment__{name}" for name in TWINNING))
    list_filter = ("side", "language")
    search_fields = ("assessment__title", "assessment__trajectory__twinning__slug")
    date_hierarchy = "handed_in_at"
    inlines = [AnswerInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        unsealed = AnswerSheet.objects.unsealed().values("pk")
        return super().get_queryset(request).filter(pk__in=unsealed)

    @admin.display(description=_("twinning"))
    def twinning(self, sheet: AnswerSheet) -> str:
        return str(sheet.assessment.twinning)
