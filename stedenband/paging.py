"""Long lists in pages, without reading or counting what no page shows."""

from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists

MOST = 1_000


class Brief:
    """A list in pages of which only the keys are sorted; whole rows are read of one page alone.

    `whole` reads them, in the same order: what they answer to was asked of the keys already.
    """

    ordered = True

    def __init__(self, rows: Any, whole: Any = None) -> None:
        self.rows = rows
        self.whole = rows if whole is None else whole

    def count(self) -> int:
        number: int = self.rows.count()
        return number

    def at_most(self, number: int) -> int:
        return number_of(self.rows, number)

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, part: slice) -> Any:
        return self.whole.filter(pk__in=self.rows.values("pk")[part])


def number_of(rows: Any, most: int) -> int:
    """How many rows a queryset has, or `most` when it has as many or more: those are not read."""
    number: int = rows.order_by()[:most].count()
    return number


class Each(Exists):
    """EXISTS that is asked of each row as it comes, where a page shows the first of many that
    answer; PostgreSQL would else ask it of all rows beforehand, which OFFSET keeps it from."""

    template = "EXISTS(%(subquery)s OFFSET 0)"


class First(Paginator):  # type: ignore[type-arg]
    """Pages of the first thousand rows of a list; `is_more` says that others stand behind them.

    Nobody leafs through more, and to count them all costs more the larger the world is.
    """

    @cached_property
    def found(self) -> int:
        rows: Any = self.object_list
        ask = getattr(rows, "at_most", None)
        return ask(MOST + 1) if ask else number_of(rows, MOST + 1)

    @property
    def count(self) -> int:
        return min(self.found, MOST)

    @property
    def is_more(self) -> bool:
        return self.found > MOST


class Step:
    """A page of a list that nobody counts: what stands on it, and whether there is one before and
    after it. What `pager` shows needs no more."""

    paginator = None

    def __init__(self, rows: list[Any], number: int, *, has_next: bool) -> None:
        self.rows, self.number, self.has_next = rows, number, has_next
        self.has_previous = number > 1

    @property
    def has_other_pages(self) -> bool:
        return self.has_previous or self.has_next

    def __iter__(self) -> Any:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def step_of(rows: Any, size: int, number: str | None) -> Step:
    """The page that a reader asked for; the first when they ask for none, or for one beyond."""
    try:
        wanted = min(max(int(number or 1), 1), MOST)
    except ValueError:
        wanted = 1
    for page in dict.fromkeys((wanted, 1)):
        start = (page - 1) * size
        found = list(rows[start : start + size + 1])
        if found:
            break
    return Step(found[:size], page, has_next=len(found) > size)
