"""Spreadsheets: text stays text on the way out, and nothing hostile comes in."""

import csv
import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from stedenband.spreadsheets import (
    MOST_COLUMNS,
    MOST_ROWS,
    Sheet,
    read_table,
    write_csv,
    write_xlsx,
)
from stedenband.texts import CONTROLS
from tests.security.figures import tally

TRIGGERS = ["=", "+", "-", "@", "\t=", "\r=", "＝", '"=', ";=", "\n="]
NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40).filter(
    lambda text: text.strip() and not set(text) & (CONTROLS | {"\r", "\ufeff"})
)


def file(content, name="plan.xlsx"):
    return SimpleUploadedFile(name, content)


def cells(content, name="plan.xlsx"):
    return [line.cells for line in read_table(file(content, name))]


def workbook(**parts):
    """A real workbook of which some parts are replaced, or others added."""
    book = Workbook()
    book.active.append(["Title"])
    source, out = io.BytesIO(), io.BytesIO()
    book.save(source)
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.pop(name, None) or old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


def sheet(inner, before=""):
    return workbook(
        **{SHEET: f"<?xml version='1.0'?>{before}<worksheet {NAMESPACE}>{inner}</worksheet>"}
    )


def row(number, text="x"):
    return f'<row r="{number}"><c r="A{number}" t="inlineStr"><is><t>{text}</t></is></c></row>'


def many_sheets():
    book = Workbook(write_only=True)
    for number in range(300):
        book.create_sheet(str(number)).append(["x"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def lying():
    """A workbook whose sheet says that it is 100 bytes and is three million."""
    data = bytearray(sheet(f"<sheetData>{row(1, 'z' * 3_000_000)}</sheetData>"))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        place = archive.namelist().index(SHEET)
    entry = -1
    for _ in range(place + 1):
        entry = data.index(b"PK\x01\x02", entry + 1)
    data[entry + 24 : entry + 28] = (100).to_bytes(4, "little")
    return bytes(data)


HOSTILE = {
    "entities": lambda: sheet(
        f"<sheetData>{row(1, '&b;')}</sheetData>",
        '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>',
    ),
    "outside entity": lambda: sheet(
        f"<sheetData>{row(1, '&x;')}</sheetData>",
        '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    ),
    "many rows": lambda: sheet(
        "<sheetData>" + "".join(row(n) for n in range(1, MOST_ROWS + 3)) + "</sheetData>"
    ),
    "a row at the end": lambda: sheet(f"<sheetData>{row(1)}{row(1048576)}</sheetData>"),
    "empty rows": lambda: sheet("<sheetData>" + "<row/>" * 400_000 + "</sheetData>"),
    "many columns": lambda: write_xlsx([Sheet("x", ["x"] * (MOST_COLUMNS + 1), [])]),
    "many sheets": many_sheets,
    "many strings": lambda: workbook(
        **{STRINGS: f"<sst {NAMESPACE}>" + "<si><t/></si>" * 300_000 + "</sst>"}
    ),
    "a bomb": lambda: workbook(**{STRINGS: b"<sst>" + b" " * 60_000_000}),
    "many attributes": lambda: sheet(
        "<sheetData/><x " + " ".join(f'a{n}="1"' for n in range(800_000)) + "/>"
    ),
    "a lie about its size": lying,
    "a ZIP in a ZIP": lambda: zipped("inner.zip", zipped("x.txt", b"0" * 1000)),
    "Word": lambda: zipped("word/document.xml", b"<x/>"),
    "a password": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4000,
    "half a file": lambda: workbook()[:-200],
    "a macro": lambda: workbook(**{"xl/vbaProject.bin": b"x"}),
    "a picture": lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
    "nothing": lambda: b"",
    "an open quote": lambda: b'Title\n"abc\n',
    "a CSV of many rows": lambda: b"a;b\n" * (MOST_ROWS + 2),
    "a CSV of many columns": lambda: b";" * 1000,
    "a CSV of one cell": lambda: b"x" * 3_000_000,
}


def zipped(name, content):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE)
def test_what_is_hostile_or_broken_is_refused_by_name(make):
    with pytest.raises(ValidationError, match=r"plan\.xlsx"):
        read_table(file(make()))
    tally("F11 hostile tables", files=1, refused=1)


@pytest.mark.parametrize("trigger", TRIGGERS)
def test_text_never_becomes_a_formula(trigger):
    table = Sheet("Plan", ["Title", trigger], [[f"{trigger}1+1", trigger]])
    book = load_workbook(io.BytesIO(write_xlsx([table])))
    kinds = {cell.data_type for line in book.active.iter_rows() for cell in line}
    read = list(csv.reader(io.StringIO(write_csv(table).decode("utf-8-sig"), newline="")))
    started = [one for line in read for one in line if one.startswith(tuple("=+-@\t\r\n＝"))]
    assert (kinds, started) == ({"s"}, [])


def test_numbers_and_dates_are_real_and_codes_are_text():
    table = Sheet("Plan", ["A", "B", "C", "D"], [["1.10", 12, Decimal("3.5"), date(2026, 3, 31)]])
    page = load_workbook(io.BytesIO(write_xlsx([table]))).active
    values = [(one.value, one.data_type, one.number_format) for one in page[2]]
    assert (page.freeze_panes, values[0], values[1][:2], values[2][:2], values[3][1]) == (
        "A2",
        ("1.10", "s", "@"),
        (12, "n"),
        (3.5, "n"),
        "d",
    )


def test_a_csv_carries_its_mark_and_the_line_ends_of_the_rule():
    content = write_csv(Sheet("Plan", ["Título", "B"], [["a,b", 'c"d']]))
    assert content == '\ufeffTítulo,B\r\n"a,b","c""d"\r\n'.encode()


@pytest.mark.parametrize("write", [lambda one: write_xlsx([one]), write_csv])
@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.tuples(texts, texts), max_size=5))
def test_what_is_written_is_read_back(write, rows):
    table = Sheet("Plan", ["A", "B"], [list(row) for row in rows])
    assert cells(write(table)) == [["A", "B"], *(list(row) for row in rows)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_is_read_with_the_delimiter_it_has(delimiter):
    content = delimiter.join(["Title", "Plan"]) + "\r\n" + delimiter.join(["Année", "x"])
    assert cells(content.encode("cp1252"), "plan.csv") == [["Title", "Plan"], ["Année", "x"]]


def test_formulas_are_told_and_empty_lines_left_out():
    book = Workbook()
    book.active.append([])
    book.active.append(["Title", "x"])
    book.active.append([None, "=1+1"])
    out = io.BytesIO()
    book.save(out)
    lines = read_table(file(out.getvalue()))
    assert [(one.number, one.formulas) for one in lines] == [(2, set()), (3, {1})]


def test_merged_cells_are_told_by_their_place():
    book, out = Workbook(), io.BytesIO()
    for row in (["Title", "Goal"], ["Bees", "15.5"], ["", "13.3"], ["Wasps", "15.5"]):
        book.active.append(row)
    book.active.merge_cells("A2:A3")
    book.save(out)
    with pytest.raises(ValidationError, match=r"merged cells \(A2:A3\)"):
        cells(out.getvalue())


def test_what_is_merged_on_a_sheet_that_is_not_read_is_no_matter():
    book, out = Workbook(), io.BytesIO()
    book.active.append(["Title"])
    book.create_sheet("Notes").merge_cells("A1:B1")
    book.save(out)
    assert cells(out.getvalue()) == [["Title"]]
