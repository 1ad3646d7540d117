"""What can be taken out as a table: a noun, its columns, and which of its rows somebody may read.

A row is one thing, its number in the portal stands in the last column. Rows come by as they are
written, so that a table may be of any length.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from partnerships.models import Programme, Twinning
from stedenband.spreadsheets import Sheet, Value
from stedenband.texts import WrittenLanguage

AT_ONCE = 500  # rows, read and written

YES, NO = _("yes"), _("no")


@dataclass(frozen=True)
class Column:
    """What stands above a column, and what it says of a thing."""

    head: str | LazyText
    value: Callable[[Any], Value]


NUMBER = Column(_("Number in the portal"), lambda one: one.pk)


@dataclass(frozen=True)
class Table:
    """One noun: `rows` are those that somebody may read, of a twinning or of a programme."""

    key: str
    title: str | LazyText
    columns: tuple[Column, ...]
    rows: Callable[[object], QuerySet[Any]]
    of_twinning: Callable[[QuerySet[Any], Twinning], QuerySet[Any]]
    of_programme: Callable[[QuerySet[Any], Programme], QuerySet[Any]] | None = None

    def found(self, user: object, about: Twinning | Programme) -> QuerySet[Any]:
        """What somebody may read of a twinning or a programme."""
        if isinstance(about, Twinning):
            return self.of_twinning(self.rows(user), about)
        return self.of_programme(self.rows(user), about) if self.of_programme else self.none(user)

    def none(self, user: object) -> QuerySet[Any]:
        return self.rows(user).none()

    def sheet(self, user: object, about: Twinning | Programme) -> Sheet:
        """The table as its reader reads it: what is sent is read when the request is over already,
        so language and clock are asked for here."""
        head = [str(column.head) for column in self.columns]
        asked = (translation.get_language(), timezone.get_current_timezone())
        return Sheet(str(self.title), head, self.lines(self.found(user, about), *asked))

    def lines(
        self, things: QuerySet[Any], language: str | None, zone: tzinfo
    ) -> Iterator[list[Value]]:
        for thing in things.iterator(chunk_size=AT_ONCE):
            with translation.override(language), timezone.override(zone):
                line = [column.value(thing) for column in self.columns]
            yield line


def column(head: str | LazyText, name: str) -> Column:
    """A column that says what a field holds."""
    return Column(head, lambda one: getattr(one, name))


def texts(head: str | LazyText, name: str) -> Column:
    """A column that says what a text, a choice or a name is in words."""
    return Column(head, lambda one: str(getattr(one, name)))


def chosen(head: str | LazyText, name: str) -> Column:
    """A column that says the label of a choice."""
    return Column(head, lambda one: str(getattr(one, f"get_{name}_display")()))


def moment(head: str | LazyText, name: str) -> Column:
    """A column with a moment, by the reader's clock; empty where it did not come."""
    return Column(head, lambda one: local(getattr(one, name)))


def local(at: Any) -> Value:
    return timezone.localtime(at).replace(tzinfo=None, microsecond=0) if at else None


def yes_or_no(head: str | LazyText, name: str) -> Column:
    return Column(head, lambda one: str(YES if getattr(one, name) else NO))


def language_name(code: str) -> str:
    return str(WrittenLanguage(code).label) if code else ""
