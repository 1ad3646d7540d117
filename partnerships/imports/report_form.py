"""A report form that was filled in: which one it is, and what its cells say."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from partnerships.imports.cells import one_of
from partnerships.imports.table import CellError
from partnerships.models import Milestone, ProgressReport
from stedenband.spreadsheets import Line, Value, is_blank
from stedenband.texts import WrittenLanguage

IDENTITY = "form"
FIELDS = ("language", "summary_language", *ProgressReport.TEXTS)
ANSWER, NAME = 1, 2  # the places of columns B and C
MOST_VERSIONS = 9  # digits

NO_FORM = _("This is no report form: download the form of this milestone and fill that in.")
OTHER_TWINNING = _("This form is about a milestone of another twinning, not about this one.")
OTHER_MILESTONE = _("This form is about another milestone: upload it on the page of that one.")
OTHER_SIDE = _("This form is the other side's: that side brings it in, or a coordinator does.")
FORMULA = _("This is a formula: paste its value instead.")


@dataclass
class FilledForm:
    """What was read: whose form it is, of which version, its answers and what is wrong."""

    reporter: str
    version: int
    answers: dict[str, str] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    errors: list[CellError] = field(default_factory=list)

    def refuse(self, name: str, label: str, messages: Sequence[str]) -> None:
        self.errors.append(CellError(self.rows.get(name, 0), "B", label, " ".join(messages)))


def read_report_form(
    lines: Sequence[Line], milestone: Milestone, sides: Collection[str]
) -> FilledForm:
    """The form of a milestone; ValidationError for one that is not, or is another side's."""
    by_name = {str(line.cells[NAME]): line for line in lines if len(line.cells) > NAME}
    form = identified(by_name, milestone, sides)
    for name in FIELDS:
        if line := by_name.get(name):
            form.rows[name] = line.number
            read_answer(form, name, line)
    return form


def identified(
    by_name: dict[str, Line], milestone: Milestone, sides: Collection[str]
) -> FilledForm:
    if IDENTITY not in by_name:
        raise ValidationError(NO_FORM)
    words = str(by_name[IDENTITY].cells[ANSWER] or "").split()
    if len(words) != 5 or not words[4].isdecimal() or len(words[4]) > MOST_VERSIONS:
        raise ValidationError(NO_FORM)
    twinning, number, reporter, _language, version = words
    if twinning != milestone.twinning.slug:
        raise ValidationError(OTHER_TWINNING)
    if number != str(milestone.pk):
        raise ValidationError(OTHER_MILESTONE)
    if reporter not in sides:
        raise ValidationError(OTHER_SIDE)
    return FilledForm(reporter, int(version))


def read_answer(form: FilledForm, name: str, line: Line) -> None:
    value = line.cells[ANSWER]
    try:
        if ANSWER in line.formulas:
            raise ValidationError(FORMULA)
        form.answers[name] = "" if is_blank(value) else answer_in(name, value)
    except ValidationError as error:
        form.refuse(name, label_of(name), error.messages)


def answer_in(name: str, value: Value) -> str:
    """A cell as the page would have it typed."""
    if name in ("language", "summary_language"):
        return one_of(WrittenLanguage.choices)(value)
    if isinstance(value, datetime | date):
        day = value.date() if isinstance(value, datetime) else value
        return day.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return lines_in(value)


def lines_in(value: Any) -> str:
    """A text with its lines, whatever ended them."""
    return str(value or "").replace("\r\n", "\n").replace("\r", "\n").strip()


def label_of(name: str) -> str:
    return str(ProgressReport._meta.get_field(name).verbose_name)


def says_the_same(form: FilledForm, report: ProgressReport) -> bool:
    """Whether the draft holds these very answers already."""
    now = {name: lines_in(value) for name, value in report.words.items()}
    return all(now[name] == answer for name, answer in form.answers.items())
