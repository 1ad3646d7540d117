"""Organisations, with who acts for them."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from partnerships import policies
from partnerships.admin.acting import ActingAdmin, by, save_rows
from partnerships.admin.history import HistoryAdmin
from partnerships.admin.membership import MembershipInline, give
from partnerships.models import Import, Membership, Organisation
from stedenband.admin import ModelForm
from stedenband.texts import WrittenLanguage


class OrganisationForm(ModelForm):
    languages = forms.MultipleChoiceField(
        label=Organisation._meta.get_field("languages").verbose_name,
        choices=WrittenLanguage.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    time_zone = forms.ChoiceField(
        label=Organisation._meta.get_field("time_zone").verbose_name,
        choices=lambda: [(name, name.replace("_", " ")) for name in sorted(available_timezones())],
    )

    class Meta:
        model = Organisation
        fields = ("languages", "time_zone")

    def clean_languages(self) -> list[str]:
        """The first language is the organisation's own: boxes do not change the order."""
        chosen: list[str] = self.cleaned_data["languages"]
        kept = [code for code in self.instance.languages if code in chosen]
        return kept + [code for code in chosen if code not in kept]


@admin.register(Organisation)
class OrganisationAdmin(ActingAdmin, HistoryAdmin):
    form = OrganisationForm
    fields = (
        "name",
        "slug",
        "kind",
        "country",
        "place",
        "precision",
        ("latitude", "longitude"),
        "languages",
        "time_zone",
        ("population", "population_year", "population_source"),
        ("register", "registration"),
        "wikidata_id",
        "name_variants",
        "within",
        "predecessor",
    )
    list_display = ("name", "kind", "country", "place", "precision", "population")
    list_filter = (
        "kind",
        "precision",
        ("registered_from", admin.EmptyFieldListFilter),
        "country",
    )
    search_fields = ("search_text",)
    prepopulated_fields = {"slug": ("name",)}
    autocomplete_fields = ("population_source", "within", "predecessor")
    inlines = [MembershipInline]
    change_list_template = "admin/import_list.html"

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        kind = Import.Kind.ORGANISATION
        context = {"import_kind": kind if policies.may_import(request.user, kind) else ""}
        return super().changelist_view(request, {**(extra_context or {}), **context})

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[Any, bool]:
        return queryset.search(search_term), False  # type: ignore[attr-defined]

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        if formset.model is Membership:
            save_rows(formset, lambda row: give(row, by(request)), change=None)
        else:
            super().save_formset(request, form, formset, change)
