"""A form for a translation: the original beside each field."""

from dataclasses import dataclass
from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from partnerships.models import Translation
from stedenband.changes import Part, word_changes
from stedenband.fields import RichTextInput
from stedenband.forms import PageForm, VersionedForm

SHORT = 300


@dataclass(frozen=True)
class Pair:
    """A field, the words that it translates, and what changed in them since it was translated."""

    field: forms.BoundField
    words: str
    changes: list[Part]


class TranslationForm(VersionedForm):
    """A field for each text of a thing; what is left empty is read in the original."""

    button = _("Save the translation")
    layout = Layout()

    def __init__(
        self, *args: Any, thing: Any, translation: Translation | None, **kwargs: Any
    ) -> None:
        self.translation = translation
        self.original = thing.original
        words = translation.words if translation else {}
        version = translation.version if translation else 0
        kwargs["initial"] = {"version": version, **words}
        super().__init__(*args, **kwargs)
        for name, label in self.original.labels.items():
            self.fields[name] = self.field_for(name, capfirst(label))

    def field_for(self, name: str, label: str) -> forms.CharField:
        longest = self.original.longest[name]
        is_short = longest is not None and longest <= SHORT
        rows = min(18, 3 + len(self.original.words[name]) // 90)
        many = RichTextInput if name in self.original.rich else forms.Textarea
        widget = forms.TextInput() if is_short else many(attrs={"rows": rows})
        return forms.CharField(label=label, required=False, max_length=longest, widget=widget)

    @cached_property
    def pairs(self) -> list[Pair]:
        before = self.translation.original if self.translation else {}
        return [
            Pair(self[name], words, self.changes_in(before.get(name, words), words))
            for name, words in self.original.words.items()
        ]

    @staticmethod
    def changes_in(before: str, now: str) -> list[Part]:
        return word_changes(before, now) if before != now else []

    def deed(self) -> dict[str, Any]:
        words = {name: self.cleaned_data[name] for name in self.original.words}
        return {"version": self.cleaned_data["version"], "words": words}

    def differences(self) -> list[tuple[str, str, str]]:
        """Of each field that differs: label, translation as it stands now, as it was typed."""
        if not isinstance(self.stale, Translation):
            return []
        found = []
        for name, label in self.original.labels.items():
            now, typed = self.stale.words.get(name, ""), self.cleaned_data.get(name, "")
            if now != typed:
                found.append((label, now, typed))
        return found


class CheckForm(PageForm):
    """A second person finds the translation right, at the version that they read."""

    button = _("The translation is right")
    layout = Layout()

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
