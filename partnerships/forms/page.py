"""Forms on a side's page."""

from typing import Any

from crispy_forms.layout import Field, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.forms.progress import long_text
from partnerships.models import Page
from stedenband.forms import PageForm, VersionedForm
from stedenband.texts import WrittenLanguage

NAMES = ("lead_service", "language", "text", "summary", "summary_language")


class PageTextForm(VersionedForm):
    """What a side says about itself."""

    button = _("Save our page")
    layout = Layout(
        "lead_service",
        "language",
        Field("text", rows=12),
        Field("summary", rows=3),
        "summary_language",
    )

    lead_service = forms.CharField(
        label=_("Service in charge"),
        max_length=120,
        required=False,
        help_text=_("A service or a post, not a person's name."),
    )
    language = forms.ChoiceField(label=_("We write in"), choices=WrittenLanguage.choices)
    text = long_text(_("What this twinning means to us"), 12, required=False)
    summary = long_text(
        _("Short summary for the other side"),
        3,
        1_000,
        required=False,
        help_text=_("May stay empty."),
    )
    summary_language = forms.ChoiceField(
        label=_("The summary is in"),
        required=False,
        choices=[("", "—"), *WrittenLanguage.choices],
    )

    def __init__(self, *args: Any, page: Page, **kwargs: Any) -> None:
        now = {name: getattr(page, name) for name in NAMES}
        kwargs["initial"] = {**now, "version": page.version}
        super().__init__(*args, **kwargs)


class RemindForm(PageForm):
    button = _("Send the reminder")
    layout = Layout(Field("words", rows=4))

    words = long_text(
        _("A word of your own"), 4, 1_000, required=False, help_text=_("May stay empty.")
    )


class ConfirmedForm(PageForm):
    """Nothing to fill in: one button that does one thing, once."""

    layout = Layout()
