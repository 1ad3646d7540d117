"""Two people, one row in the admin: who saves second is told, whichever noun it is.

A form carries the edition of what it showed: a digest of the fields that it would overwrite. A
noun needs no column for it, and one without a version cannot be forgotten.
"""

import hashlib
import json
from copy import copy
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from stedenband.named import NamedInline

if TYPE_CHECKING:
    AnyForm = forms.ModelForm[Any]
    AnyAdmin = admin.ModelAdmin[Any]
else:
    AnyForm = forms.ModelForm
    AnyAdmin = admin.ModelAdmin

EDITION = "edition"
BOTH = _("Somebody else saved this meanwhile. Compare both texts below.")
NOW = _("As it stands now: %(text)s")


def plain(value: Any) -> Any:
    """A value of a form as it is compared: rows by their keys, in no order."""
    if isinstance(value, list | tuple | set | QuerySet):
        return sorted(str(plain(one)) for one in value)
    return value.pk if isinstance(value, models.Model) else value


def digest_of(values: dict[str, Any]) -> str:
    said = json.dumps(
        {name: plain(value) for name, value in values.items()},
        sort_keys=True,
        cls=DjangoJSONEncoder,
        default=str,
    )
    return hashlib.sha256(said.encode()).hexdigest()[:32]


class EditionForm(AnyForm):
    """A form that knows which edition it showed; of a stale one nothing is saved or lost."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stale = False
        shown = {name: value for name, value in self.initial.items() if name in self.fields}
        self.edition = digest_of(shown) if self.instance.pk else ""
        field = forms.CharField(widget=forms.HiddenInput, required=False, max_length=32)
        self.fields[EDITION] = field
        self.initial[EDITION] = self.edition

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        seen = cleaned.pop(EDITION, "")
        if seen and seen != self.edition:
            self.give_both()
        return cleaned

    def give_both(self) -> None:
        """What stands now beside each field that differs; sent again, what was typed replaces it.

        The instance is still as it was read: what was typed is put into it after this.
        """
        self.stale = True
        data: Any = copy(self.data)
        for name in (EDITION, "seen_version"):
            if name in self.fields:
                data[self.add_prefix(name)] = str(self.initial[name])
        self.data = data
        self.add_error(None, BOTH)
        for name in self.changed_data:
            if name in self.initial and not self.fields[name].widget.is_hidden:
                self.add_error(name, NOW % {"text": self.shown(name) or "–"})

    def shown(self, name: str) -> str:
        value = self.initial[name]
        if isinstance(value, list | tuple | QuerySet):
            return ", ".join(str(one) for one in value)
        found = getattr(self.instance, name, value)
        return str(found if isinstance(found, models.Model) else value or "")


def with_edition(form: Any) -> Any:
    return type(form.__name__, (EditionForm, form), {})


def is_write(request: HttpRequest) -> bool:
    return request.method == "POST" and connection.in_atomic_block


class EditedAdmin(AnyAdmin):
    """Its change form carries an edition, compared while the row is locked."""

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        found = super().get_object(request, object_id, from_field)
        if found is None or not is_write(request):
            return found
        rows = self.model._base_manager.select_for_update()
        list(rows.filter(pk=found.pk).values_list("pk"))
        return super().get_object(request, object_id, from_field)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        return with_edition(form) if change else form

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        response = super().render_change_form(request, context, *args, **kwargs)
        rows = [form for each in context["inline_admin_formsets"] for form in each.formset.forms]
        if any(getattr(form, "stale", False) for form in (context["adminform"].form, *rows)):
            response.status_code = 409
        return response


class EditedInline(NamedInline):
    """Rows that are edited beside what they belong to, each with its edition."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        return rows.select_for_update(of=("self",)) if is_write(request) else rows

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*super().get_fields(request, obj), EDITION]

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        asked = [name for name in super().get_fields(request, obj) if name != EDITION]
        formset: Any = super().get_formset(request, obj, **{"fields": asked, **kwargs})
        formset.form = with_edition(formset.form)
        return formset
