"""Tables that come in, whatever they are about: read, compared, agreed to, taken over, undone.

A noun that can be imported is one small module beside this one and one action:

1. `partnerships/imports/<noun>.py` has an `Importer`: its `columns`, `find` (which thing a row is
   about; None for a new one, ValidationError where that cannot be said) and where needed
   `standing` (what a column says of a thing today), `check_new` (what a new one cannot do without;
   `ValidationError({"column": …})` names the column) and `key` (columns that only find).
2. It stands in `IMPORTERS` (`partnerships/imports/kinds.py`), under its `Import.Kind`, whose
   `ABOUT` says whether it happens in a twinning, in a programme or nowhere in particular.
3. `WRITERS` in `partnerships/actions/importing.py` has under the same kind how a row is written: by
   the action of the noun, given `Change.fields`. Undoing calls it with what stood there before, so
   it takes empty values too.
4. `may_import` in `partnerships/policies/importing.py` says who may.

The page, the preview, the command, undoing and the line of history are then there. An empty cell
changes nothing. Nothing is written while one row is wrong. What was looked at is what is written:
`Comparison.digest` is the same only when the same would be done to the same versions.

    class WellImporter(Importer[Row, Well]):
        columns = (
            Column("number", _("Number"), short_text(40), is_required=True),
            Column("dug_on", _("Dug on"), day, ("datum", "fecha"), load=load_day),
        )

        def find(self, row: Row) -> Well | None:
            return self.by_number.get(row.cells.get("number"))
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from stedenband.spreadsheets import Line, Value, is_blank
from stedenband.texts import LANGUAGES, fold

LONGEST_SHOWN = 60


@dataclass(frozen=True)
class Column:
    """A column: what stands above it, what else people write there, how its cells are read.

    `load` makes of what JSON keeps again what was read.
    """

    name: str
    head: str | Promise
    read: Callable[[Value], Any]
    aliases: tuple[str, ...] = ()
    is_required: bool = False
    load: Callable[[Any], Any] = lambda value: value


class AnyRow(Protocol):
    @property
    def line(self) -> int: ...


@dataclass(frozen=True)
class Row:
    """A row, read: where it stood, and what its filled cells say."""

    line: int
    cells: dict[str, Any]


R = TypeVar("R", bound=AnyRow)
Thing = TypeVar("Thing", bound=models.Model)


@dataclass(frozen=True)
class CellError:
    """What is wrong with a cell, or with a row where it has no column."""

    line: int
    column: str
    head: str
    message: str


@dataclass
class Table(Generic[R]):
    """What was read: rows, what is wrong, and the columns nobody asked for."""

    rows: list[R] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


# --- Reading ------------------------------------------------------------------------------------


def read_rows(lines: Sequence[Line], columns: Sequence[Column]) -> Table[Row]:
    """The rows of a table whose first row names its columns; ValidationError without those."""
    table: Table[Row] = Table()
    places = places_of(lines[0], columns, table)
    for line in lines[1:]:
        read_row(line, columns, places, table)
    return table


def places_of(head: Line, columns: Sequence[Column], table: Table[Any]) -> dict[str, int]:
    """Where each column stands; those that are not understood are told, one twice is a mistake."""
    known: dict[str, str] = names_by_head(columns)
    places: dict[str, int] = {}
    for place, cell in enumerate(head.cells):
        name, said = known.get(fold(str(cell or ""))), str(cell)[:LONGEST_SHOWN]
        if name in places:
            letter = get_column_letter(place + 1)
            message = _("This column is column %(letter)s once more: take one of them away.")
            first = {"letter": get_column_letter(places[name] + 1)}
            table.errors.append(CellError(head.number, letter, said, message % first))
        elif name:
            places[name] = place
        elif not is_blank(cell):
            table.unknown.append(said)
    for column in columns:
        if column.is_required and column.name not in places:
            expected = ", ".join(str(one.head) for one in columns)
            raise ValidationError(
                _("The first row has no column “%(head)s”. The columns are: %(columns)s.")
                % {"head": column.head, "columns": expected}
            )
    return places


def names_by_head(columns: Sequence[Column]) -> dict[str, str]:
    """Each heading that is understood, folded, in four languages: the name of its column."""
    found = {fold(alias): one.name for one in columns for alias in one.aliases}
    for code in LANGUAGES:
        with translation.override(code):
            found |= {fold(str(one.head)): one.name for one in columns}
    return found


def read_row(
    line: Line, columns: Sequence[Column], places: dict[str, int], table: Table[Row]
) -> None:
    """Read one row, cell by cell, and keep what is wrong with each."""
    cells, errors = {}, []
    for column in columns:
        if column.name not in places:
            continue
        place = places[column.name]
        try:
            value = cell_in(line, place, column)
            if value not in (None, "", ()):
                cells[column.name] = value
        except ValidationError as error:
            letter, said = get_column_letter(place + 1), " ".join(error.messages)
            errors.append(CellError(line.number, letter, str(column.head), said))
    table.errors += errors
    if not errors:
        table.rows.append(Row(line.number, cells))


def cell_in(line: Line, place: int, column: Column) -> Any:
    value = line.cells[place] if place < len(line.cells) else None
    if place in line.formulas:
        raise ValidationError(_("This is a formula: paste its value instead."))
    return None if is_blank(value) else column.read(value)


def stray_cells(lines: Sequence[Line]) -> list[CellError]:
    """Cells right of the last heading: a separator too many has moved what stands before them."""
    width = len(lines[0].cells)
    message = _("Nothing stands above this cell: the row has more cells than the table columns.")
    return [
        CellError(line.number, get_column_letter(width + 1), "", message)
        for line in lines[1:]
        if any(not is_blank(cell) for cell in line.cells[width:])
    ]


# --- Comparing ----------------------------------------------------------------------------------


@dataclass
class Change(Generic[R, Thing]):
    """A row that makes or changes a thing; `fields` are the columns that become different."""

    row: R
    thing: Thing | None
    fields: dict[str, Any]
    now: dict[str, Any] = field(default_factory=dict)
    heads: dict[str, str] = field(default_factory=dict)

    @property
    def shown(self) -> list[tuple[str, str, str]]:
        """Heading, what stands in the portal, what comes instead: of each column that differs."""
        return [
            (self.heads[name], in_words(self.now.get(name)), in_words(new))
            for name, new in self.fields.items()
        ]


@dataclass
class Comparison(Generic[R, Thing]):
    """What a table would do: before it does anything."""

    added: list[Any] = field(default_factory=list)
    changed: list[Any] = field(default_factory=list)
    unchanged: int = 0
    left_out: list[R] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)

    @property
    def does_something(self) -> bool:
        return bool(self.added or self.changed) and not self.errors

    @property
    def digest(self) -> str:
        """The same for two comparisons when they would do the same to the same versions."""
        seen = [(one.thing.pk, getattr(one.thing, "version", 0), one.now) for one in self.changed]
        does = [one.fields for one in self.added + self.changed]
        return sha256(repr((seen, does, len(self.errors))).encode()).hexdigest()


class Importer(Generic[R, Thing]):
    """What importing knows of one noun; `about` is the twinning or programme it happens in."""

    columns: Sequence[Column] = ()
    change: ClassVar[type[Change[Any, Any]]] = Change
    key: ClassVar[tuple[str, ...]] = ()  # columns by which a row is found and that it never changes
    beside: ClassVar[tuple[str, ...]] = ()  # what undoing brings back beside the columns

    def __init__(self, about: Any = None) -> None:
        self.about = about

    def read(self, lines: Sequence[Line]) -> Table[Any]:
        table = read_rows(lines, self.columns)
        table.errors = sorted(table.errors + stray_cells(lines), key=lambda one: one.line)
        return table

    def table(self, rows: list[R]) -> Table[R]:
        """Rows that were read before, once more."""
        return Table(rows)

    def find(self, row: R) -> Thing | None:
        """The thing a row is about, None for a new one; ValidationError where none can be told."""
        raise NotImplementedError

    def identity(self, row: R) -> object:
        """Two rows for a new thing are about the same one when this is the same."""
        cells = self.given(row)
        return tuple(cells.get(column.name) for column in self.columns)

    def given(self, row: Any) -> dict[str, Any]:
        """What the filled cells of a row say, by column."""
        cells: dict[str, Any] = row.cells
        return {name: value for name, value in cells.items() if name not in self.key}

    def standing(self, thing: Thing, name: str) -> Any:
        """What a column says of a thing today, as reading the same cell would."""
        return getattr(thing, name)

    def check_new(self, row: R) -> None:
        """Refuse a row that is to be a new thing and lacks what that needs."""

    def leaves_out(self, row: R) -> bool:
        """Whether a row that finds nothing is no mistake, and makes nothing either."""
        return False

    def repeated(self, line: int) -> ValidationError:
        return ValidationError(
            _("This is the same as row %(line)s: keep one of both.") % {"line": line}
        )

    @property
    def heads(self) -> dict[str, str]:
        return {column.name: str(column.head) for column in self.columns}


def compare_rows(importer: Importer[R, Any], rows: Iterable[R]) -> Comparison[R, Any]:
    """What the rows would do; nothing is written."""
    found: Comparison[R, Any] = Comparison()
    lines: dict[object, int] = {}
    heads = importer.heads
    for row in rows:
        try:
            sort_in(found, importer, row, lines, heads)
        except ValidationError as error:
            found.errors += errors_of(error, row.line, heads)
    return found


def sort_in(
    found: Comparison[R, Any],
    importer: Importer[R, Any],
    row: R,
    lines: dict[object, int],
    heads: dict[str, str],
) -> None:
    thing = importer.find(row)
    key: object = thing.pk if thing else ("new", importer.identity(row))
    if (first := lines.setdefault(key, row.line)) != row.line:
        raise importer.repeated(first)
    given = importer.given(row)
    if thing is None:
        importer.check_new(row)
        if importer.leaves_out(row):
            found.left_out.append(row)
        else:
            found.added.append(importer.change(row, None, given, {}, heads))
        return
    now = {name: importer.standing(thing, name) for name in given}
    fields = {name: value for name, value in given.items() if value != now[name]}
    if fields:
        before = {name: now[name] for name in fields}
        found.changed.append(importer.change(row, thing, fields, before, heads))
    else:
        found.unchanged += 1


def errors_of(error: ValidationError, line: int, heads: dict[str, str]) -> list[CellError]:
    """A refusal as the mistakes of a row; a column that it names stands with its heading."""
    if not hasattr(error, "error_dict"):
        return [CellError(line, "", "", " ".join(error.messages))]
    return [
        CellError(line, "", heads.get(name, ""), " ".join(messages))
        for name, messages in error.message_dict.items()
    ]


def in_words(value: Any) -> str:
    return (
        ", ".join(map(str, value))
        if isinstance(value, tuple)
        else str("–" if value in (None, "") else value)
    )


# --- Keeping ------------------------------------------------------------------------------------


def as_json(value: Any) -> Any:
    """A read value as JSON keeps it."""
    if isinstance(value, tuple | list):
        return [as_json(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    # Of a column that keeps four places, 12 comes back as 12.0000: it is the same.
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value


def rows_as_json(rows: Iterable[Row]) -> list[list[Any]]:
    return [[row.line, {name: as_json(one) for name, one in row.cells.items()}] for row in rows]


def rows_from_json(importer: Importer[Any, Any], kept: Iterable[Any]) -> list[Row]:
    return [Row(line, loaded(importer, cells)) for line, cells in kept]


def loaded(importer: Importer[Any, Any], cells: dict[str, Any]) -> dict[str, Any]:
    """What JSON kept, as it was read; what stood empty stays so."""
    load = {column.name: column.load for column in importer.columns}
    return {
        name: load[name](one) if name in load and one not in ("", None) else one
        for name, one in cells.items()
    }


def snapshot(importer: Importer[Any, Thing], thing: Thing) -> dict[str, Any]:
    """What every column says of a thing, as JSON keeps it: what undoing brings back."""
    names = [one.name for one in importer.columns if one.name not in importer.key]
    names += importer.beside
    return {name: as_json(importer.standing(thing, name)) for name in names}
