"""Milestones: words and targets change here; months, by replanning in the portal."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from partnerships import actions
from partnerships.admin.acting import ActingAdmin, become, by, stale
from partnerships.forms.milestone import TargetsField
from partnerships.models import Milestone, ProgressReport, Replanning
from stedenband.accounts.models import User
from stedenband.admin import KeptAdmin, ModelForm, ReadOnlyAdmin, ReadOnlyInline, TabularInline
from stedenband.texts import columns

MONTH = _("month")


class MilestoneForm(ModelForm):
    """A milestone's words; targets are typed by their codes, as in the portal."""

    target_codes = TargetsField()
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Milestone
        fields = (*columns("title"), *columns("closing"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            codes = [target.code for target in self.instance.targets.all()]
            self.initial["target_codes"] = ", ".join(codes)
            self.initial["seen_version"] = self.instance.version

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        seen = cleaned.get("seen_version")
        if self.instance.pk and self.has_changed() and seen != self.instance.version:
            self.add_error(None, stale())
        return cleaned

    def words(self) -> dict[str, str]:
        """The columns of title and closing that this form has."""
        names = columns("title") + columns("closing")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class MilestoneRowForm(MilestoneForm):
    """The same in a row of its trajectory; a new one says in which month, and whose duty it is."""

    month = forms.IntegerField(label=MONTH, min_value=1)

    class Meta(MilestoneForm.Meta):
        fields = ("duty", *columns("title"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["month"] = self.instance.month
            self.fields["month"].disabled = self.fields["duty"].disabled = True
            self.fields["month"].required = False

    def clean_month(self) -> int | None:
        month: int | None = self.cleaned_data["month"]
        if month is not None and not self.instance.pk:
            self.instance.due_on = self.instance.trajectory.due_on(month)
        return month


def change_by_action(form: MilestoneForm, changer: User) -> Milestone:
    return actions.change_milestone(
        milestone=form.instance,
        by=changer,
        version=form.cleaned_data["seen_version"],
        targets=form.cleaned_data["target_codes"],
        **form.words(),
    )


def add_by_action(form: MilestoneForm, adder: User) -> Milestone:
    return actions.add_milestone(
        trajectory=form.instance.trajectory,
        by=adder,
        month=form.cleaned_data["month"],
        duty=form.cleaned_data["duty"],
        targets=form.cleaned_data["target_codes"],
        **form.words(),
    )


class MilestoneInline(TabularInline):
    model = Milestone
    form = MilestoneRowForm
    fields = (
        "month",
        "duty",
        *columns("title"),
        "target_codes",
        "due_on",
        "shown_state",
        "seen_version",
    )
    readonly_fields = ("due_on", "shown_state")
    extra = 0
    can_delete = False
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        return rows.select_related("trajectory").prefetch_related("targets")

    @admin.display(description=Milestone._meta.get_field("state").verbose_name)
    def shown_state(self, milestone: Milestone) -> str:
        return milestone.shown_state_label if milestone.pk else ""


class ReportInline(ReadOnlyInline):
    """What was handed in on a milestone."""

    model = ProgressReport
    fields = ("reporter", "state", "key", "rounds", "submitted_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).filter(rounds__gt=0).select_related("milestone")


class ReplanningInline(ReadOnlyInline):
    model = Replanning
    fields = ("kind", "old_due_on", "new_due_on", "reason", "explanation", "by", "at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("by", "milestone")


@admin.register(Milestone)
class MilestoneAdmin(ActingAdmin, KeptAdmin):
    form = MilestoneForm
    readonly_fields = (
        "trajectory",
        "due_on",
        "duty",
        "shown_state",
        "state_since",
        "plan_item",
        "happened_on",
        "source",
    )
    fields = (
        *readonly_fields,
        *columns("title"),
        *columns("closing"),
        "target_codes",
        "seen_version",
    )
    list_display = ("__str__", "trajectory", "due_on", "duty", "shown_state")
    list_select_related = (
        "trajectory__programme",
        "trajectory__twinning__flemish",
        "trajectory__twinning__partner",
    )
    list_filter = ("state", "duty", "trajectory__programme")
    search_fields = (
        *columns("title"),
        "trajectory__twinning__flemish__search_text",
        "trajectory__twinning__partner__search_text",
    )
    date_hierarchy = "due_on"
    inlines = [ReportInline, ReplanningInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        names = ("trajectory__programme", "trajectory__twinning__flemish")
        rows = super().get_queryset(request)
        return rows.select_related(*names, "trajectory__twinning__partner")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A milestone is added to its trajectory, on that page."""
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        become(obj, change_by_action(form, by(request)))

    @admin.display(description=Milestone._meta.get_field("state").verbose_name, ordering="state")
    def shown_state(self, milestone: Milestone) -> str:
        return milestone.shown_state_label


@admin.register(Replanning)
class ReplanningAdmin(ReadOnlyAdmin):
    list_display = ("milestone", "kind", "old_due_on", "new_due_on", "reason", "by", "at")
    list_select_related = ("milestone", "by")
    list_filter = ("kind", "reason")
    search_fields = (*(f"milestone__{name}" for name in columns("title")), "explanation")
    date_hierarchy = "at"
