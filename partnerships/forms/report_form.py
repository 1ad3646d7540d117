"""The form on which a filled-in report form is uploaded."""

from collections.abc import Collection
from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.imports.report_form import FilledForm, read_report_form
from partnerships.models import Milestone
from stedenband.forms import PageForm
from stedenband.spreadsheets import read_table


class ReportFileForm(PageForm):
    """A report form from a spreadsheet; what it says becomes a draft."""

    button = _("Bring in as a draft")
    layout = Layout("filled")

    filled = forms.FileField(
        label=_("The form, filled in"),
        help_text=_("XLSX, as it was downloaded here."),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )

    def __init__(
        self, *args: Any, milestone: Milestone, sides: Collection[str], **kwargs: Any
    ) -> None:
        self.milestone, self.sides = milestone, sides
        super().__init__(*args, **kwargs)

    def clean_filled(self) -> FilledForm:
        lines = read_table(self.cleaned_data["filled"], may_merge=True)
        return read_report_form(lines, self.milestone, self.sides)
