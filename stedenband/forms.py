"""The one way in which a form of the portal is laid out, carried out and given back."""

from collections.abc import Callable
from copy import copy
from typing import Any, ClassVar, Self
from uuid import UUID, uuid4

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stedenband.kept import Restored
from stedenband.layout import PRIVATE, Kept, KeptState, is_typed
from stedenband.models import HandledForm
from stedenband.storage import atomic_with_files
from stedenband.texts import validate_plain
from stedenband.versions import StaleVersion, Versioned


class FilterForm(forms.Form):
    """What a reader narrows a list to, in its address; what cannot be understood is left out."""

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper(self)
        helper.form_tag = False
        helper.disable_csrf = True
        return helper

    def wanted(self) -> dict[str, Any]:
        self.is_valid()
        understood: dict[str, Any] = getattr(self, "cleaned_data", {})
        return understood


class PageForm(forms.Form):
    """A form of a page: crispy layout, a button that says what happens, and `perform`.

    `once` makes it safe to send twice; a form of something that can be edited carries `version`.
    What is typed in it is kept until it is sent (stedenband/kept.py), but for what is `private`.
    """

    layout: Layout
    button: ClassVar[str | Promise] = _("Save")
    private: ClassVar[tuple[str, ...]] = ()  # fields with personal data: kept nowhere unsent
    required_css_class = "required"

    once = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.restored = self.data if isinstance(self.data, Restored) else None
        self.is_bound = self.is_bound and self.restored is None
        self.own_page = ""  # where it stands on another
        self.stale: Versioned | None = None
        self.made: Any = None
        self.fields["once"].initial = uuid4
        for field in self.fields.values():
            if isinstance(field, forms.CharField) and not isinstance(field, forms.UUIDField):
                field.validators.append(validate_plain)

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper(self)
        hidden = [Field(name) for name in ("once", "version") if name in self.fields]
        helper.layout = Layout(*hidden, Kept(), *self.layout, KeptState())
        helper.form_tag = False
        helper.disable_csrf = True
        helper.show_errors = True
        helper.form_show_errors = True
        helper.error_text_inline = False
        return helper

    # --- What was typed before ---

    def at(self, address: str) -> Self:
        """The form, on another page than its own, which has this address."""
        self.own_page = address
        return self

    @property
    def has_typed(self) -> bool:
        """Whether somebody's words stand in it already: as sent, or as kept."""
        return self.is_bound or self.restored is not None

    @property
    def is_restored(self) -> bool:
        return self.restored is not None

    @property
    def left_out(self) -> tuple[str, ...]:
        """The fields that are not kept while somebody types."""
        alone = [name for name, one in self.fields.items() if isinstance(one, PRIVATE)]
        return (*self.private, *alone)

    @property
    def is_kept(self) -> bool:
        """Whether there is something to type in it that may be kept."""
        words = {name for name, field in self.fields.items() if is_typed(field)}
        return bool(words - {*self.left_out})

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        """What was typed before stands in its field; the version stays that of the page."""
        now = super().get_initial_for_field(field, field_name)
        typed = self.typed_before(field, field_name)
        return now if typed is None or field_name == "version" else typed

    def typed_before(self, field: forms.Field, name: str) -> Any:
        if self.restored is None or (field.widget.is_hidden and name not in ("once", "version")):
            return None
        given: Any = (self.restored, MultiValueDict(), self.add_prefix(name))
        if field.widget.value_omitted_from_data(*given):
            return None
        return field.widget.value_from_datadict(*given)

    @property
    def is_overtaken(self) -> bool:
        """Whether somebody else saved this since what is restored here was typed."""
        if self.restored is None or "version" not in self.fields:
            return False
        field = self.fields["version"]
        now = super().get_initial_for_field(field, "version")
        return str(self.typed_before(field, "version") or now) != str(now)

    def both_texts(self) -> list[tuple[str, str, str]]:
        """Label, text as it stands now, text as it was typed: of each text that differs."""
        if not self.is_overtaken:
            return self.differences()
        found = []
        for name, field in self.fields.items():
            now = super().get_initial_for_field(field, name) or ""
            typed = self.typed_before(field, name)
            if is_typed(field) and typed is not None and str(now) != typed:
                found.append((str(field.label), str(now), typed))
        return found

    # --- Carrying it out ---

    @property
    def status(self) -> int:
        """The HTTP status of the page that shows this form."""
        return 409 if self.stale else 200

    def deed(self) -> dict[str, Any]:
        """What is handed to the action: the cleaned fields without `once`."""
        return {name: value for name, value in self.cleaned_data.items() if name != "once"}

    def perform(self, action: Callable[..., Any], **given: Any) -> bool:
        """Carry the form out: true when it was done now, or had been done by this very form.

        What the action made is `made`; what it refuses is shown on the form, nothing is saved then.
        """
        if not self.is_bound or not self.is_valid():
            return False
        try:
            with atomic_with_files():
                if self.claim(given["by"].pk):
                    self.made = action(**given, **self.deed())
        except ValidationError as refusal:
            self.refuse(refusal)
        except StaleVersion as meanwhile:
            self.give_both(meanwhile.current)
        return not self.errors

    def claim(self, user_id: int) -> bool:
        """Whether this form was not carried out yet; of two at the same moment one gets true."""
        token: UUID | None = self.cleaned_data.get("once")
        if token is None:
            return True
        try:
            with transaction.atomic():
                HandledForm.objects.create(token=token, user_id=user_id)
        except IntegrityError:
            return False
        return True

    def refuse(self, refusal: ValidationError) -> None:
        """Put each message on its field, or above the form where it has none."""
        if not hasattr(refusal, "error_dict"):
            self.add_error(None, refusal)
            return
        for name, errors in refusal.error_dict.items():
            field = name if name in self.fields and name != NON_FIELD_ERRORS else None
            self.add_error(field, errors)

    def give_both(self, current: Versioned) -> None:
        """Show what stands now beside what was typed; sent again, what was typed replaces it."""
        self.stale = current
        self.say_version(current.version)
        self.add_error(None, _("Somebody else saved this meanwhile. Compare both texts below."))

    def say_version(self, version: int) -> None:
        """Sent again, the form is about this version, whichever it was opened at."""
        data: Any = copy(self.data)
        data[self.add_prefix("version")] = str(version)
        self.data = data

    def differences(self) -> list[tuple[str, str, str]]:
        """Label, text as it stands now, text as typed here: of each field that differs."""
        if self.stale is None:
            return []
        columns = {field.name for field in self.stale._meta.concrete_fields}
        found = []
        for name, field in self.fields.items():
            if field.widget.is_hidden or name not in columns:
                continue
            now, typed = getattr(self.stale, name), self.cleaned_data.get(name)
            if str(now or "") != str(typed or ""):
                found.append((str(field.label), str(now or ""), str(typed or "")))
        return found


class VersionedForm(PageForm):
    """A form of something that two people may edit at the same time."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
