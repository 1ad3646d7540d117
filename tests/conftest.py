"""The ground of every test, and a fixture of each of `tests/company.py`."""

from functools import cached_property
from importlib import import_module

import pytest
from django.conf import settings as portal_settings
from django.db import connection
from django.utils import translation

from sdg.models import Goal
from sdg.vocabulary import load_vocabulary
from stedenband.catalogues import compile_catalogues
from tests.company import Company

DATABASE = pytest.StashKey()
WORDS = "partnerships.migrations.0013_passage_words"  # a column that no model knows

# Tests that share something dear stay in one process.
TOGETHER = {"browser": "/browser/", "catalogues": "/test_catalogues.py"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        for name, part in TOGETHER.items():
            if part in item.path.as_posix():
                item.add_marker(pytest.mark.xdist_group(name))


def pytest_make_parametrize_id(config, val, argname):
    """A file's content names no test: a ZIP holds its hour, and two processes would disagree."""
    return argname if isinstance(val, bytes) and len(val) > 60 else None


# --- The ground of every test -------------------------------------------------------------------


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, tmp_path_factory):
    """SQLite tests use a file, as the portal does: one in memory cannot wait for another thread."""
    database = portal_settings.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        path = tmp_path_factory.mktemp("database") / "test.sqlite3"
        database.setdefault("TEST", {})["NAME"] = str(path)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, request):
    """The test database with the vocabulary in it."""
    request.config.stash[DATABASE] = django_db_blocker
    with django_db_blocker.unblock():
        if request.config.getoption("nomigrations"):
            with connection.schema_editor() as editor:
                import_module(WORDS).make(None, editor)
        load_vocabulary()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    """A transactional test leaves every table empty; the next test finds the vocabulary again."""
    yield
    database = item.config.stash.get(DATABASE, None)
    if database and nextitem:
        with database.unblock():
            if not Goal.objects.exists():
                load_vocabulary()


@pytest.fixture(scope="session", autouse=True)
def catalogues():
    compile_catalogues()


@pytest.fixture(autouse=True)
def english():
    """Messages are compared in the language of the code."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """Files of a test go with it."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


# --- The company --------------------------------------------------------------------------------


@pytest.fixture
def company(db):
    return Company()


def one_of_the_company(name):
    @pytest.fixture(name=name)
    def made(company):
        return getattr(company, name)

    return made


for _name, _made in vars(Company).items():
    if isinstance(_made, cached_property):
        globals()[_name] = one_of_the_company(_name)
