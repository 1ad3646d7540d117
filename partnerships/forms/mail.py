"""The form in which somebody chooses their mail."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.models import EXPLAINED, SWITCHABLE
from stedenband.forms import PageForm


class MailForm(PageForm):
    button = _("Save my choice")
    layout = Layout("kinds")

    kinds = forms.MultipleChoiceField(
        label=_("Mail that I want"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kinds"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - for the type checker
        field.choices = [(kind.value, f"{kind.label}. {EXPLAINED[kind]}") for kind in SWITCHABLE]
