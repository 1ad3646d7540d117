"""Reports, submissions, keys and evidence: read here; a coordinator may approve several at once."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from partnerships import actions, policies
from partnerships.admin.acting import ActingAdmin, by
from partnerships.admin.source import HTTPS
from partnerships.models import (
    Confirmation,
    Decision,
    Evidence,
    ProgressReport,
    Submission,
    grants_of,
)
from stedenband.accounts.models import User
from stedenband.admin import ReadOnlyAdmin, ReadOnlyInline
from stedenband.texts import columns

SAID = ("language", *Submission.TEXTS)
MILESTONE = (
    "milestone__trajectory__programme",
    "milestone__trajectory__twinning__flemish",
    "milestone__trajectory__twinning__partner",
)
TITLES = tuple(f"milestone__{name}" for name in columns("title"))


class SubmissionInline(ReadOnlyInline):
    """What was handed in, each time, and what was decided on it."""

    model = Submission
    template = "admin/edit_inline/stacked.html"
    fields = (
        ("round", "by", "at"),
        *SAID,
        ("decision", "reviewed_by", "reviewed_at"),
        "note",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        names = ("by", "reviewed_by", "report__milestone")
        return super().get_queryset(request).select_related(*names)


class EvidenceInline(ReadOnlyInline):
    """What was handed in with it."""

    model = Evidence
    formfield_overrides = HTTPS
    fields = ("name", "content_type", "size", "url", "sent_in_round", "by", "at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request).select_related("by")
        return rows.filter(sent_in_round__isnull=False)


def approve(report: ProgressReport, approver: User) -> ProgressReport:
    if not policies.may_review_progress(approver, report):
        raise ValidationError(_("You may not review this report."))
    return actions.review_progress(report=report, by=approver, decision=Decision.APPROVED)


@admin.register(ProgressReport)
class ProgressReportAdmin(ActingAdmin, ReadOnlyAdmin):
    """What was handed in. The words a side is still writing are its own and not shown."""

    secret = SAID
    fields = ("milestone", "reporter", "state", "key", "rounds", "submitted_at", "published_at")
    list_display = ("__str__", "twinning", "state", "key", "rounds", "submitted_at", "review")
    list_select_related = MILESTONE
    list_filter = ("state", "key", "reporter", "milestone__trajectory__programme")
    search_fields = (*TITLES, "milestone__trajectory__twinning__slug")
    date_hierarchy = "submitted_at"
    inlines = [SubmissionInline, EvidenceInline]
    actions = ["approve_chosen"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request).filter(rounds__gt=0)
        return rows.select_related(*MILESTONE)

    def has_review_permission(self, request: HttpRequest) -> bool:
        """Staff who are coordinators; which report, the policy says."""
        user = by(request)
        may_write = user.has_perm("partnerships.change_progressreport")
        return may_write and grants_of(user).is_coordinator

    @admin.display(description=_("twinning"))
    def twinning(self, report: ProgressReport) -> str:
        return str(report.milestone.twinning)

    @admin.display(description=_("review"))
    def review(self, report: ProgressReport) -> str:
        if not report.is_open:
            return ""
        url = reverse("partnerships:progress-review", args=[report.pk])
        return format_html('<a href="{}">{}</a>', url, _("Approve or return with a note"))

    @admin.action(description=_("Approve the chosen reports"), permissions=["review"])
    def approve_chosen(self, request: HttpRequest, chosen: QuerySet[ProgressReport]) -> None:
        self.do_each(
            request,
            chosen.prefetch_related("submissions"),
            lambda report: approve(report, by(request)),
            lambda count: (
                ngettext(
                    "%(count)s report was approved.", "%(count)s reports were approved.", count
                )
                % {"count": count}
            ),
        )


@admin.register(Submission)
class SubmissionAdmin(ReadOnlyAdmin):
    list_display = ("report", "round", "by", "at", "decision", "reviewed_by")
    list_select_related = ("report__milestone", "by", "reviewed_by")
    list_filter = ("decision", "language")
    search_fields = ("what_happened", "we_learned", "by__name")
    date_hierarchy = "at"


@admin.register(Confirmation)
class ConfirmationAdmin(ReadOnlyAdmin):
    list_display = ("submission", "side", "verdict", "by", "at")
    list_select_related = ("submission__report__milestone", "by")
    list_filter = ("verdict", "side")
    search_fields = ("reason", "by__name")
    date_hierarchy = "at"


PROVES = Q(sent_in_round__isnull=False) | Q(measurement__withdrawn_at=None, report=None)


@admin.register(Evidence)
class EvidenceAdmin(ReadOnlyAdmin):
    """Evidence that was handed in; a file opens by the portal's own door, for whom it may."""

    secret = ("file",)
    fields = ("name", "report", "content_type", "size", "url", "download", "by", "at")
    readonly_fields = ("download",)
    list_display = ("name", "report", "content_type", "size", "by", "at")
    list_select_related = ("report__milestone", "by")
    list_filter = ("content_type",)
    search_fields = ("name",)
    date_hierarchy = "at"
    view_on_site = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).filter(PROVES)

    @admin.display(description=_("file"))
    def download(self, evidence: Evidence) -> str:
        if not evidence.file:
            return ""
        url = reverse("partnerships:evidence-download", args=[evidence.pk])
        return format_html('<a href="{}">{}</a>', url, evidence.name)
