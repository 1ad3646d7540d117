"""Files on disk: whole or not there, and one for each row."""

import os
import time

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.management import CommandError, call_command

from partnerships.models import DocumentVersion
from stedenband.storage import atomic_with_files, stored
from tests.factories import documented

DAYS = 2 * 24 * 60 * 60


def store(name="loose/a.pdf"):
    return default_storage.save(name, ContentFile(b"%PDF-"))


def checked(capsys, **options):
    """What the command says, and whether it found everything well."""
    try:
        call_command("check_files", **options)
    except CommandError as found:
        return False, f"{capsys.readouterr().out}{found}".splitlines()
    return True, capsys.readouterr().out.splitlines()


@pytest.fixture
def version(twinning, editor):
    return DocumentVersion.objects.get(document=documented(twinning, editor))


def test_what_is_stored_is_whole_and_alone(media):
    name = store()
    assert [one.name for one in (media / "loose").iterdir()] == [name.rsplit("/", 1)[1]]


def test_who_cannot_be_read_to_the_end_leaves_nothing(media):
    class Torn(ContentFile):
        def chunks(self, chunk_size=None):
            yield b"half"
            raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        default_storage.save("loose/a.pdf", Torn(b""))
    assert [one for one in media.rglob("*") if one.is_file()] == []


def test_what_is_undone_leaves_no_file(db):
    stored = []

    def refused():
        with atomic_with_files():
            stored.append(store())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        refused()
    assert [default_storage.exists(name) for name in stored] == [False]


def test_what_is_done_keeps_its_file(db):
    with atomic_with_files():
        name = store()
    assert default_storage.exists(name) is True


def test_rows_and_files_that_agree_are_told_so(version, capsys):
    assert checked(capsys) == (True, ["0 files without a row, 0 missing."])


class Objects(FileSystemStorage):
    """A store of objects: its folders are parts of names, and none of them exists."""

    def exists(self, name):
        return not name.endswith("/") and super().exists(name)


def test_a_store_without_folders_is_looked_through(media):
    name = store("evidence/2026/a.pdf")
    assert list(stored(Objects(media))) == [name]


def test_a_file_without_a_row_is_listed_and_stays_for_a_day(version, capsys):
    name = store()
    said = [f"without a row: {name}", "1 files without a row, 0 missing."]
    assert (checked(capsys), checked(capsys, remove=True)) == ((False, said), (False, said))


def test_one_older_than_a_day_is_removed_when_asked(version, capsys):
    name = store()
    long_ago = time.time() - DAYS
    os.utime(default_storage.path(name), (long_ago, long_ago))
    said = checked(capsys, remove=True)
    assert (said, default_storage.exists(name), default_storage.exists(version.file.name)) == (
        (True, [f"removed: {name}", "0 files without a row, 0 missing."]),
        False,
        True,
    )


def test_a_row_without_its_file_is_listed(version, capsys):
    default_storage.delete(version.file.name)
    said = [f"missing: {version.file.name}", "0 files without a row, 1 missing."]
    assert checked(capsys) == (False, said)
