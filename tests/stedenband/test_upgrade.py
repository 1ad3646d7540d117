"""A portal installed with its first version, that took every version since, with its data in it."""

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from uuid import uuid4

import psycopg2
import pytest
from django.conf import settings

from tests.upgrading import differences

# More than a minute: one run for all that is asked of it, in one process.
pytestmark = pytest.mark.xdist_group("upgrade")


@contextmanager
def empty_database():
    """One of its own, of the kind that these tests run on; what names it to a process."""
    server = settings.DATABASES["default"]
    if server["ENGINE"] == "django.db.backends.sqlite3":
        yield {}
        return
    login = {"host": server["HOST"], "port": server["PORT"] or 5432, "user": server["USER"]}
    login |= {"password": server["PASSWORD"]} if server["PASSWORD"] else {}
    name = f"upgrade_{uuid4().hex[:12]}"
    wire = psycopg2.connect(dbname="postgres", **login)
    wire.autocommit = True
    with wire.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    try:
        yield {"DATABASE_URL": os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{name}"}
    finally:
        with wire.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
        wire.close()


@pytest.fixture(scope="module")
def climbed(tmp_path_factory):
    """What `tests.upgrading` tells of the whole way."""
    folder = tmp_path_factory.mktemp("upgrade")
    report = folder / "report.json"
    with empty_database() as where:
        env = {
            "PATH": os.environ["PATH"],
            "STEDENBAND_MODE": "test",
            "PYTHONHASHSEED": "0",
            **where,
        }
        subprocess.run(
            [sys.executable, "-m", "tests.upgrading", str(report)],
            cwd=settings.BASE_DIR,
            env={**env, "STEDENBAND_VAR": str(folder)},
            check=True,
            timeout=580,
        )
    return json.loads(report.read_text())


def test_every_version_is_a_step_and_every_table_has_rows(climbed):
    folders = {"accounts": "stedenband/accounts", "partnerships": "partnerships", "sdg": "sdg"}
    ours = [
        f"{app} {path.stem}"
        for app, folder in {**folders, "stedenband": "stedenband"}.items()
        for path in sorted((settings.BASE_DIR / folder / "migrations").glob("0*.py"))
        if not path.stem.startswith("0001")
    ]
    assert sorted(climbed["steps"]) == sorted(["first", *ours])
    assert climbed["empty"] == []
    assert climbed["rows"] > 200


def test_no_step_loses_or_changes_what_was_there(climbed):
    assert {name: climbed[name] for name in ("lost", "changed", "dropped")} == {
        "lost": [],
        "changed": [],
        "dropped": [],
    }


def test_todays_models_accept_rows_of_every_version(climbed):
    assert climbed["invalid"] == []


def test_what_goes_missing_on_the_way_is_seen():
    before = {"a": {1: {"x": 1, "y": 2}, 2: {"x": 3, "y": 4}}, "b": {1: {"x": 1}}}
    after = {"a": {1: {"x": 9, "z": None}}, "c": {}}
    assert differences(before, after) == {
        "lost": ["a 2"],
        "changed": ["a 1 x"],
        "dropped": ["a.y", "b"],
    }
