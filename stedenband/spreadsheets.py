"""Tables out to spreadsheets and in from them: XLSX and CSV, never a formula, never a bomb.

A workbook is looked into before it is opened: how large its parts are unpacked and of how many
tags and attributes they consist decides what opening it would cost, whatever it says of itself.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from stedenband.files import OFFICE, shown_name
from stedenband.texts import CONTROLS, DIRECTIONS, printable

XLSX = next(kind for kind, (suffix, _part) in OFFICE.items() if suffix == ".xlsx")
CSV = "text/csv"
MOST_ROWS = 5_000
MOST_COLUMNS = 40
MOST_BYTES = 10 * 1024 * 1024
MOST_PARTS = 200
MOST_UNPACKED = 40 * 1024 * 1024
MOST_PIECES = 600_000
DEAR = {"xl/sharedStrings.xml": 3, "xl/styles.xml": 3}  # what a piece costs where it costs more
EMPTIER = 4  # so many rows, empty ones among them, for one that holds something
LONGEST_CELL = 20_000
HEAVIEST_CELL = 32_767  # characters that a workbook holds in one cell
WIDEST, NARROWEST = 60, 8
LOOKED_AT = 200  # rows, to see how wide the columns are
PIECE = 64 * 1024  # of CSV, given away at once
MERGES = re.compile(rb'<(?:\w+:)?mergeCell ref="([A-Z0-9:]{1,20})"')
MOST_NAMED = 5
TRIGGERS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
PASSWORD_PROTECTED = b"\xd0\xcf\x11\xe0"

NO_TABLE = _("“%(name)s” is no XLSX or CSV file. Save the table as one of these and try again.")
LOCKED = _("“%(name)s” is an old or a password-protected file: save it as XLSX without a password.")
TOO_LARGE = _("“%(name)s” is too large: at most %(rows)s rows and %(columns)s columns.")
DAMAGED = _("“%(name)s” cannot be read: it is damaged. Save it again and choose it again.")
MERGED = _(
    "“%(name)s” has merged cells (%(cells)s), and what they say of each row cannot be told. "
    "Take the merging away and fill in every row."
)
IS_EMPTY = _("“%(name)s” holds no table.")

Value = str | int | Decimal | float | date | datetime | bool | None


@dataclass(frozen=True)
class Sheet:
    """A table to write: its name, its head and its rows, of which any number may come by."""

    name: str
    head: Sequence[str]
    rows: Iterable[Sequence[Value]]


@dataclass
class Line:
    """A row that was read: its number in the file, its cells, which of them held a formula."""

    number: int
    cells: list[Value]
    formulas: set[int] = field(default_factory=set)


# --- Out ----------------------------------------------------------------------------------------


def write_xlsx(sheets: Iterable[Sheet]) -> bytes:
    out = io.BytesIO()
    save_xlsx(sheets, out)
    return out.getvalue()


def save_xlsx(sheets: Iterable[Sheet], out: IO[bytes]) -> None:
    """A workbook: text as text, real dates and numbers, the head frozen, columns wide enough."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        page = book.create_sheet(sheet.name[:31])
        page.freeze_panes = "A2"
        rows = iter(sheet.rows)
        first = list(islice(rows, LOOKED_AT))
        for number, width in enumerate(widths(sheet.head, first), start=1):
            page.column_dimensions[get_column_letter(number)].width = width
        page.append([head_cell(page, text) for text in sheet.head])
        for row in chain(first, rows):
            page.append([body_cell(page, value) for value in row])
    book.save(out)


def widths(head: Sequence[str], rows: Iterable[Sequence[Value]]) -> list[int]:
    longest = [len(text) for text in head]
    for row in rows:
        longest = [max(one, len(str(value or ""))) for one, value in zip(longest, row, strict=True)]
    return [min(WIDEST, max(NARROWEST, length + 2)) for length in longest]


def head_cell(page: Any, text: str) -> Cell:
    cell: Cell = body_cell(page, text)
    cell.font = Font(bold=True)
    return cell


def body_cell(page: Any, value: Value) -> Any:
    """A cell whose text is never a formula: stored as a string, in a column of text."""
    if not isinstance(value, str):
        return WriteOnlyCell(page, value=value)  # type: ignore[arg-type]
    cell = WriteOnlyCell(page, value=printable(value))
    cell.data_type, cell.number_format = "s", "@"
    if len(value) > WIDEST:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def write_csv(sheet: Sheet) -> bytes:
    """UTF-8 with its mark, so that a town hall's spreadsheet reads the accents; RFC 4180."""
    return b"".join(stream_csv(sheet.head, sheet.rows))


