"""A backup: every table and every file as they stood at one moment, in one archive.

The archive is a ZIP with a list of JSON rows for each table, the files that those rows name, and
a manifest with the checksum of each. It is no dump of one database: what came out of SQLite goes
into PostgreSQL, and a backup of an older version is loaded into the tables of that version and
then brought up to date by the migrations.
"""

import base64
import hashlib
import json
import os
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import IO, Any

from django.apps import apps as today
from django.apps.registry import Apps
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Field, FileField, Model

from stedenband import clock

FORMAT = 1
MANIFEST = "manifest.json"
BATCH = 500
PIECE = 1024 * 1024
# Who is signed in is not carried along: a restored machine asks everybody to sign in again. What
# changed lately is told to caches that are empty there. A file of which only pieces arrived is
# sent again: its device still has it.
LEFT_OUT = {"django_session", "stedenband_change", "stedenband_piece", "stedenband_upload"}


class BrokenBackup(Exception):
    """An archive that is not whole, or does not fit here; the text says why."""


# --- Out ----------------------------------------------------------------------------------------


def write_backup(path: Path) -> dict[str, Any]:
    """Write the archive and give back its manifest; readable by its owner alone.

    The site may be in use: all rows are read from one snapshot. A file that its row still names
    and that was withdrawn while we copied is listed under `missing`.
    """
    half = path.with_name(f"{path.name}.half")
    descriptor = os.open(half, os.O_CREAT | os.O_TRUNC | os.O_RDWR, 0o600)
    try:
        with os.fdopen(descriptor, "w+b") as out:
            with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
                manifest = fill(archive)
            out.flush()
            os.fsync(out.fileno())
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)
    return manifest


def fill(archive: zipfile.ZipFile) -> dict[str, Any]:
    manifest: dict[str, Any] = {"format": FORMAT, "made_at": clock.now().isoformat()}
    with snapshot():
        manifest["migrations"] = sorted(
            map(list, MigrationRecorder(connection).applied_migrations())
        )
        named: set[str] = set()
        manifest["tables"] = {
            model._meta.db_table: write_table(archive, model, named) for model in carried(today)
        }
    manifest["files"], manifest["missing"] = write_files(archive, sorted(named))
    archive.writestr(MANIFEST, json.dumps(manifest, indent=1, sort_keys=True))
    return manifest


@contextmanager
def snapshot() -> Iterator[None]:
    """Everything that is read inside stood so at one moment; writers go on meanwhile."""
    if connection.vendor == "sqlite":
        # Our transactions on SQLite begin by taking the only pen; a reader leaves it on the table.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED" if not connection.in_atomic_block else "SELECT 1")
        try:
            yield
        finally:
            if not connection.in_atomic_block:
                with connection.cursor() as cursor:
                    cursor.execute("ROLLBACK")
        return
    with transaction.atomic(), connection.cursor() as cursor:
        if not connection.savepoint_ids:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SET LOCAL statement_timeout = 0")
        yield


def carried(apps: Apps) -> list[type[Model]]:
    """The models whose tables a backup carries, in a fixed order."""
    own = with_tables(apps)
    return sorted(
        (one for one in own if one._meta.db_table not in LEFT_OUT), key=lambda m: m._meta.db_table
    )


def with_tables(apps: Apps) -> list[type[Model]]:
    found = apps.get_models(include_auto_created=True)
    return [one for one in found if one._meta.managed and not one._meta.proxy]


def write_table(archive: zipfile.ZipFile, model: type[Model], named: set[str]) -> dict[str, Any]:
    """One table into the archive: its columns, how many rows, their checksum."""
    columns = columns_of(model)
    names = [one.attname for one in columns]
    files = [place for place, one in enumerate(columns) if isinstance(one, FileField)]
    digest, rows = hashlib.sha256(), RowSum()
    with archive.open(entry_of(model), "w", force_zip64=True) as out:
        for row in rows_of(model, names):
            named.update(row[place] for place in files if row[place])
            line = as_line(row)
            digest.update(line)
            rows.add(line)
            out.write(line)
    return {
        "columns": names,
        "rows": rows.count,
        "row_sum": rows.text,
        "sha256": digest.hexdigest(),
    }


class RowSum:
    """A checksum of rows in whatever order: the two databases sort text differently."""

    def __init__(self) -> None:
        self.count = self.total = 0

    def add(self, line: bytes) -> None:
        self.count += 1
        self.total += int.from_bytes(hashlib.sha256(line).digest(), "big")

    @property
    def text(self) -> str:
        return f"{self.total % 2**256:064x}"


def columns_of(model: type[Model]) -> list["Field[Any, Any]"]:
    return [one for one in model._meta.concrete_fields if not getattr(one, "generated", False)]


def entry_of(model: type[Model]) -> str:
    return f"tables/{model._meta.db_table}.jsonl"


def rows_of(model: type[Model], names: Iterable[str]) -> Iterable[tuple[Any, ...]]:
    return model._base_manager.order_by("pk").values_list(*names).iterator(chunk_size=BATCH)


