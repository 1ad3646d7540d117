"""A report as a form to fill in without a connection: one workbook for a milestone and a side.

Its questions are in the side's language. Column C, which is hidden, says which answer stands in a
row; the last row says which milestone, side, language and version the form is of.
"""

import io
from typing import Any

from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.datavalidation import DataValidation

from partnerships.models import Milestone, ProgressReport, Reporter
from partnerships.models import Side as OfTwinning
from stedenband.spreadsheets import HEAVIEST_CELL
from stedenband.texts import WrittenLanguage, interface_language, printable

ORDER = (
    "what_happened",
    "happened_on",
    "language",
    "we_learned",
    "changed_at_home",
    "summary",
    "summary_language",
)
LANGUAGES_ASKED = ("language", "summary_language")
LINES = {"what_happened": 12, "we_learned": 6, "changed_at_home": 6, "summary": 4}
IDENTITY = "form"
LINE_HEIGHT = 15
EDGE = Side(style="thin", color="888888")


def form_language(milestone: Milestone, reporter: str) -> str:
    """The side's language; the reader's own for the coordination."""
    if reporter == Reporter.COORDINATION:
        return interface_language()
    return milestone.twinning.language_across(OfTwinning(reporter).other)


def identity_of(milestone: Milestone, reporter: str, language: str, version: int) -> str:
    """Which form this is, in five words."""
    return f"{milestone.twinning.slug} {milestone.pk} {reporter} {language} {version}"


def write_report_form(
    milestone: Milestone, reporter: str, report: ProgressReport | None
) -> tuple[bytes, str]:
    """The form and its language; with what the side wrote so far, where a report is given."""
    language = form_language(milestone, reporter)
    book = Workbook()
    with translation.override(language):
        fill_in(book, milestone, reporter, report)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue(), language


def fill_in(
    book: Workbook, milestone: Milestone, reporter: str, report: ProgressReport | None
) -> None:
    page: Any = book.active
    page.title = _("Report")
    lists = book.create_sheet("lists")
    lists.sheet_state = "hidden"
    for place, one in enumerate(WrittenLanguage, start=1):
        say(lists.cell(place, 1), str(one.label))
    row = head(page, milestone, reporter)
    words = report.words if report else {"language": translation.get_language()}
    for name in ORDER:
        row += 1
        ask(page, row, name, words.get(name))
    version = report.version if report else 0
    language = str(translation.get_language())
    say(page.cell(row + 2, 1), _("Which form this is: leave it as it stands"))
    say(page.cell(row + 2, 2), identity_of(milestone, reporter, language, version))
    say(page.cell(row + 2, 3), IDENTITY)
    for letter, width in {"A": 42, "B": 90}.items():
        page.column_dimensions[letter].width = width
    page.column_dimensions["C"].hidden = True
    page.protection.sheet = True
    page.protection.formatRows = False


def head(page: Any, milestone: Milestone, reporter: str) -> int:
    """What the form is about and how it is filled in; the number of the last row."""
    said = [
        _("Progress report"),
        str(milestone.title),
        _("month %(month)s") % {"month": milestone.month}
        + f" · {milestone.twinning} · {milestone.twinning.name_of(reporter)}",
        _("Closes when") + f": {milestone.closing}" if milestone.closing else "",
        _("Fill in the framed cells; all of them may stay empty until the report is handed in."),
        _("Upload the form on the page of this milestone. It becomes a draft, which you hand in."),
    ]
    for row, text in enumerate(said, start=1):
        page.merge_cells(start_row=row, start_column=1, end_row=row, end_column=2)
        say(page.cell(row, 1), text)
    page.cell(1, 1).font = Font(bold=True, size=14)
    page.cell(2, 1).font = Font(bold=True, size=12)
    return len(said) + 1


def ask(page: Any, row: int, name: str, answer: Any) -> None:
    """A question, the cell for its answer, and what may be filled in there."""
    label = ProgressReport._meta.get_field(name).verbose_name
    say(page.cell(row, 1), capfirst(str(label)))
    say(page.cell(row, 3), name)
    cell = page.cell(row, 2)
    cell.border, cell.protection = Border(EDGE, EDGE, EDGE, EDGE), Protection(locked=False)
    cell.fill = PatternFill("solid", fgColor="FFFBE6")
    cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="left")
    page.row_dimensions[row].height = LINE_HEIGHT * LINES.get(name, 1) + 4
    if name == "happened_on":
        cell.value, cell.number_format = answer, "yyyy-mm-dd"
        limits = {"operator": "between", "formula1": "36526", "formula2": "73050"}
        check(page, cell, "date", _("A date, like 2027-03-31."), **limits)
    elif name in LANGUAGES_ASKED:
        say(cell, str(WrittenLanguage(answer).label) if answer else "")
        rows = f"lists!$A$1:$A${len(WrittenLanguage)}"
        check(page, cell, "list", _("Choose a language from the list."), formula1=rows)
    else:
        say(cell, str(answer or ""))


def check(page: Any, cell: Any, kind: Any, message: str, **limits: Any) -> None:
    rule = DataValidation(type=kind, allow_blank=True, showErrorMessage=True, **limits)
    rule.error, rule.prompt, rule.showInputMessage = message, message, True
    page.add_data_validation(rule)
    rule.add(cell)


def say(cell: Any, text: str) -> None:
    """Text is text, also where it looks like a formula."""
    cell.value = printable(text)[:HEAVIEST_CELL]
    cell.data_type, cell.number_format = "s", "@"
    if cell.column < 3:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
