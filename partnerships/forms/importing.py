"""Forms on imports: a table to look into, what it does to be agreed to, and undoing it."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from partnerships.imports.table import (
    Comparison,
    Importer,
    Row,
    Table,
    rows_as_json,
    rows_from_json,
)
from stedenband.files import shown_name
from stedenband.forms import PageForm
from stedenband.spreadsheets import read_table

SALT = "import"


class ImportForm(PageForm):
    """A table from a spreadsheet; looking into it writes nothing."""

    button = _("Look what it would change")
    layout = Layout("table")

    table = forms.FileField(
        label=_("Table"),
        help_text=_("XLSX or CSV, at most 5,000 rows. The first row names the columns."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def __init__(self, *args: Any, importer: Importer[Any, Any], **kwargs: Any) -> None:
        self.importer = importer
        super().__init__(*args, **kwargs)

    def clean_table(self) -> Table[Any]:
        upload = self.cleaned_data["table"]
        self.file_name = shown_name(upload.name or "")
        return self.importer.read(read_table(upload))


class ImportConfirmForm(PageForm):
    """The rows that were looked at, as they were read, and what they would do."""

    button = _("Import all of this")
    layout = Layout("packed")

    packed = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, importer: Importer[Any, Any], **kwargs: Any) -> None:
        self.importer = importer
        super().__init__(*args, **kwargs)

    @classmethod
    def for_rows(
        cls,
        importer: Importer[Any, Any],
        rows: Sequence[Row],
        comparison: Comparison[Any, Any],
        file_name: str,
    ) -> "ImportConfirmForm":
        given = {"rows": rows_as_json(rows), "seen": comparison.digest, "file_name": file_name}
        packed = signing.dumps(given, salt=SALT, compress=True)
        return cls(initial={"packed": packed}, importer=importer)

    def clean_packed(self) -> dict[str, Any]:
        try:
            given = signing.loads(self.cleaned_data["packed"], salt=SALT)
        except signing.BadSignature:
            raise ValidationError(_("This table cannot be read again: upload it again.")) from None
        return {**given, "rows": rows_from_json(self.importer, given["rows"])}

    @property
    def given(self) -> dict[str, Any]:
        """The rows that came back and their file; nothing when they cannot be read."""
        return (self.cleaned_data.get("packed") if self.is_bound else None) or {}

    def deed(self) -> dict[str, Any]:
        packed: dict[str, Any] = self.cleaned_data["packed"]
        return packed


class ImportUndoForm(PageForm):
    """Nothing to fill in: undoing is agreed to."""

    button = _("Undo this import")
    layout = Layout()
