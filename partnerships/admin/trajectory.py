"""Trajectories: started by the action that copies the plan, with their milestones."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from partnerships import actions
from partnerships.admin.acting import ActingAdmin, become, by, save_rows
from partnerships.admin.milestone import MilestoneInline, add_by_action, change_by_action
from partnerships.models import Milestone, Programme, Trajectory
from stedenband.admin import KeptAdmin, ModelForm
from stedenband.texts import columns

ASKED = ("twinning", "programme", "first_month")


class TrajectoryForm(ModelForm):
    class Meta:
        model = Trajectory
        fields = ASKED

    def clean_programme(self) -> Programme:
        programme: Programme = self.cleaned_data["programme"]
        if programme.plan.filter(month__gt=programme.length).exists():
            raise ValidationError(_("The plan of this programme goes on after its last month."))
        return programme


@admin.register(Trajectory)
class TrajectoryAdmin(ActingAdmin, KeptAdmin):
    form = TrajectoryForm
    list_display = ("__str__", "first_month", "length", "state", "is_sample")
    list_select_related = ("programme", "twinning__flemish", "twinning__partner")
    list_filter = ("state", "programme", "is_sample")
    search_fields = (
        "twinning__flemish__search_text",
        "twinning__partner__search_text",
        *(f"programme__{name}" for name in columns("name")),
    )
    date_hierarchy = "first_month"
    autocomplete_fields = ("twinning", "programme")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related(*self.list_select_related)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return (*ASKED, "shift", "length", "state", "is_sample") if obj else ASKED

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return (*ASKED, "shift", "length") if obj else ()

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return [MilestoneInline] if obj else []

    @admin.display(description=_("shift the start"))
    def shift(self, trajectory: Trajectory) -> str:
        url = reverse("partnerships:trajectory-shift", args=[trajectory.pk])
        return format_html('<a href="{}">{}</a>', url, _("In the portal, with the milestones"))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change:
            obj.save(update_fields=["state", "is_sample"])
        else:
            asked = {name: form.cleaned_data[name] for name in ASKED}
            become(obj, actions.start_trajectory(by=by(request), **asked))

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        if formset.model is not Milestone:
            super().save_formset(request, form, formset, change)
            return
        user = by(request)
        save_rows(
            formset,
            add=lambda row: add_by_action(row, user),
            change=lambda row: change_by_action(row, user),
        )
