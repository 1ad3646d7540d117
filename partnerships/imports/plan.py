"""A municipality's plan table: read from a spreadsheet, and compared with its deeds.

An empty cell changes nothing. A row is a deed by its number in the portal, else by its codes, else
by its title; what is none of its side's deeds becomes one, if it names a target.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import asdict, astuple, dataclass, field, fields
from datetime import date
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from openpyxl.utils import get_column_letter

from partnerships.models import Deed, Side, Twinning
from partnerships.models.deed import CODE_LENGTH
from sdg.models import Target, parse_code
from stedenband.spreadsheets import Line, Value, is_blank, text_in
from stedenband.texts import LANGUAGES, fold, validate_plain

HEADS = {
    "objective_code": gettext_lazy("BD code"),
    "plan_code": gettext_lazy("AP code"),
    "action_code": gettext_lazy("Action code"),
    "plan_name": gettext_lazy("Plan"),
    "title": gettext_lazy("Title"),
    "main_target": gettext_lazy("Main target"),
    "side_targets": gettext_lazy("Side targets"),
    "number": gettext_lazy("Number in the portal"),
}
PARTNER_CODE = gettext_lazy("Code in the plan")
COLUMNS = {
    Side.FLEMISH: ("objective_code", "plan_code", "action_code"),
    Side.PARTNER: ("plan_name", "plan_code"),
}
REST = ("title", "main_target", "side_targets", "number")
# What planning software and people write above these columns besides.
ALIASES = {
    "objective_code": ("bd", "bd-code", "beleidsdoelstelling", "code beleidsdoelstelling"),
    "plan_code": ("ap", "ap-code", "actieplan", "code actieplan", "código", "code"),
    "action_code": ("actie", "actie-code", "actiecode", "code actie", "action"),
    "plan_name": ("naam plan", "nombre del plan", "nom du plan"),
    "title": ("naam", "omschrijving", "titre", "título", "título de la acción"),
    "main_target": ("sdg", "ods", "odd", "hoofdtarget", "sdg-subdoel", "subdoelstelling"),
    "side_targets": ("neventargets", "andere sdg's"),
    "number": ("nr", "nr.", "id"),
}
LONGEST = {"title": 200, "plan_name": 150}


@dataclass(frozen=True)
class PlanRow:
    """A row of the table, read: where it stood, and its cells as deeds hold them."""

    line: int
    number: int | None = None
    objective_code: str = ""
    plan_code: str = ""
    action_code: str = ""
    plan_name: str = ""
    title: str = ""
    main_target: str = ""
    side_targets: tuple[str, ...] = ()

    @classmethod
    def from_list(cls, values: list[Any]) -> "PlanRow":
        """The row that `astuple` made a list of."""
        names = [one.name for one in fields(cls)]
        given = dict(zip(names, values, strict=True))
        return cls(**{**given, "side_targets": tuple(given["side_targets"])})

    @property
    def codes(self) -> tuple[str, str, str, str]:
        return (self.plan_name, self.objective_code, self.plan_code, self.action_code)

    @property
    def is_coded(self) -> bool:
        """Whether its codes name one action."""
        return bool(self.action_code or (self.plan_name and self.plan_code))


@dataclass(frozen=True)
class CellError:
    """What is wrong with a cell, or with a row where it has no column."""

    line: int
    column: str
    head: str
    message: str


@dataclass
class PlanTable:
    """What was read: rows, what is wrong, and the columns nobody asked for."""

    rows: list[PlanRow] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def columns_of(side: str) -> tuple[str, ...]:
    return (*COLUMNS[Side(side)], *REST)


def head_of(name: str, side: str) -> str:
    """What stands above a column, in the reader's language."""
    if name == "plan_code" and side == Side.PARTNER:
        return str(PARTNER_CODE)
    return str(HEADS[name])


def names_by_head(side: str) -> dict[str, str]:
    """Each heading that is understood, folded, in four languages: the name of its column."""
    found = {fold(alias): name for name in columns_of(side) for alias in ALIASES[name]}
    for code in LANGUAGES:
        with translation.override(code):
            found |= {fold(head_of(name, side)): name for name in columns_of(side)}
    return found


# --- Reading ------------------------------------------------------------------------------------


def read_plan(lines: list[Line], side: str) -> PlanTable:
    """The rows of a table whose first row names its columns; ValidationError without a title."""
    table = PlanTable()
    places = places_of(lines[0], side, table)
    known = set(Target.objects.values_list("code", flat=True))
    for line in lines[1:]:
        reader = RowReader(line, places, side, known)
        row = reader.read()
        if reader.errors:
            table.errors += reader.errors
        else:
            table.rows.append(row)
    return table


