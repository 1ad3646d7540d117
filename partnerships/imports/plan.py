"""A municipality's plan table: read from a spreadsheet, and compared with its deeds.

A row is a deed by its number in the portal, else by its codes, else by its title; what is none of
its side's deeds becomes one, if it names a target.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import asdict, astuple, dataclass, fields
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.imports.cells import code_of, refuse_date, short_text
from partnerships.imports.table import (
    Change,
    Column,
    Comparison,
    Importer,
    Table,
    compare_rows,
    read_rows,
)
from partnerships.models import Deed, Side, Twinning
from partnerships.models.deed import CODE_LENGTH
from sdg.models import Target, parse_code
from stedenband.spreadsheets import Line, Value, text_in
from stedenband.texts import fold

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


PlanTable = Table[PlanRow]


class PlanChange(Change[PlanRow, Deed]):
    @property
    def deed(self) -> Deed | None:
        return self.thing


def columns_of(side: str) -> tuple[str, ...]:
    return (*COLUMNS[Side(side)], *REST)


def head_of(name: str, side: str) -> str:
    """What stands above a column, in the reader's language."""
    if name == "plan_code" and side == Side.PARTNER:
        return str(PARTNER_CODE)
    return str(HEADS[name])


# --- Reading ------------------------------------------------------------------------------------


def read_plan(lines: list[Line], side: str) -> PlanTable:
    """The rows of a table whose first row names its columns; ValidationError without a title."""
    known = set(Target.objects.values_list("code", flat=True))
    found = read_rows(lines, plan_columns(side, known))
    rows = [PlanRow(row.line, **row.cells) for row in found.rows]
    return Table(rows, found.errors, found.unknown)


def plan_columns(side: str, known: set[str]) -> list[Column]:
    """The columns of a side's table; `known` are the targets that there are."""
    read: dict[str, Callable[[Value], Any]] = {
        "number": number_in,
        "main_target": lambda value: main_target_in(value, known),
        "side_targets": lambda value: side_targets_in(value, known),
        "title": lambda value: short_text(value, LONGEST["title"]),
        "plan_name": lambda value: short_text(value, LONGEST["plan_name"]),
    }
    return [
        Column(
            name,
            PARTNER_CODE if name == "plan_code" and side == Side.PARTNER else HEADS[name],
            read.get(name, code_of(CODE_LENGTH)),
            ALIASES[name],
            is_required=name == "title",
            load=tuple if name == "side_targets" else lambda value: value,
        )
        for name in columns_of(side)
    ]


def number_in(value: Value) -> int:
    text = text_in(int(value) if isinstance(value, float) and value.is_integer() else value)
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise ValidationError(_("This is no number of a deed: leave it empty for a new one."))
    return int(text)


def main_target_in(value: Value, known: set[str]) -> str:
    return target_in(target_text(value, known), known)


def side_targets_in(value: Value, known: set[str]) -> tuple[str, ...]:
    text = target_text(value, known)
    codes = [target_in(part, known) for part in re.split(r"[,;\s]+", text) if part]
    return tuple(sorted(set(codes)))


def target_in(text: str, known: set[str]) -> str:
    code = parse_code(text)
    if code not in known:
        raise ValidationError(_("There is no target %(codes)s.") % {"codes": code})
    return code


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


# --- Comparing ----------------------------------------------------------------------------------


def standing(deed: Deed, name: str) -> Any:
    """What a column of the table says of a deed today."""
    if name == "side_targets":
        return tuple(sorted(target.pk for target in deed.side_targets.all()))
    if name == "main_target":
        return deed.main_target_id or ""
    return getattr(deed, name)


def compare(twinning: Twinning, side: str, rows: Iterable[PlanRow]) -> Comparison[PlanRow, Deed]:
    """What the rows would do to the deeds of a side; nothing is written."""
    deeds = list(twinning.deeds.filter(side=side).prefetch_related("side_targets"))
    return compare_rows(PlanImporter(twinning, side, deeds), rows)


class PlanImporter(Importer[PlanRow, Deed]):
    """Finds the deed that a row is about, each at most once."""

    change = PlanChange
    key = ("number",)

    def __init__(self, twinning: Twinning, side: str, deeds: Iterable[Deed] = ()) -> None:
        super().__init__(twinning)
        self.columns = plan_columns(side, set())
        self.by_number: dict[int | None, Deed] = {}
        self.by_codes: dict[tuple[str, ...], list[Deed]] = {}
        self.by_title: dict[str, list[Deed]] = {}
        for deed in deeds:
            codes = (deed.plan_name, deed.objective_code, deed.plan_code, deed.action_code)
            self.by_number[deed.pk] = deed
            self.by_codes.setdefault(codes, []).append(deed)
            self.by_title.setdefault(fold(deed.title), []).append(deed)

    def find(self, row: PlanRow) -> Deed | None:
        return self.numbered(row) if row.number else self.named(row)

    def identity(self, row: PlanRow) -> object:
        return fold(row.title), row.codes

    def given(self, row: PlanRow) -> dict[str, Any]:
        filled = {name: value for name, value in asdict(row).items() if value}
        return {name: filled[name] for name in HEADS if name in filled and name not in self.key}

    def standing(self, thing: Deed, name: str) -> Any:
        return standing(thing, name)

    def check_new(self, row: PlanRow) -> None:
        if not row.title:
            raise ValidationError({"title": _("A new deed needs a title.")})

    def leaves_out(self, row: PlanRow) -> bool:
        return not row.main_target

    def repeated(self, line: int) -> ValidationError:
        return ValidationError(
            _("This is the same deed as in row %(line)s: keep one of both.") % {"line": line}
        )

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
