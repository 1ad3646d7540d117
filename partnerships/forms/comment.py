"""The form for a comment."""

from typing import Any

from crispy_forms.layout import Field, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.forms.progress import long_text
from stedenband.forms import PageForm
from stedenband.texts import WrittenLanguage


class CommentForm(PageForm):
    button = _("Send")
    layout = Layout(Field("text", rows=3), "language")

    text = long_text(_("Your comment"), 3, 4_000)
    language = forms.ChoiceField(label=_("I write in"), choices=WrittenLanguage.choices)

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        kwargs["initial"] = {"language": language}
        super().__init__(*args, **kwargs)
