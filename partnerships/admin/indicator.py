"""Indicators: their words change here; what was measured is read, and changes in the portal."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from partnerships import actions
from partnerships.admin.acting import ActingAdmin, become, by, stale
from partnerships.models import GROUPS, Indicator, IndicatorPair, Measurement
from stedenband.admin import KeptAdmin, ModelForm, ReadOnlyAdmin, ReadOnlyInline
from stedenband.texts import columns

SIDES = ("twinning__flemish__search_text", "twinning__partner__search_text")
WORDS = ("what", "language", "unit", "baseline_source", *columns("scale"))
READ = (
    "pair",
    "side",
    "kind",
    "direction",
    "baseline_value",
    "baseline_on",
    "target_value",
)


class IndicatorInline(ReadOnlyInline):
    model = Indicator
    fields = ("side", "what", "unit", "direction", "baseline_value", "target_value")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("pair")


class MeasurementInline(ReadOnlyInline):
    model = Measurement
    fields = ("measured_on", "value", *GROUPS, "source", "by", "withdrawn_at")
    readonly_fields = ("withdrawn_at",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("by", "indicator__pair")


@admin.register(IndicatorPair)
class IndicatorPairAdmin(ActingAdmin, KeptAdmin):
    fields = ("twinning", "number", *columns("title"), "is_sample")
    readonly_fields = ("twinning", "number")
    list_display = ("__str__", "twinning", "number", "is_sample")
    list_select_related = ("twinning__flemish", "twinning__partner")
    list_filter = ("is_sample",)
    search_fields = (*columns("title"), *SIDES)
    inlines = [IndicatorInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        names = ("twinning__flemish", "twinning__partner")
        return super().get_queryset(request).select_related(*names)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A pair is added in the portal, on its twinning's page."""
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        words = dict(form.cleaned_data)
        become(obj, actions.rename_indicator(pair=obj, by=by(request), **words))


class IndicatorWordsForm(ModelForm):
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Indicator
        fields = WORDS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen_version"] = self.instance.version

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        if self.has_changed() and cleaned.get("seen_version") != self.instance.version:
            self.add_error(None, stale())
        return cleaned


@admin.register(Indicator)
class IndicatorAdmin(ActingAdmin, KeptAdmin):
    form = IndicatorWordsForm
    fields = (*READ, *WORDS, "seen_version")
    readonly_fields = READ
    list_display = ("__str__", "pair", "side", "unit", "direction", "target_value")
    list_select_related = ("pair",)
    list_filter = ("side", "kind")
    search_fields = ("what", *(f"pair__{name}" for name in (*columns("title"), *SIDES)))
    inlines = [MeasurementInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("pair")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Both halves come with their pair."""
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        words = dict(form.cleaned_data)
        version = words.pop("seen_version")
        saved = actions.change_indicator(indicator=obj, by=by(request), version=version, **words)
        become(obj, saved)


@admin.register(Measurement)
class MeasurementAdmin(ReadOnlyAdmin):
    list_display = ("measured_on", "value", "indicator", "source", "by", "withdrawn_at")
    list_select_related = ("indicator__pair", "by")
    list_filter = (("withdrawn_at", admin.EmptyFieldListFilter),)
    search_fields = ("source", "note", "indicator__what")
    date_hierarchy = "measured_on"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("indicator__pair")
