"""The form with which a twinning is said to be active, dormant or ended."""

from typing import Any

from crispy_forms.bootstrap import InlineRadios
from crispy_forms.layout import Field, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from partnerships.forms.progress import long_text
from partnerships.models import Twinning
from stedenband import clock
from stedenband.fields import DayField
from stedenband.forms import PageForm
from stedenband.texts import WrittenLanguage


class StateForm(PageForm):
    """“Ended” is asked twice: everybody reads it."""

    button = _("Save the state")
    layout = Layout(InlineRadios("state"), "since", Field("reason", rows=3), "language", "is_sure")

    state = forms.ChoiceField(label=_("What is its state now?"), widget=forms.RadioSelect)
    since = DayField(label=_("Since when?"))
    reason = long_text(
        _("Why?"), 3, 500, help_text=_("Everybody reads this on the page of the twinning.")
    )
    language = forms.ChoiceField(label=_("I write in"), choices=WrittenLanguage.choices)
    is_sure = forms.BooleanField(
        label=_("If it has ended: yes, both sides know of this"), required=False
    )

    def __init__(self, *args: Any, twinning: Twinning, language: str, **kwargs: Any) -> None:
        initial = {"since": clock.today(), "language": language}
        super().__init__(*args, initial=initial, **kwargs)
        fields: dict[str, Any] = self.fields
        others = [one for one in Twinning.State.choices if one[0] != twinning.state]
        fields["state"].choices = others

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("state") == Twinning.State.ENDED and not cleaned.get("is_sure"):
            self.add_error("is_sure", ValidationError(_("Tick this to say that it has ended.")))
        return cleaned

    def deed(self) -> dict[str, Any]:
        return {name: value for name, value in super().deed().items() if name != "is_sure"}