def as_line(row: Iterable[Any]) -> bytes:
    """A row as JSON, the same on both databases."""
    row = list(row)  # by sorted keys: one of the two databases forgets their order
    text = json.dumps(row, default=plain, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return text.encode() + b"\n"


def plain(value: Any) -> str:
    if isinstance(value, bytes | memoryview):  # what a BinaryField reads back
        return base64.b64encode(value).decode()
    return value.isoformat() if isinstance(value, date | datetime | time) else str(value)


def write_files(archive: zipfile.ZipFile, names: Iterable[str]) -> tuple[dict[str, str], list[str]]:
    """The files that rows name, with their checksums, and those that are not there."""
    found, missing = {}, []
    for name in names:
        try:
            source = default_storage.open(name)
        except FileNotFoundError:
            missing.append(name)
            continue
        with source, archive.open(f"files/{name}", "w", force_zip64=True) as out:
            found[name] = copied(source, out)
    return found, missing


def copied(source: Any, out: Any) -> str:
    digest = hashlib.sha256()
    while piece := source.read(PIECE):
        digest.update(piece)
        out.write(piece)
    return digest.hexdigest()


# --- In -----------------------------------------------------------------------------------------


def read_manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))
    except KeyError as error:
        raise BrokenBackup("This is no backup of Stedenband: it has no manifest.") from error
    if manifest.get("format") != FORMAT:
        raise BrokenBackup(f"This backup has format {manifest.get('format')}; {FORMAT} is read.")
    return manifest


def check_backup(path: Path) -> dict[str, Any]:
    """Read everything and compare it with its checksums; BrokenBackup names what differs."""
    with opened(path) as archive:
        manifest = read_manifest(archive)
        expected = {
            f"tables/{name}.jsonl": one["sha256"] for name, one in manifest["tables"].items()
        }
        expected |= {f"files/{name}": digest for name, digest in manifest["files"].items()}
        for name, digest in expected.items():
            if checksum(archive, name) != digest:
                raise BrokenBackup(f"{name} is not what was written.")
    return manifest


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except zipfile.BadZipFile as error:
        raise BrokenBackup(f"{path.name} is damaged or no backup: {error}") from error


def checksum(archive: zipfile.ZipFile, name: str) -> str:
    try:
        with archive.open(name) as entry:
            return copied(entry, Nowhere())
    except KeyError:
        return "it is not there"


class Nowhere:
    def write(self, piece: bytes) -> None:
        """Only the checksum is wanted."""


def restore_backup(path: Path) -> dict[str, Any]:
    """Fill an empty database and an empty store of files with what a backup holds.

    Raises BrokenBackup before anything is written when the archive is not whole, when it was made
    by a newer version, or when there is something here already.
    """
    manifest = check_backup(path)
    refuse_what_does_not_fit(manifest)
    with opened(path) as archive:
        apps = bring_to(manifest["migrations"])
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET LOCAL statement_timeout = 0")
            empty(apps)
            for model in carried(apps):
                load_table(archive, model, manifest["tables"])
            reset_numbers(apps)
            connection.check_constraints()
        for name in manifest["files"]:
            restore_file(archive, name)
    return manifest


def refuse_what_does_not_fit(manifest: dict[str, Any]) -> None:
    known = set(MigrationExecutor(connection).loader.disk_migrations)
    if unknown := sorted({tuple(one) for one in manifest["migrations"]} - known):
        raise BrokenBackup(f"This backup is of a newer version: {unknown[0]} is not known here.")
    present = set(connection.introspection.table_names())
    for model in carried(today):
        is_ours = model._meta.app_label not in ("auth", "contenttypes", "sites")
        if is_ours and model._meta.db_table in present and model._base_manager.exists():
            raise BrokenBackup(
                f"There are rows in {model._meta.db_table}: restore into an empty database."
            )


def bring_to(migrations: Iterable[Iterable[str]]) -> Apps:
    """Tables as they were when the backup was made, and the models of that time."""
    executor = MigrationExecutor(connection)
    graph, wanted = executor.loader.graph, {tuple(one) for one in migrations}
    nodes = [graph.node_map[one] for one in graph.nodes if one in wanted]
    last = [one.key for one in nodes if wanted.isdisjoint(child.key for child in one.children)]
    executor.migrate(last)
    apps: Apps = executor.loader.project_state(last).apps
    return apps


def empty(apps: Apps) -> None:
    """Without what the migrations themselves put there: it is in the backup.

    Also tables that it leaves out: PostgreSQL empties none to which one that stays refers.
    """
    tables = [model._meta.db_table for model in with_tables(apps)]
    connection.ops.execute_sql_flush(
        connection.ops.sql_flush(no_style(), tables, allow_cascade=False)
    )


def load_table(archive: zipfile.ZipFile, model: type[Model], tables: dict[str, Any]) -> None:
    about = tables.get(model._meta.db_table)
    if about is None:
        return
    by_name = {one.attname: one for one in model._meta.concrete_fields}
    columns = [by_name[name] for name in about["columns"]]
    with archive.open(entry_of(model)) as entry:
        while lines := list(islice(entry, BATCH)):
            things = [made(model, columns, json.loads(line)) for line in lines]
            # As they stand in the backup: no date of change is set anew.
            insert = model._base_manager.all()._insert  # type: ignore[attr-defined]
            insert(things, fields=columns, using="default", raw=True)
    rows = RowSum()
    for row in rows_of(model, about["columns"]):
        rows.add(as_line(row))
    if rows.text != about["row_sum"]:
        raise BrokenBackup(f"{model._meta.db_table} did not come back as it was.")


def made(model: type[Model], columns: list["Field[Any, Any]"], values: list[Any]) -> Model:
    pairs = zip(columns, values, strict=True)
    return model(**{one.attname: from_json(one, value) for one, value in pairs})


def from_json(field: "Field[Any, Any]", value: Any) -> Any:
    return value if field.get_internal_type() == "JSONField" else field.to_python(value)


def reset_numbers(apps: Apps) -> None:
    """The next row gets the next number."""
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), carried(apps)):
            cursor.execute(sql)


def restore_file(archive: zipfile.ZipFile, name: str) -> None:
    if default_storage.exists(name):
        default_storage.delete(name)
    with archive.open(f"files/{name}") as entry:
        source: IO[bytes] = entry
        if default_storage.save(name, File(source)) != name:
            raise BrokenBackup(f"The file {name} could not be stored under its name.")
