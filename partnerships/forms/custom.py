"""The form on a side's unwritten rules."""

from typing import Any

from crispy_forms.layout import Field, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.models import Custom
from partnerships.models.custom import CUSTOM_READERS
from stedenband.fields import RichTextField
from stedenband.forms import VersionedForm
from stedenband.texts import WrittenLanguage

NAMES = ("text", "language", "visibility", "version")


class CustomForm(VersionedForm):
    button = _("Save our unwritten rules")
    layout = Layout(Field("text", rows=14), "language", "visibility")

    text = RichTextField(
        label=_("What does somebody who comes new have to know?"),
        rows=14,
        required=False,
        help_text=_(
            "How the other side prefers to be called. When not to plan anything. What to bring, "
            "and what never to ask. No names of persons: posts."
        ),
    )
    language = forms.ChoiceField(label=_("I write in"), choices=WrittenLanguage.choices)
    visibility = forms.ChoiceField(label=_("Who may read it?"), choices=CUSTOM_READERS)

    def __init__(self, *args: Any, custom: Custom | None, language: str, **kwargs: Any) -> None:
        new = {"version": 0, "language": language}
        now = {name: getattr(custom, name) for name in NAMES} if custom else new
        super().__init__(*args, initial=now, **kwargs)