def places_of(head: Line, side: str, table: PlanTable) -> dict[str, int]:
    """Where each column stands; those that are not understood are told."""
    known, places = names_by_head(side), {}
    for place, cell in enumerate(head.cells):
        name = known.get(fold(str(cell or "")))
        if name and name not in places:
            places[name] = place
        elif not is_blank(cell):
            table.unknown.append(str(cell)[:60])
    if "title" not in places:
        expected = ", ".join(head_of(name, side) for name in columns_of(side))
        raise ValidationError(
            _("The first row has no column “Title”. The columns are: %(columns)s.")
            % {"columns": expected}
        )
    return places


class RowReader:
    """Reads one row, cell by cell, and keeps what is wrong with each."""

    def __init__(self, line: Line, places: dict[str, int], side: str, known: set[str]) -> None:
        self.line, self.places, self.side, self.known = line, places, side, known
        self.errors: list[CellError] = []

    def read(self) -> PlanRow:
        cells = {name: self.cell(name) for name in self.places}
        return PlanRow(self.line.number, **{n: value for n, value in cells.items() if value})

    def cell(self, name: str) -> Any:
        place = self.places[name]
        value = self.line.cells[place] if place < len(self.line.cells) else None
        read: dict[str, Callable[[Value], Any]] = {
            "number": number_in,
            "main_target": self.main_target,
            "side_targets": self.side_targets,
            "title": lambda one: short_text(one, LONGEST["title"]),
            "plan_name": lambda one: short_text(one, LONGEST["plan_name"]),
        }
        try:
            if place in self.line.formulas:
                raise ValidationError(_("This is a formula: paste its value instead."))
            return None if is_blank(value) else read.get(name, code_in)(value)
        except ValidationError as error:
            column, head = get_column_letter(place + 1), head_of(name, self.side)
            self.errors.append(CellError(self.line.number, column, head, " ".join(error.messages)))
            return None

    def main_target(self, value: Value) -> str:
        return self.target(target_text(value, self.known))

    def side_targets(self, value: Value) -> tuple[str, ...]:
        text = target_text(value, self.known)
        codes = [self.target(part) for part in re.split(r"[,;\s]+", text) if part]
        return tuple(sorted(set(codes)))

    def target(self, text: str) -> str:
        code = parse_code(text)
        if code not in self.known:
            raise ValidationError(_("There is no target %(codes)s.") % {"codes": code})
        return code


def short_text(value: Value, longest: int) -> str:
    text = text_in(value)
    validate_plain(text)
    if len(text) > longest:
        raise ValidationError(
            ngettext(
                "At most %(n)s character fits here.", "At most %(n)s characters fit here.", longest
            )
            % {"n": longest}
        )
    return text


def code_in(value: Value) -> str:
    """A code as text; a spreadsheet that made a number of 1.10 has lost its nought."""
    refuse_date(value)
    if isinstance(value, float) and not value.is_integer():
        raise ValidationError(
            _("The spreadsheet made a number of this code: make the column text, type it again.")
        )
    whole = str(int(value)) if isinstance(value, float) else value
    return short_text(whole, CODE_LENGTH)


def number_in(value: Value) -> int:
    text = text_in(int(value) if isinstance(value, float) and value.is_integer() else value)
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise ValidationError(_("This is no number of a deed: leave it empty for a new one."))
    return int(text)


def target_text(value: Value, known: set[str]) -> str:
    """A target as it was typed: a number is one only if 8.1 cannot have been 8.10."""
    refuse_date(value)
    if isinstance(value, float):
        text = f"{value:.2f}".rstrip("0")
        if f"{text}0" in known:
            raise ValidationError(
                _("%(text)s or %(text)s0? Make the column text and type it again.") % {"text": text}
            )
        return text
    return text_in(value)


def refuse_date(value: Value) -> None:
    if isinstance(value, date):
        raise ValidationError(
            _("The spreadsheet made a date of this: make the column text and type it again.")
        )


# --- Comparing ----------------------------------------------------------------------------------


@dataclass
class PlanChange:
    """A row that makes or changes a deed; `fields` are the columns that become different."""

    row: PlanRow
    deed: Deed | None
    fields: dict[str, Any]

    @property
    def shown(self) -> list[tuple[str, str, str]]:
        """Heading, what stands in the portal, what comes instead: of each column that differs."""
        side = self.deed.side if self.deed else ""
        found = []
        for name, new in self.fields.items():
            now = standing(self.deed, name) if self.deed else ""
            found.append((head_of(name, side), in_words(now), in_words(new)))
        return found


