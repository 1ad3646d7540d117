"""A backup holds everything and comes back whole, on the same database and on the other."""

import json
import os
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from partnerships.models import Evidence, Milestone, ProgressReport
from stedenband import backup
from stedenband.accounts.models import User
from stedenband.backup import MANIFEST, as_line, made, write_backup
from stedenband.models import Piece, Upload
from tests.factories import MilestoneFactory, documented, submitted
from tests.security.figures import figure

pytestmark = pytest.mark.django_db(transaction=True)


def on_its_way(user):
    given = {"user": user, "name": "a.pdf", "size": 9, "digest": "0" * 64, "have": 5}
    return Upload.objects.create(**given).pieces.create(start=0, content=b"%PDF\xff")


@pytest.fixture
def archive(milestone, partner_editor, twinning, tmp_path):
    """A backup of a twinning with a report and a document in it, while a file is on its way."""
    on_its_way(partner_editor)
    submitted(milestone, partner_editor, what_happened="Primera línea\n« größer », ‘Nimlaha’kok’ ✓")
    documented(twinning, partner_editor)
    path = tmp_path / "all.zip"
    write_backup(path)
    return path


def manifest_of(path):
    with zipfile.ZipFile(path) as archive:
        return json.loads(archive.read(MANIFEST))


def sums(path):
    return {name: one["row_sum"] for name, one in manifest_of(path)["tables"].items()}


def emptied():
    """An empty machine: no row, no file."""
    for name in manifest_files():
        default_storage.delete(name)
    call_command("flush", interactive=False, verbosity=0)


def manifest_files():
    root = Path(default_storage.location)
    return [path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()]


def test_what_was_restored_is_what_was_there(archive, tmp_path):
    files = {name: default_storage.open(name).read() for name in manifest_files()}
    emptied()
    call_command("restore", archive)
    again = tmp_path / "again.zip"
    write_backup(again)
    differing = [name for name, one in sums(again).items() if sums(archive)[name] != one]
    more = {"tables": len(sums(archive)), "files": len(files), "differing": len(differing)}
    figure("F26 backup and restore", **more)
    assert sums(again) == sums(archive)
    assert files == {name: default_storage.open(name).read() for name in manifest_files()}
    assert len(files) == 1
    report = ProgressReport.objects.get()
    assert report.what_happened == "Primera línea\n« größer », ‘Nimlaha’kok’ ✓"


def test_after_a_restore_the_next_row_gets_the_next_number(archive):
    highest = Milestone.objects.order_by("pk").last().pk
    emptied()
    call_command("restore", archive)
    trajectory = Milestone.objects.first().trajectory
    assert MilestoneFactory(trajectory=trajectory).pk > highest


def test_who_was_signed_in_signs_in_again(archive):
    assert "django_session" not in manifest_of(archive)["tables"]


def is_raw(value):
    return isinstance(value, bytes | memoryview)


def test_what_is_on_its_way_is_sent_again(archive, tmp_path, monkeypatch):
    """Also after a backup of a version that carried it along, which nobody could read back."""
    older, plain = tmp_path / "older.zip", backup.plain
    with monkeypatch.context() as then:
        then.setattr(backup, "LEFT_OUT", {"django_session", "stedenband_change"})
        then.setattr(backup, "plain", lambda value: plain(repr(value) if is_raw(value) else value))
        write_backup(older)
    carried = {"stedenband_piece", "stedenband_upload"}
    assert [carried & sums(path).keys() for path in (older, archive)] == [carried, set()]
    emptied()
    call_command("restore", older)
    assert (Upload.objects.exists(), ProgressReport.objects.count()) == (False, 1)


def test_bytes_come_back_from_either_database():
    content, columns = Piece(content=b"\x00\xff").content, [Piece._meta.get_field("content")]
    lines = {as_line([given]) for given in (content, memoryview(content))}
    [back] = [bytes(made(Piece, columns, json.loads(line)).content) for line in lines]
    assert back == content


def test_a_backup_is_its_owners_alone(archive):
    assert archive.stat().st_mode & 0o777 == 0o600


