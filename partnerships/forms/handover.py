"""In which language somebody wants the handover file."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stedenband.accounts.models import Language
from stedenband.forms import FilterForm
from stedenband.texts import interface_language


class HandoverFilter(FilterForm):
    language = forms.ChoiceField(
        label=_("Language of the file"), choices=Language.choices, required=False
    )

    def __init__(self, data: Any) -> None:
        super().__init__({"language": data.get("language") or interface_language()})

    @property
    def chosen(self) -> str:
        """The language that was asked for; the page's own where that cannot be understood."""
        return str(self.wanted().get("language") or interface_language())