@dataclass
class Comparison:
    """What a table would do: before it does anything."""

    added: list[PlanChange] = field(default_factory=list)
    changed: list[PlanChange] = field(default_factory=list)
    unchanged: int = 0
    left_out: list[PlanRow] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)

    @property
    def does_something(self) -> bool:
        return bool(self.added or self.changed) and not self.errors

    @property
    def digest(self) -> str:
        """The same for two comparisons when they would do the same to the same versions."""
        seen = [one.deed and (one.deed.pk, one.deed.version) for one in self.changed]
        does = [one.fields for one in self.added + self.changed]
        return sha256(repr((seen, does, len(self.errors))).encode()).hexdigest()


def in_words(value: Any) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value or "–")


def standing(deed: Deed, name: str) -> Any:
    """What a column of the table says of a deed today."""
    if name == "side_targets":
        return tuple(sorted(target.pk for target in deed.side_targets.all()))
    if name == "main_target":
        return deed.main_target_id or ""
    return getattr(deed, name)


def compare(twinning: Twinning, side: str, rows: Iterable[PlanRow]) -> Comparison:
    """What the rows would do to the deeds of a side; nothing is written."""
    deeds = list(twinning.deeds.filter(side=side).prefetch_related("side_targets"))
    finder, found = Finder(deeds), Comparison()
    for row in rows:
        try:
            deed = finder.deed_for(row)
        except ValidationError as error:
            found.errors.append(CellError(row.line, "", "", " ".join(error.messages)))
            continue
        sort_in(found, row, deed)
    return found


def sort_in(found: Comparison, row: PlanRow, deed: Deed | None) -> None:
    given = {name: value for name, value in asdict(row).items() if value}
    columns = {name: given[name] for name in HEADS if name in given and name != "number"}
    if deed is None:
        if not row.title:
            message = _("A new deed needs a title.")
            found.errors.append(CellError(row.line, "", head_of("title", ""), message))
        elif not row.main_target:
            found.left_out.append(row)
        else:
            found.added.append(PlanChange(row, None, columns))
        return
    different = {name: one for name, one in columns.items() if one != standing(deed, name)}
    if different:
        found.changed.append(PlanChange(row, deed, different))
    else:
        found.unchanged += 1


class Finder:
    """Finds the deed that a row is about, each at most once."""

    def __init__(self, deeds: list[Deed]) -> None:
        self.by_number = {deed.pk: deed for deed in deeds}
        self.by_codes: dict[tuple[str, ...], list[Deed]] = {}
        self.by_title: dict[str, list[Deed]] = {}
        for deed in deeds:
            codes = (deed.plan_name, deed.objective_code, deed.plan_code, deed.action_code)
            self.by_codes.setdefault(codes, []).append(deed)
            self.by_title.setdefault(fold(deed.title), []).append(deed)
        self.lines: dict[object, int] = {}

    def deed_for(self, row: PlanRow) -> Deed | None:
        """The deed, or None for a new one; ValidationError where that cannot be said."""
        deed = self.numbered(row) if row.number else self.named(row)
        key: object = deed.pk if deed else (fold(row.title), row.codes)
        if (first := self.lines.setdefault(key, row.line)) != row.line:
            raise ValidationError(
                _("This is the same deed as in row %(line)s: keep one of both.") % {"line": first}
            )
        return deed

    def numbered(self, row: PlanRow) -> Deed:
        if row.number not in self.by_number:
            raise ValidationError(
                _("Number %(number)s is no deed of yours: leave it empty for a new one.")
                % {"number": row.number}
            )
        return self.by_number[row.number]

    def named(self, row: PlanRow) -> Deed | None:
        coded = self.by_codes.get(row.codes, []) if row.is_coded else []
        if len(coded) == 1:
            return coded[0]
        titled = self.by_title.get(fold(row.title), []) if row.title else []
        both = [deed for deed in titled if deed in coded] if coded else titled
        if len(both) > 1:
            raise ValidationError(
                _("Several of your deeds are called so: fill in the number in the portal.")
            )
        return both[0] if both else None


def as_lists(rows: Iterable[PlanRow]) -> list[list[Any]]:
    """Rows as JSON holds them; `PlanRow.from_list` reads them back."""
    return [list(astuple(row)) for row in rows]
