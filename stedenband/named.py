"""Rows in the admin: a field that stands under a heading alone says itself what it is called."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin

if TYPE_CHECKING:
    Rows = forms.BaseInlineFormSet[Any, Any, Any]
    AnyInline = admin.TabularInline[Any, Any]
else:
    Rows = forms.BaseInlineFormSet
    AnyInline = admin.TabularInline


class NamedRows(Rows):
    def add_fields(self, form: Any, index: Any) -> None:
        super().add_fields(form, index)
        for field in form.fields.values():
            # A chooser of related rows wraps the widget that is written.
            widget = getattr(field.widget, "widget", field.widget)
            if not widget.is_hidden:
                widget.attrs.setdefault("aria-label", field.label)


class NamedInline(AnyInline):
    def get_formset(self, request: Any, obj: Any = None, **kwargs: Any) -> Any:
        formset: Any = super().get_formset(request, obj, **kwargs)
        return type(formset.__name__, (NamedRows, formset), {})
