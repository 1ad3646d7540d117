"""What tests share about tables that go out and report forms: who gets which page."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from partnerships import actions
from partnerships.exports.report_form import write_report_form

# Rows of the table in test_access.py, in its columns.
SHEET_ACCESS = """\
partnerships:sheet-list       GET  302 403 403 403 403 403 200 200 200 200 200 200 200
partnerships:sheet-list       POST 302 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:sheet-export     GET  302 403 403 403 403 403 200 200 200 200 200 200 200
partnerships:sheet-export     POST 302 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:sheet-workbook   GET  302 403 403 403 403 403 200 200 200 200 200 200 200
partnerships:sheet-workbook   POST 302 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:sheet-programme  GET  302 403 403 403 403 403 403 403 403 403 403 200 403
partnerships:sheet-programme  POST 302 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:progress-form    GET  302 404 404 404 404 404 403 403 403 200 200 200 403
partnerships:progress-form    POST 302 404 404 404 404 404 403 403 403 200 200 200 403
partnerships:progress-sheet   GET  302 404 404 404 404 404 403 403 403 200 200 200 403
partnerships:progress-sheet   POST 302 405 405 405 405 405 405 405 405 405 405 405 405
"""


def form_file(content, name="form.xlsx"):
    return SimpleUploadedFile(name, content)


def filled_form(milestone, side, report=None, **answers):
    """A side's report form with answers typed into it: by field, or by cell."""
    content, _language = write_report_form(milestone, side, report)
    book = load_workbook(BytesIO(content))
    page = book.worksheets[0]
    for row in page.iter_rows():
        name = row[2].value if len(row) > 2 else None
        if name in answers:
            row[1].value = answers[name]
    out = BytesIO()
    book.save(out)
    return form_file(out.getvalue())


def brought(milestone, by, side="flemish", **words):
    """A report form that came in, by the action."""
    given = {"language": "nl", "what_happened": "Wij telden de bijen."} | words
    return actions.bring_progress(milestone=milestone, reporter=side, by=by, version=0, **given)


def sheet_things(world):
    """What each page is about, of `tests.pages.furnished`."""
    return {
        "progress-form": world.late,
        "progress-sheet": (world.late, "partner"),
        "sheet-list": world.twinning.slug,
        "sheet-export": (world.twinning.slug, "vouchers", "xlsx"),
        "sheet-workbook": world.twinning.slug,
        "sheet-programme": world.programme.slug,
    }
