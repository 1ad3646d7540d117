"""Programmes and their plan."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from partnerships.admin.history import HistoryAdmin
from partnerships.models import PlanItem, Programme
from stedenband.admin import InlineFormSet, ModelAdmin, ModelForm
from stedenband.editions import EditedInline
from stedenband.texts import columns

BEYOND = _("The programme has no such month.")


class PlanFormSet(InlineFormSet):
    def clean(self) -> None:
        """A plan ends with its programme: a trajectory could not start from it otherwise."""
        super().clean()
        for form in self.forms:
            month = form.cleaned_data.get("month") if hasattr(form, "cleaned_data") else None
            kept = form not in self.deleted_forms
            if kept and month and month > (self.instance.length or 0):
                form.add_error("month", BEYOND)


class PlanInline(EditedInline):
    """The plan in short; what closes an item and its targets are on its own page."""

    model = PlanItem
    formset = PlanFormSet
    fields = ("month", "duty", *columns("title"))
    extra = 0
    show_change_link = True


@admin.register(Programme)
class ProgrammeAdmin(HistoryAdmin):
    list_display = ("__str__", "funder", "first_month", "length", "is_listed", "is_sample")
    list_select_related = ("funder",)
    list_filter = ("is_listed", "is_sample")
    search_fields = ("slug", *columns("name"), *columns("call"))
    date_hierarchy = "first_month"
    prepopulated_fields = {"slug": ("name_nl",)}
    autocomplete_fields = ("funder", "lead", "supporters", "sources")
    inlines = [PlanInline]


class PlanItemForm(ModelForm):
    class Meta:
        model = PlanItem
        fields = ("programme", "month")

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        programme, month = cleaned.get("programme"), cleaned.get("month")
        if programme and month and month > programme.length:
            self.add_error("month", BEYOND)
        return cleaned


@admin.register(PlanItem)
class PlanItemAdmin(ModelAdmin):
    form = PlanItemForm
    fields = ("programme", "month", "duty", *columns("title"), *columns("closing"), "targets")
    list_display = ("title_here", "programme", "month", "duty")
    list_select_related = ("programme",)
    list_filter = ("duty", "programme")
    search_fields = columns("title")
    autocomplete_fields = ("programme", "targets")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("programme")

    @admin.display(description=PlanItem._meta.verbose_name)
    def title_here(self, item: PlanItem) -> str:
        return str(item.title)