def test_nothing_is_restored_over_what_is_there(archive):
    before = User.objects.count()
    with pytest.raises(CommandError, match="restore into an empty database"):
        call_command("restore", archive)
    assert User.objects.count() == before


def test_a_backup_never_replaces_another(archive):
    with pytest.raises(CommandError, match="nothing was written"):
        call_command("backup", archive)


def changed(path, name, content):
    """The same archive, with another content in one of its entries."""
    other = path.with_name("changed.zip")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(other, "w") as target:
        for entry in source.namelist():
            if entry != name:
                target.writestr(entry, source.read(entry))
            elif content is not None:
                target.writestr(entry, content)
    return other


@pytest.mark.parametrize("content", [b"", b"[]\n", None])
def test_a_backup_that_is_not_whole_names_what_differs(archive, content):
    name = "tables/partnerships_milestone.jsonl"
    with pytest.raises(CommandError, match=f"{name} is not what was written"):
        call_command("restore", changed(archive, name, content))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "has no manifest"),
        (b'{"format": 99}', "has format 99"),
    ],
)
def test_what_is_no_backup_of_ours_says_so(archive, content, reason):
    with pytest.raises(CommandError, match=reason):
        call_command("restore", changed(archive, MANIFEST, content))


def test_a_file_cut_in_half_is_refused(archive, tmp_path):
    half = tmp_path / "half.zip"
    half.write_bytes(archive.read_bytes()[:5000])
    with pytest.raises(CommandError, match="damaged or no backup"):
        call_command("restore", half, "--check")


def test_a_backup_of_a_newer_version_is_refused(archive):
    manifest = manifest_of(archive)
    manifest["migrations"].append(["partnerships", "9999_of_tomorrow"])
    newer = changed(archive, MANIFEST, json.dumps(manifest))
    emptied()
    with pytest.raises(CommandError, match="of a newer version"):
        call_command("restore", newer)


def test_a_file_that_went_meanwhile_is_told(archive, tmp_path, capsys):
    for name in manifest_files():
        default_storage.delete(name)
    call_command("backup", tmp_path / "without.zip")
    assert "which is not there" in capsys.readouterr().err
    assert Evidence.objects.count() == len(manifest_of(archive)["files"]) - 1


def test_the_site_goes_on_while_a_backup_is_written(archive, tmp_path, monkeypatch):
    """What another connection writes meanwhile is not in it, and did not wait."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's readers never hold writers up; shown on SQLite")
    path, real, seen = connection.settings_dict["NAME"], backup.write_table, []

    def write_table(out, model, named):
        if not seen:
            with sqlite3.connect(path, timeout=1) as other:
                other.execute("UPDATE accounts_user SET name = 'changed meanwhile'")
            seen.append(model)
        return real(out, model, named)

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode=WAL")  # as every database of the portal has it
    monkeypatch.setattr(backup, "write_table", write_table)
    meanwhile = tmp_path / "meanwhile.zip"
    write_backup(meanwhile)
    with zipfile.ZipFile(meanwhile) as whole:
        assert b"changed meanwhile" not in whole.read("tables/accounts_user.jsonl")
    assert {user.name for user in User.objects.all()} == {"changed meanwhile"}


def test_an_empty_machine_with_another_database_takes_it(archive, tmp_path):
    """In a process of its own, with SQLite, whatever the backup came from."""
    env = {
        "PATH": os.environ["PATH"],
        "STEDENBAND_MODE": "test",
        "STEDENBAND_VAR": str(tmp_path / "empty"),
    }

    def manage(*words):
        command = [sys.executable, "manage.py", *words]
        subprocess.run(command, cwd=settings.BASE_DIR, env=env, check=True, timeout=300)

    again = tmp_path / "again.zip"
    manage("restore", str(archive))
    manage("backup", str(again))
    assert sums(again) == sums(archive)
    assert manifest_of(again)["files"] == manifest_of(archive)["files"]
    figure(
        f"F26 from {connection.vendor} to an empty machine", tables=len(sums(again)), differing=0
    )
