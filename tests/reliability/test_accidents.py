"""The accidents in short; `python -m tests.reliability --long` has the larger numbers."""

import os

import pytest

from tests.reliability import accidents
from tests.reliability.__main__ import bad
from tests.reliability.portal import cluster, portal, tools
from tests.security.figures import figure

pytestmark = [pytest.mark.once, pytest.mark.xdist_group("reliability")]
needs_postgres = pytest.mark.skipif(not tools(), reason="initdb is lacking: install postgresql")
needs_mount = pytest.mark.skipif(os.getuid() != 0, reason="only root mounts a small disk")


@pytest.fixture(scope="module")
def on_sqlite():
    with portal() as one:
        yield one


@pytest.fixture(scope="module")
def own_cluster():
    with cluster() as one:
        yield one


def test_a_server_that_is_killed_loses_nothing(on_sqlite):
    found = accidents.killed(on_sqlite, kills=2, between=1.5)
    figure("F25 killed", **found)
    assert (bad(found), found["acknowledged"] > 0) == ([], True)


def test_a_form_sent_eight_times_at_once_is_one_row(on_sqlite):
    found = accidents.sent_twice(on_sqlite, forms=3)
    figure("F20 sent eight times at once", **found)
    assert bad(found) == []


def test_eight_who_save_at_once_all_do(on_sqlite):
    found = accidents.speed(on_sqlite, seconds=3)
    assert (bad(found), found["saves"] > 0) == ([], True)


def test_a_mail_server_that_says_nothing_delays_no_save(on_sqlite):
    found = accidents.silent_mail(on_sqlite, saves=2)
    figure("F25 a mail server that says nothing", **found)
    assert bad(found) == []


@needs_mount
def test_a_full_disk_loses_no_words():
    with portal() as one:
        found = accidents.full_disk(one, one.folder / "files", posts=7, size=90_000)
    figure("F25 a full disk", **found)
    assert (bad(found), found["files without row"], found["reads"]) == ([], 0, [200, 200])


@needs_postgres
def test_a_database_that_stops_costs_nobody_a_word(own_cluster):
    with portal(own_cluster.url) as one:
        found = accidents.without_database(one, own_cluster, down=3)
    figure("F25 PostgreSQL stopped", **found)
    assert (bad(found), found["first after"], found["acknowledged"] > 0) == ([], 200, True)
