"""A report as a neutral document: sections of blocks that every writer can put on paper.

It is kept as JSON with the report, so that what was generated once stays as it was.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar


@dataclass(frozen=True)
class Said:
    """A text; `language` where it is not the document's own, and then `note` says which it is."""

    text: str
    language: str = ""
    note: str = ""


Cell = Said


@dataclass(frozen=True)
class Paragraph:
    kind: ClassVar[str] = "paragraph"

    said: Said
    label: str = ""

    @property
    def lines(self) -> list[str]:
        return [f"{self.label}: {self.said.text}" if self.label else self.said.text]


@dataclass(frozen=True)
class Points:
    kind: ClassVar[str] = "points"

    items: tuple[Said, ...]
    label: str = ""

    @property
    def lines(self) -> list[str]:
        return [*([self.label] if self.label else []), *(one.text for one in self.items)]


@dataclass(frozen=True)
class Table:
    kind: ClassVar[str] = "table"

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def lines(self) -> list[str]:
        return [" | ".join(cell.text for cell in row) for row in self.rows]


@dataclass(frozen=True)
class Figures:
    """Short facts, each with its name."""

    kind: ClassVar[str] = "figures"

    rows: tuple[tuple[str, Said], ...]

    @property
    def lines(self) -> list[str]:
        return [f"{label}: {said.text}" for label, said in self.rows]


@dataclass(frozen=True)
class Gap:
    """What should stand here and does not, and where somebody can write it."""

    kind: ClassVar[str] = "gap"

    text: str
    address: str = ""

    @property
    def lines(self) -> list[str]:
        return [self.text]


Block = Paragraph | Points | Table | Figures | Gap


@dataclass(frozen=True)
class Section:
    """A part of a report: where its text came from, and what it says.

    One that only holds the sections after it (of a deeper level) `is_group`: it is never empty.
    """

    key: str
    heading: Said
    source: str = ""
    blocks: tuple[Block, ...] = ()
    level: int = 1
    is_group: bool = False
    address: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.blocks and not self.is_group

    @property
    def lines(self) -> list[str]:
        return [line for block in self.blocks for line in block.lines]


@dataclass(frozen=True)
class Document:
    title: str
    subtitle: str
    language: str
    facts: tuple[tuple[str, Said], ...] = ()
    is_sample: bool = False
    is_one_page: bool = False
    sections: tuple[Section, ...] = field(default=())

    @property
    def gaps(self) -> Iterator[Gap]:
        """What is missing, in reading order: empty sections, and what a section says it lacks."""
        for section in self.sections:
            if section.is_empty:
                yield Gap(section.heading.text, section.address)
            yield from (block for block in section.blocks if isinstance(block, Gap))


# --- As JSON --------------------------------------------------------------------------------------


def to_json(document: Document) -> dict[str, Any]:
    found: dict[str, Any] = asdict(document)
    for section, given in zip(document.sections, found["sections"], strict=True):
        for block, told in zip(section.blocks, given["blocks"], strict=True):
            told["kind"] = block.kind
    return found


def from_json(found: dict[str, Any]) -> Document:
    sections = tuple(section_from(one) for one in found["sections"])
    return Document(**{**found, "facts": named(found["facts"]), "sections": sections})


def section_from(found: dict[str, Any]) -> Section:
    blocks = tuple(block_from(one) for one in found["blocks"])
    return Section(**{**found, "heading": Said(**found["heading"]), "blocks": blocks})


def block_from(found: dict[str, Any]) -> Block:
    kind = found["kind"]
    if kind == Paragraph.kind:
        return Paragraph(Said(**found["said"]), found["label"])
    if kind == Points.kind:
        return Points(tuple(Said(**one) for one in found["items"]), found["label"])
    if kind == Table.kind:
        rows = tuple(tuple(Said(**cell) for cell in row) for row in found["rows"])
        return Table(found["caption"], tuple(found["head"]), rows)
    if kind == Figures.kind:
        return Figures(named(found["rows"]))
    return Gap(found["text"], found["address"])


def named(rows: list[Any]) -> tuple[tuple[str, Said], ...]:
    return tuple((label, Said(**said)) for label, said in rows)
