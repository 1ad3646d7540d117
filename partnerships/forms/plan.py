"""Forms on a side's plan table: a file to look into, and what it does to be agreed to."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from partnerships.imports.plan import PlanRow, PlanTable, as_lists, read_plan
from partnerships.imports.table import Comparison
from stedenband.forms import PageForm
from stedenband.spreadsheets import read_table

SALT = "plan"


class PlanForm(PageForm):
    """A table from a spreadsheet; looking into it writes nothing."""

    button = _("Look what it would change")
    layout = Layout("table")

    table = forms.FileField(
        label=_("Our plan table"),
        help_text=_("XLSX or CSV, at most 5,000 rows. The first row names the columns."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def __init__(self, *args: Any, side: str, **kwargs: Any) -> None:
        self.side = side
        super().__init__(*args, **kwargs)

    def clean_table(self) -> PlanTable:
        return read_plan(read_table(self.cleaned_data["table"]), self.side)


class PlanConfirmForm(PageForm):
    """The rows that were looked at, as they were read, and what they would do."""

    button = _("Take all of this over")
    layout = Layout("packed")

    packed = forms.CharField(widget=forms.HiddenInput)

    @classmethod
    def for_rows(cls, rows: list[PlanRow], comparison: Comparison[Any, Any]) -> "PlanConfirmForm":
        given = {"rows": as_lists(rows), "seen": comparison.digest}
        return cls(initial={"packed": signing.dumps(given, salt=SALT, compress=True)})

    def clean_packed(self) -> dict[str, Any]:
        try:
            given = signing.loads(self.cleaned_data["packed"], salt=SALT)
        except signing.BadSignature:
            raise ValidationError(_("This table cannot be read again: upload it again.")) from None
        return {"rows": [PlanRow.from_list(row) for row in given["rows"]], "seen": given["seen"]}

    @property
    def rows(self) -> list[PlanRow]:
        """The rows that came back; none when they cannot be read."""
        packed = self.cleaned_data.get("packed") if self.is_bound else None
        return packed["rows"] if packed else []

    def deed(self) -> dict[str, Any]:
        packed: dict[str, Any] = self.cleaned_data["packed"]
        return packed
