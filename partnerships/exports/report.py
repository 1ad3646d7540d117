"""A report on screen, as PDF by typst, as DOCX by python-docx: each from the document alone."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import typst
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from docx.document import Document as Paper
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph as Line

from partnerships.models import Report
from partnerships.reports.document import (
    Block,
    Document,
    Figures,
    Gap,
    Paragraph,
    Points,
    Said,
    Section,
    Table,
    from_json,
    to_json,
)

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEMPLATE = Path(__file__).with_name("report.typ")
ROUND_A_WORD, WIDEST = 8, 24  # characters of a column, when a table shares its page
NO_FONTS: list[str] = []
MUTED, WARNING = RGBColor(0x59, 0x59, 0x59), RGBColor(0x7A, 0x3F, 0x0C)


def document_of(report: Report) -> Document:
    return from_json(report.document)


def words_of(document: Document) -> dict[str, str]:
    """What every report says of itself, in its language."""
    with translation.override(document.language):
        return {
            "author": document.subtitle,
            "empty": _("Nothing is on record: this section is empty."),
            "sample": _("Sample: some of what stands here was made up to show how it works."),
        }


# --- On screen ------------------------------------------------------------------------------------


def draw_report(document: Document) -> SafeString:
    """What it says, to be shown on a page of the portal, in the language of the report."""
    with translation.override(document.language):
        return render_to_string("reports/body.html", {"document": document})


# --- PDF ------------------------------------------------------------------------------------------


def write_pdf(document: Document) -> bytes:
    """A tagged PDF (PDF/UA-1). The text comes as data: nothing in it is ever read as markup."""
    given = {"doc": json.dumps(to_json(document)), "words": json.dumps(words_of(document))}
    made: Any = typst.compile(
        str(TEMPLATE),
        format="pdf",
        sys_inputs=given,
        pdf_standards=["ua-1"],
        font_paths=NO_FONTS,
        ignore_system_fonts=True,
    )
    return bytes(made)


# --- DOCX -----------------------------------------------------------------------------------------


def write_docx(document: Document) -> bytes:
    """A document to go on writing in: real headings, header rows, a language for each text."""
    paper = docx.Document()
    set_up(paper, document)
    words = words_of(document)
    paper.add_heading(document.title, level=0)
    paper.add_paragraph(document.subtitle, style="Subtitle")
    if document.is_sample:
        warn(paper.add_paragraph(), words["sample"])
    figures(paper, Figures(document.facts))
    for section in document.sections:
        put_section(paper, section, words["empty"])
    content = io.BytesIO()
    paper.save(content)
    return content.getvalue()


def set_up(paper: Paper, document: Document) -> None:
    """A4, title and language in its properties, and the language as what is written by default."""
    properties = paper.core_properties
    properties.title = f"{document.title} – {document.subtitle}"
    properties.language, properties.author = document.language, document.subtitle
    page = paper.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.2)
    style: Any = paper.styles["Normal"]
    style.font.size = Pt(10.5)
    speak(style.element.get_or_add_rPr(), document.language)
    page_numbers(page.footer.paragraphs[0], f"{document.title} · {document.subtitle} · ")


def speak(properties: Any, language: str) -> None:
    """Say in which language a run or a style is written."""
    for found in properties.findall(qn("w:lang")):
        properties.remove(found)
    tag = OxmlElement("w:lang")
    tag.set(qn("w:val"), language)
    properties.append(tag)


def page_numbers(line: Line, before: str) -> None:
    line.add_run(before)
    run: Any = line.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        tag = OxmlElement("w:instrText" if text else "w:fldChar")
        if text:
            tag.text = text
        else:
            tag.set(qn("w:fldCharType"), kind)
        run._r.append(tag)


def say(line: Line, said: Said) -> None:
    """A text in its own language, and after it which one that is."""
    run: Any = line.add_run(said.text)
    if said.language:
        speak(run._r.get_or_add_rPr(), said.language)
    if said.note:
        mark = line.add_run(f" ({said.note})")
        mark.font.color.rgb = MUTED


def warn(line: Line, text: str) -> None:
    run = line.add_run(text)
    run.bold, run.font.color.rgb = True, WARNING


def put_section(paper: Paper, section: Section, empty: str) -> None:
    say(paper.add_heading("", level=section.level), section.heading)
    if section.source:
        run = paper.add_paragraph().add_run(section.source)
        run.italic, run.font.size, run.font.color.rgb = True, Pt(9), MUTED
    if section.is_empty:
        warn(paper.add_paragraph(), empty)
    for block in section.blocks:
        WRITERS[type(block)](paper, block)


def paragraph(paper: Paper, block: Any) -> None:
    if block.label:
        line = paper.add_paragraph()
        line.add_run(block.label).bold = True
        line.paragraph_format.keep_with_next = True
    say(paper.add_paragraph(), block.said)


def points(paper: Paper, block: Any) -> None:
    if block.label:
        paper.add_paragraph().add_run(block.label).bold = True
    for item in block.items:
        say(paper.add_paragraph(style="List Bullet"), item)


def table(paper: Paper, block: Any) -> None:
    grid = paper.add_table(rows=1, cols=len(block.head), style="Table Grid")
    grid.alignment = WD_TABLE_ALIGNMENT.LEFT
    repeat_on_each_page(grid.rows[0])
    for cell, name in zip(grid.rows[0].cells, block.head, strict=True):
        cell.paragraphs[0].add_run(name).bold = True
    for row in block.rows:
        fill(grid.add_row().cells, row)
    share_width(paper, grid)
    paper.add_paragraph()


def share_width(paper: Paper, grid: Any) -> None:
    """Columns as wide as what stands in them asks for, within the width of the page."""
    section = paper.sections[0]
    whole = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
    shares = [max(share_of(cell.text) for cell in column.cells) for column in grid.columns]
    for column, share in zip(grid.columns, shares, strict=True):
        column.width = Emu(whole * share // sum(shares))
        for cell in column.cells:
            cell.width = column.width


def share_of(text: str) -> int:
    """Room for its longest word, and for more of it within measure."""
    longest = max((len(word) for word in text.split()), default=0)
    return max(longest + ROUND_A_WORD, min(WIDEST, len(text)))


def repeat_on_each_page(row: Any) -> None:
    tag = OxmlElement("w:tblHeader")
    tag.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(tag)


def fill(cells: tuple[_Cell, ...], row: tuple[Said, ...]) -> None:
    for cell, said in zip(cells, row, strict=True):
        say(cell.paragraphs[0], said)


def figures(paper: Paper, block: Any) -> None:
    for label, said in block.rows:
        line = paper.add_paragraph()
        line.paragraph_format.space_after = Pt(2)
        line.add_run(f"{label}: ").bold = True
        say(line, said)


def gap(paper: Paper, block: Any) -> None:
    warn(paper.add_paragraph(), block.text)


WRITERS: dict[type[Block], Callable[[Paper, Any], None]] = {
    Paragraph: paragraph,
    Points: points,
    Table: table,
    Figures: figures,
    Gap: gap,
}
