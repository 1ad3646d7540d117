"""The world's register of twinnings: which place is twinned with which, and what each is called.

Two files without headings, columns separated by tabs: pairs of Wikidata numbers, and a number with
its name. A–B and B–A are one twinning; a place is its number, never its name.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from partnerships.imports.table import CellError
from stedenband.texts import validate_plain

NUMBER = re.compile(r"Q[1-9][0-9]{0,10}")
LONGEST_NAME = 120
MOST_ERRORS = 50

Pair = tuple[str, str]


@dataclass
class Register:
    """What both files say: names by number, pairs with the line where each stood first."""

    names: dict[str, str] = field(default_factory=dict)
    pairs: dict[Pair, int] = field(default_factory=dict)
    errors: list[CellError] = field(default_factory=list)

    def refuse_errors(self) -> None:
        if self.errors:
            shown = self.errors[:MOST_ERRORS]
            raise ValidationError([told(one) for one in shown])


def told(error: CellError) -> str:
    said = {"file": error.head, "line": error.line, "column": error.column or "–"}
    return _("%(file)s, row %(line)s, column %(column)s: %(message)s") % {
        **said,
        "message": error.message,
    }


def read_register(relations: Iterable[str], names: Iterable[str]) -> Register:
    """Both files, line by line; what is wrong is kept with its row and column."""
    register = Register()
    for line, cells in cells_of(names, "names", register):
        read_name(line, cells, register)
    for line, cells in cells_of(relations, "relations", register):
        read_pair(line, cells, register)
    return register


def cells_of(lines: Iterable[str], file: str, register: Register) -> Iterator[tuple[int, Pair]]:
    for number, line in enumerate(lines, 1):
        cells = [cell.strip() for cell in line.lstrip("\ufeff").rstrip("\r\n").split("\t")]
        if cells == [""]:
            continue
        if len(cells) == 2:
            yield number, (cells[0], cells[1])
        else:
            message = _("A row has two columns with a tab between them; here are %(n)s.")
            register.errors.append(CellError(number, "", file, message % {"n": len(cells)}))


def read_name(line: int, cells: Pair, register: Register) -> None:
    key, name = cells
    try:
        validate_plain(name)
    except ValidationError as error:
        register.errors.append(CellError(line, "B", "names", " ".join(error.messages)))
    if not NUMBER.fullmatch(key):
        register.errors.append(CellError(line, "A", "names", no_number(key)))
    elif not name or len(name) > LONGEST_NAME:
        message = _("A name has 1 to %(n)s characters.") % {"n": LONGEST_NAME}
        register.errors.append(CellError(line, "B", "names", message))
    elif register.names.setdefault(key, name) != name:
        message = _("%(number)s has two names.") % {"number": key}
        register.errors.append(CellError(line, "B", "names", message))


def read_pair(line: int, cells: Pair, register: Register) -> None:
    for column, key in zip("AB", cells, strict=True):
        if not NUMBER.fullmatch(key):
            register.errors.append(CellError(line, column, "relations", no_number(key)))
            return
        if key not in register.names:
            message = _("%(number)s has no name.") % {"number": key}
            register.errors.append(CellError(line, column, "relations", message))
            return
    one, other = sorted(cells)
    if one == other:
        message = _("A twinning binds two different organisations.")
        register.errors.append(CellError(line, "B", "relations", message))
        return
    register.pairs.setdefault((one, other), line)


def no_number(key: str) -> str:
    return _("“%(text)s” is no Wikidata number.") % {"text": key[:40]}
