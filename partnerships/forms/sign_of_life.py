"""The form of a sign of life: two fields."""

from typing import Any

from crispy_forms.layout import Field, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from partnerships.forms.progress import long_text
from partnerships.models import SignOfLife
from stedenband.forms import VersionedForm
from stedenband.texts import WrittenLanguage

WORDS = ("what_happened", "what_next", "language")


class SignOfLifeForm(VersionedForm):
    """This month's, empty or as it was said before."""

    button = _("Give this sign of life")
    layout = Layout(Field("what_happened", rows=3), Field("what_next", rows=3), "language")

    what_happened = long_text(
        _("What happened?"), 3, 1_000, help_text=_("A line or two. “Nothing, because…” is fine.")
    )
    what_next = long_text(_("What comes next?"), 3, 1_000, required=False)
    language = forms.ChoiceField(label=_("I write in"), choices=WrittenLanguage.choices)

    def __init__(
        self, *args: Any, language: str, sign: SignOfLife | None = None, **kwargs: Any
    ) -> None:
        initial: dict[str, Any] = {"version": 0, "language": language}
        if sign:
            initial = {name: getattr(sign, name) for name in WORDS} | {"version": sign.version}
        super().__init__(*args, initial=initial, **kwargs)

    def refuse(self, refusal: ValidationError) -> None:
        """What was opened last month is sent as this month's the next time."""
        super().refuse(refusal)
        if getattr(refusal, "code", None) == "new_month":
            self.say_version(0)
