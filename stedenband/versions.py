"""Two people, one text: whoever saves second is told, and nothing is overwritten."""

from typing import TypeVar

from django.db import models


class Versioned(models.Model):
    """Counts its versions; an action raises it with every write of a text."""

    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True


Row = TypeVar("Row", bound=models.Model)
VersionedRow = TypeVar("VersionedRow", bound=Versioned)


class StaleVersion(Exception):
    """Somebody else saved this meanwhile; `current` is how it stands now."""

    def __init__(self, current: Versioned) -> None:
        super().__init__(f"{current} was changed meanwhile")
        self.current = current


def locked(row: Row) -> Row:
    """The action's own copy of a row, fresh and locked until its transaction ends.

    What only points at the row, as each line of history does at its twinning, need not wait.
    """
    return type(row)._default_manager.select_for_update(no_key=True).get(pk=row.pk)


def locked_at(row: VersionedRow, version: int | None) -> VersionedRow:
    """The same, and only if it is still the version that the editor saw; None asks nothing."""
    copy = locked(row)
    if version is not None and copy.version != version:
        raise StaleVersion(copy)
    return copy
