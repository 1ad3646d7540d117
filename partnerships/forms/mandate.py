"""Forms on mandates: the terms of a post."""

from typing import Any

from crispy_forms.layout import Div, Field, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.forms.progress import long_text
from partnerships.models import Exactness, Mandate
from stedenband.fields import DayField
from stedenband.forms import VersionedForm
from stedenband.texts import WrittenLanguage

WORDS = ("starts_on", "starts_known", "ends_on", "ends_known", "filled", "note", "language")


class MandateForm(VersionedForm):
    button = _("Save the term")
    layout = Layout(
        Div("starts_on", "starts_known", css_class="pair-of-fields"),
        Div("ends_on", "ends_known", css_class="pair-of-fields"),
        "filled",
        Field("note", rows=3),
        "language",
    )

    starts_on = DayField(label=_("From"))
    starts_known = forms.ChoiceField(label=_("This is known"), choices=Exactness.choices)
    ends_on = DayField(
        label=_("To and including"), required=False, help_text=_("Empty: no known end.")
    )
    ends_known = forms.ChoiceField(label=_("This end is known"), choices=Exactness.choices)
    filled = forms.ChoiceField(label=_("How is it filled?"), choices=Mandate.Filled.choices)
    note = long_text(
        _("What must a successor know?"),
        3,
        500,
        required=False,
        help_text=_("Of the post, not of a person: no names."),
    )
    language = forms.ChoiceField(label=_("I write in"), choices=WrittenLanguage.choices)

    def __init__(
        self, *args: Any, language: str = "nl", mandate: Mandate | None = None, **kwargs: Any
    ) -> None:
        initial: dict[str, Any] = {"version": 0, "language": language}
        if mandate:
            initial = {name: getattr(mandate, name) for name in WORDS}
            initial["version"] = mandate.version
        super().__init__(*args, initial=initial, **kwargs)
