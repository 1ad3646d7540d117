"""Files on disk: whole or not there, and never there for a deed that was not done."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.core.files.storage import FileSystemStorage, Storage
from django.db import connection, models, transaction

from stedenband import clock

UNFINISHED = ".part"
ORPHAN_AFTER = timedelta(days=1)

# What the transaction of this thread stored so far; None outside of one.
written: ContextVar[list[tuple[Storage, str]] | None] = ContextVar("written", default=None)


class WholeFiles(FileSystemStorage):
    """Writes beside the place, makes sure that it is on the disk, then moves it there."""

    def _save(self, name: str, content: Any) -> str:
        place = Path(self.path(name))
        beside = place.with_name(f"{uuid4().hex}{UNFINISHED}")
        name_beside = str(Path(name).with_name(beside.name))
        try:
            super()._save(name_beside, content)  # type: ignore[misc]
            sync(beside)
            beside.rename(place)
            sync(place.parent)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
        if (so_far := written.get()) is not None:
            so_far.append((self, name))
        return name


def sync(path: Path) -> None:
    """Wait until the disk has it."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


@contextmanager
def atomic_with_files() -> Iterator[None]:
    """A transaction, and the files stored in it: what is undone leaves none.

    A PostgreSQL that goes away while it commits does not say whether it did: the files stay then,
    since a row without its file is worse; `manage.py check_files` finds one without its row.
    """
    so_far: list[tuple[Storage, str]] = []
    token = written.set(so_far)
    done = False
    try:
        with transaction.atomic():
            yield
            done = True
    except BaseException:
        if not done or connection.vendor == "sqlite":
            for storage, name in so_far:
                with suppress(OSError):
                    storage.delete(name)
        raise
    finally:
        written.reset(token)


# --- Whether rows and files agree -----------------------------------------------------------------


def file_fields() -> list[models.FileField]:
    return [
        field
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.FileField)
    ]


def stored(storage: Storage, folder: str = "") -> Iterator[str]:
    """The names of all files of a storage."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:  # a disk; a store of objects has no folders that could be missing
        return
    yield from (f"{folder}{name}" for name in files)
    for name in folders:
        yield from stored(storage, f"{folder}{name}/")


def compare(storage: Storage) -> tuple[list[str], list[str]]:
    """Files without a row, and names in rows without their file.

    Files are listed first: one that comes meanwhile is not taken for an orphan.
    """
    found = set(stored(storage))
    named: set[str] = set()
    for field in file_fields():
        if field.storage == storage:
            rows = field.model._default_manager.values_list(field.attname, flat=True)
            named |= set(rows.exclude(**{field.attname: ""}))
    missing = sorted(name for name in named - found if not storage.exists(name))
    return sorted(found - named), missing


def remove_orphans(storage: Storage, orphans: list[str]) -> list[str]:
    """Remove those older than a day: a younger one may be waiting for its row."""
    before = clock.now() - ORPHAN_AFTER
    old = [name for name in orphans if storage.get_modified_time(name) < before]
    for name in old:
        storage.delete(name)
    return old
