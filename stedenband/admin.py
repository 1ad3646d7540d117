"""The admin site: nouns by theme, one way to sign in, and what is only read."""

from typing import TYPE_CHECKING, Any

from allauth.account.decorators import secure_admin_login
from django import forms
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from stedenband.editions import EditedAdmin
from stedenband.models import OutgoingMail
from stedenband.named import NamedInline

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[Any]
    InlineFormSet = forms.BaseInlineFormSet[Any, Any, Any]
else:
    ModelForm = forms.ModelForm
    InlineFormSet = forms.BaseInlineFormSet

ModelAdmin = EditedAdmin
TabularInline = NamedInline

THEMES = {
    _("Twinnings"): [
        "partnerships.twinning",
        "partnerships.organisation",
        "partnerships.page",
        "partnerships.custom",
        "partnerships.fact",
        "partnerships.source",
    ],
    _("Programmes and trajectories"): [
        "partnerships.programme",
        "partnerships.planitem",
        "partnerships.trajectory",
        "partnerships.milestone",
        "partnerships.replanning",
    ],
    _("Deeds at home"): [
        "partnerships.deed",
        "partnerships.owngoal",
        "partnerships.localtarget",
    ],
    _("Reports"): [
        "partnerships.progressreport",
        "partnerships.submission",
        "partnerships.confirmation",
        "partnerships.evidence",
        "partnerships.comment",
        "partnerships.translation",
        "partnerships.report",
    ],
    _("Self-assessments"): [
        "partnerships.assessment",
        "partnerships.answersheet",
        "partnerships.recommendation",
        "partnerships.response",
    ],
    _("Indicators"): [
        "partnerships.indicatorpair",
        "partnerships.indicator",
        "partnerships.measurement",
    ],
    _("Lessons"): [
        "partnerships.lesson",
        "partnerships.adoption",
        "partnerships.forum",
    ],
    _("Stories and documents"): [
        "partnerships.story",
        "partnerships.photo",
        "partnerships.document",
        "partnerships.documentversion",
    ],
    _("Sessions and promises"): [
        "partnerships.session",
        "partnerships.minutes",
        "partnerships.contribution",
        "partnerships.promise",
    ],
    _("Agreements and money"): [
        "partnerships.agreement",
        "partnerships.funding",
        "partnerships.cover",
        "partnerships.voucher",
    ],
    _("Mandates and elections"): [
        "partnerships.post",
        "partnerships.mandate",
        "partnerships.election",
        "partnerships.contextevent",
        "partnerships.twinningstate",
        "partnerships.signoflife",
    ],
    _("People"): [
        "accounts.user",
        "accounts.invitation",
        "partnerships.membership",
        "auth.group",
    ],
    _("Imports"): ["partnerships.import"],
    _("Mail and calendars"): [
        "partnerships.mailpreference",
        "partnerships.calendaraddress",
        "partnerships.remindersent",
        "partnerships.reminderrun",
    ],
    _("Vocabulary"): ["sdg.goal", "sdg.target"],
}
REST = _("Machinery")


class StedenbandAdminSite(admin.AdminSite):
    site_header = _("Stedenband: administration")
    site_title = _("Stedenband: administration")
    index_title = _("Administration")

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        # Not by the decorator: this module is read while the default site is being made.
        self.register(OutgoingMail, OutgoingMailAdmin)

    @method_decorator(never_cache)
    @login_not_required
    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One signs in at one door, the portal's, with its limit on attempts."""
        return secure_admin_login(to_index)(request)  # type: ignore[no-any-return]

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return redirect("account_change_password")

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """By theme for who reads them all; an app's own page lists that app."""
        apps = super().get_app_list(request, app_label)
        return apps if app_label else by_theme(apps)


def to_index(request: HttpRequest) -> HttpResponse:
    return redirect("admin:index")


def by_theme(apps: list[Any]) -> list[dict[str, Any]]:
    """The same nouns, in the order of THEMES; those without a theme come last."""
    nouns = {noun["model"]._meta.label_lower: noun for app in apps for noun in app["models"]}
    groups = {
        theme: [nouns.pop(label) for label in labels if label in nouns]
        for theme, labels in THEMES.items()
    }
    groups[REST] = list(nouns.values())
    return [
        {"name": theme, "app_label": f"theme-{number}", "models": models}
        for number, (theme, models) in enumerate(groups.items(), 1)
        if models
    ]


class KeptAdmin(ModelAdmin):
    """What once stood in the portal is never deleted here."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadOnlyAdmin(KeptAdmin):
    """What comes about by deeds in the portal alone: here it is read.

    `secret` are fields that not everybody who reads the rest may read, not even by filtering.
    """

    secret: tuple[str, ...] = ()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def lookup_allowed(self, lookup: str, value: Any, request: Any = None) -> bool:
        if lookup.split("__", maxsplit=1)[0] in self.secret:
            return False
        return super().lookup_allowed(lookup, value, request)


class ReadOnlyInline(TabularInline):
    """Rows beside what they belong to, to read."""

    extra = 0
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class OutgoingMailAdmin(ReadOnlyAdmin):
    """Whether mail went out. Not what it says: a password's reset link opens an account."""

    secret = ("body", "headers")
    fields = ("to", "subject", "sender", "created_at", "not_before", "tries", "sent_at", "error")
    list_display = ("to", "subject", "created_at", "tries", "sent_at", "error")
    list_filter = (("sent_at", admin.EmptyFieldListFilter), "tries")
    search_fields = ("to", "subject", "error")
    date_hierarchy = "created_at"
    show_full_result_count = False