def stream_csv(head: Sequence[str], rows: Iterable[Sequence[Value]]) -> Iterator[bytes]:
    """The same piece by piece, for tables of any length."""
    out = io.StringIO("\ufeff", newline="")
    out.seek(0, io.SEEK_END)
    writer = csv.writer(out, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    writer.writerow([harmless(text) for text in head])
    for row in rows:
        writer.writerow([harmless(value) for value in row])
        if out.tell() > PIECE:
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode()


def harmless(value: Value) -> str:
    """A value as CSV holds it; text that a spreadsheet would calculate gets an apostrophe."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return value.isoformat() if isinstance(value, date) else str(value)
    text = printable(value)
    return f"'{text}" if text.startswith((*TRIGGERS, "'")) else text


# --- In -----------------------------------------------------------------------------------------


def read_table(upload: "UploadedFile[bytes]", *, may_merge: bool = False) -> list[Line]:
    """The rows of the first sheet that has any, empty ones left out.

    In a table each row says all of itself, so cells that are merged are refused unless they may be.
    Raises ValidationError, with the file's name, for what is no table or costs too much to open.
    """
    name = {"name": shown_name(upload.name or "")}
    if not upload.size:
        raise ValidationError(IS_EMPTY, params=name)
    if upload.size > MOST_BYTES:
        raise too_large(name)
    upload.seek(0)
    head = upload.read(8)
    upload.seek(0)
    if head.startswith(PASSWORD_PROTECTED):
        raise ValidationError(LOCKED, params=name)
    is_workbook = head.startswith(b"PK\x03\x04")
    read = read_xlsx(upload, name, may_merge) if is_workbook else read_csv(upload, name)
    lines = [line for line in read if any(not is_blank(one) for one in line.cells)]
    if not lines:
        raise ValidationError(IS_EMPTY, params=name)
    return lines


def too_large(name: dict[str, str]) -> ValidationError:
    return ValidationError(TOO_LARGE, params={**name, "rows": MOST_ROWS, "columns": MOST_COLUMNS})


def is_blank(value: Value) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def read_xlsx(upload: Any, name: dict[str, str], may_merge: bool) -> list[Line]:
    try:
        merged = weigh(upload, name)
        upload.seek(0)
        book = load_workbook(upload, read_only=True, keep_links=False)
        pages: list[Any] = list(book.worksheets)
        for page in pages:
            page.reset_dimensions()
            if lines := lines_of(page, name):
                cells = merged.get(page._worksheet_path.lstrip("/"))
                if cells and not may_merge:
                    raise ValidationError(MERGED, params={**name, "cells": cells})
                return lines
    except ValidationError:
        raise
    except Exception as error:
        # ZIP, zlib and openpyxl raise many kinds of error on damaged files; to who sends one each
        # means the same.
        raise ValidationError(DAMAGED, params=name) from error
    return []


def weigh(upload: IO[bytes], name: dict[str, str]) -> dict[str, str]:
    """Refuse a workbook that would cost too much to open, before it is opened.

    Answers which cells are merged, by the part of the workbook that holds them.
    """
    with zipfile.ZipFile(upload) as archive:
        parts = archive.infolist()
        names = {part.filename for part in parts}
        if "xl/workbook.xml" not in names or "[Content_Types].xml" not in names:
            raise ValidationError(NO_TABLE, params=name)
        if any(part.flag_bits & 1 for part in parts):
            raise ValidationError(LOCKED, params=name)
        unpacked = sum(part.file_size for part in parts)
        if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED:
            raise too_large(name)
        if len(names) < len(parts) or any("vbaProject" in one for one in names):
            raise ValidationError(DAMAGED, params=name)
        return weigh_parts(archive, parts, name)


def weigh_parts(
    archive: zipfile.ZipFile, parts: Iterable[zipfile.ZipInfo], name: dict[str, str]
) -> dict[str, str]:
    cost, merged = 0, {}
    for part in parts:
        if not part.filename.endswith((".xml", ".rels")):
            continue
        with archive.open(part) as file:
            content = file.read()
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content or b"\x00" in content:
            raise ValidationError(DAMAGED, params=name)
        pieces = max(content.count(b"<"), content.count(b'="'))
        cost += pieces * DEAR.get(part.filename, 1)
        if cost > MOST_PIECES:
            raise too_large(name)
        if cells := MERGES.findall(content)[:MOST_NAMED]:
            merged[part.filename] = ", ".join(cell.decode() for cell in cells)
    return merged


def lines_of(page: Any, name: dict[str, str]) -> list[Line]:
    lines = []
    for number, cells in enumerate(page.iter_rows(max_col=MOST_COLUMNS + 1), start=1):
        line = Line(number, [])
        for place, cell in enumerate(cells):
            line.cells.append(plain(cell.value))
            if cell.data_type == "f":
                line.formulas.add(place)
        while line.cells and line.cells[-1] is None:
            line.cells.pop()
        if line.cells:
            lines.append(line)
        if max(len(lines), number / EMPTIER) > MOST_ROWS + 1 or len(line.cells) > MOST_COLUMNS:
            raise too_large(name)
    return lines


def plain(value: Any) -> Value:
    """What a cell holds, as one of the kinds that we read; anything else as its text."""
    known = isinstance(value, str | int | float | date | bool | Decimal)
    return value if value is None or known else str(value)


def read_csv(upload: "UploadedFile[bytes]", name: dict[str, str]) -> list[Line]:
    raw = upload.read()
    if b"\x00" in raw:
        raise ValidationError(NO_TABLE, params=name)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    first = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(";,\t", key=first.count)
    lines = []
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        for row in reader:
            lines.append(Line(reader.line_num, [undone(cell) for cell in row]))
            if len(lines) > MOST_ROWS + 1 or len(row) > MOST_COLUMNS:
                raise too_large(name)
    except csv.Error as error:
        raise ValidationError(DAMAGED, params=name) from error
    return lines


def undone(text: str) -> str:
    """The text without the apostrophe that our own export put before it."""
    return text[1:] if text.startswith("'") and text[1:].startswith((*TRIGGERS, "'")) else text


def text_in(value: Value) -> str:
    """A cell's text; raises ValidationError for invisible characters and for what is too long."""
    text = " ".join(str(value if value is not None else "").split())
    if any(c in CONTROLS | DIRECTIONS for c in text):
        raise ValidationError(_("This text has invisible control characters: type it again."))
    if len(text) > LONGEST_CELL:
        raise ValidationError(_("This text is too long."))
    return text
