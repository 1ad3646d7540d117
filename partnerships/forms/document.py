"""Forms on documents."""

from typing import Any

from crispy_forms.layout import Div, Field, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.forms.progress import long_text
from partnerships.models import Document, Visibility
from stedenband.fields import DayField, OneFileField
from stedenband.forms import PageForm, VersionedForm
from stedenband.texts import WrittenLanguage

WORDS = ("title", "kind", "language", "visibility", "valid_from", "valid_until")
ABOUT_FILE = _("PDF, photo, Word or spreadsheet; at most 10 MB.")


class DocumentForm(VersionedForm):
    """What a document is, who may read it, and until when it holds."""

    button = _("Save the document")
    layout = Layout()

    upload = OneFileField(label=_("File"), help_text=ABOUT_FILE)
    title = forms.CharField(label=_("Title"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=Document.Kind.choices)
    language = forms.ChoiceField(label=_("Written in"), choices=WrittenLanguage.choices)
    visibility = forms.ChoiceField(
        label=_("Who may read it?"),
        choices=Visibility.choices,
        initial=Visibility.TWINNING,
        widget=forms.RadioSelect,
        help_text=_("Each choice opens it to more people. You can narrow it again at any moment."),
    )
    valid_from = DayField(label=_("Valid from"), required=False)
    valid_until = DayField(label=_("Valid until"), required=False)

    def __init__(
        self, *args: Any, language: str, document: Document | None = None, **kwargs: Any
    ) -> None:
        now = {name: getattr(document, name) for name in WORDS} if document else {}
        version = document.version if document else 0
        kwargs["initial"] = {"language": language, **now, "version": version}
        super().__init__(*args, **kwargs)
        file = ["upload"] if document is None else []
        if document is not None:
            del self.fields["upload"]
        self.layout = Layout(
            *file,
            "title",
            Div("kind", "language", css_class="pair-of-fields"),
            "visibility",
            Div("valid_from", "valid_until", css_class="pair-of-fields"),
        )

    def deed(self) -> dict[str, Any]:
        """A new document has no version yet."""
        given = super().deed()
        if "upload" in given:
            del given["version"]
        return given


class DocumentReplaceForm(PageForm):
    button = _("Add this version")
    layout = Layout("upload", Field("note", rows=3))

    upload = OneFileField(label=_("File"), help_text=ABOUT_FILE)
    note = long_text(
        _("What is new in it?"), 3, 1_000, required=False, help_text=_("May stay empty.")
    )


class DocumentWithdrawForm(PageForm):
    button = _("Withdraw the document")
    layout = Layout("reason")

    reason = forms.CharField(label=_("Why is it withdrawn?"), max_length=500)
