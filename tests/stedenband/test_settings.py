"""What a deployment refuses to start with; each start is a process of its own."""

import os
import sqlite3
import subprocess
import sys

import pytest
from django.conf import settings

KEY = "k3J9xQ2vT7mZ1rW8cY5nB4hG6fD0sA-pL_eUiOoPqRtVwXzNmKj"
START = ["-c", "import stedenband.wsgi; print('started')"]
CHECK = ["manage.py", "check", "--deploy"]


@pytest.fixture
def run(tmp_path):
    """Run Python here with these settings alone; answers whether it went well, and all it said."""

    def run(words, **given):
        env = {"PATH": os.environ["PATH"], "STEDENBAND_VAR": str(tmp_path / "var"), **given}
        done = subprocess.run(
            [sys.executable, *words],
            cwd=settings.BASE_DIR,
            env=env,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return done.returncode == 0, done.stdout + done.stderr

    return run


@pytest.fixture
def accounts(tmp_path):
    """A database with these accounts; answers its address."""

    def accounts(*emails):
        path = tmp_path / "accounts.sqlite3"
        with sqlite3.connect(path) as database:
            database.execute("CREATE TABLE accounts_user (id INTEGER PRIMARY KEY, email TEXT)")
            rows = [(email,) for email in emails]
            database.executemany("INSERT INTO accounts_user (email) VALUES (?)", rows)
        database.close()
        return f"sqlite:///{path}"

    return accounts


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({}, "Set SECRET_KEY to a random text of at least 50 characters."),
        ({"SECRET_KEY": "short"}, "Set SECRET_KEY to a random text of at least 50 characters."),
        (
            {"SECRET_KEY": "only-for-demo-and-test-never-in-a-deployment"},
            "Set SECRET_KEY to a random text of at least 50 characters.",
        ),
        ({"SECRET_KEY": KEY, "DEBUG": "1"}, "DEBUG is on: a deployment refuses to start with it."),
        (
            {"SECRET_KEY": KEY, "STEDENBAND_MODE": "staging"},
            "STEDENBAND_MODE is 'staging': use production, demo or test.",
        ),
    ],
    ids=["no key", "a short key", "the key of the demo", "debug", "a mode that is none"],
)
def test_a_deployment_does_not_start(run, given, reason):
    well, said = run(["-c", "import stedenband.wsgi"], **given)
    assert (well, reason in said) == (False, True)


def test_it_is_a_deployment_unless_something_else_is_said(run):
    words = "from stedenband import settings; print(settings.MODE, settings.DEBUG)"
    assert run(["-c", words], SECRET_KEY=KEY) == (True, "production False\n")


def test_a_deployment_starts_with_what_it_needs(run, accounts):
    address = accounts("coordination@vvsg.be")
    assert run(START, SECRET_KEY=KEY, DATABASE_URL=address) == (True, "started\n")


def test_a_key_may_begin_with_a_dollar(run):
    words = "from stedenband import settings; print(settings.SECRET_KEY)"
    assert run(["-c", words], SECRET_KEY=f"${KEY}") == (True, f"${KEY}\n")


def test_a_deployment_starts_before_its_tables_are_there(run):
    assert run(START, SECRET_KEY=KEY) == (True, "started\n")


def test_a_deployment_does_not_start_with_an_account_of_the_demo(run, accounts):
    address = accounts("coordination@vvsg.be", "editor@edegem.example")
    well, said = run(START, SECRET_KEY=KEY, DATABASE_URL=address)
    message = "Demo accounts are present: editor@edegem.example"
    assert (well, message in said) == (False, True)


def test_the_demo_starts_with_its_own_accounts(run, accounts):
    address = accounts("editor@edegem.example")
    given = {"STEDENBAND_MODE": "demo", "DATABASE_URL": address}
    assert run(START, **given) == (True, "started\n")


READY = {
    "SECRET_KEY": KEY,
    "ALLOWED_HOSTS": "stedenband.be",
    "SITE_URL": "https://stedenband.be",
    "SECURITY_CONTACT": "mailto:security@stedenband.be",
    "PRIVACY_CONTACT": "privacy@stedenband.be",
    "ACCESSIBILITY_CONTACT": "accessibility@stedenband.be",
}


def test_the_check_names_the_accounts_of_the_demo(run, accounts):
    address = accounts("editor@edegem.example", "staff@vvsg.example", "a@vvsg.be")
    well, said = run(CHECK, DATABASE_URL=address, **READY)
    message = (
        "(stedenband.E001) Demo accounts are present: editor@edegem.example, staff@vvsg.example"
    )
    assert (well, message in said, "a@vvsg.be" in said) == (False, True, False)


@pytest.mark.parametrize("hosts", ["*", ".stedenband.be", "stedenband.be,*"])
def test_the_check_names_a_host_that_is_not_exact(run, accounts, hosts):
    given = {**READY, "ALLOWED_HOSTS": hosts, "DATABASE_URL": accounts()}
    well, said = run(CHECK, **given)
    assert (well, "(stedenband.E002) ALLOWED_HOSTS is not exact" in said) == (False, True)


def test_the_check_finds_nothing_on_a_deployment_that_is_right(run, accounts):
    well, said = run([*CHECK, "--fail-level", "WARNING"], DATABASE_URL=accounts(), **READY)
    assert (well, "no issues" in said) == (True, True)


@pytest.mark.parametrize(
    ("given", "number"),
    [
        ({"SITE_URL": "http://stedenband.be"}, "E004"),
        ({"SITE_URL": "https://elsewhere.be"}, "E004"),
        ({"METRICS_TOKEN": "short"}, "E008"),
        ({"SECURITY_CONTACT": "ask us"}, "W003"),
        ({"PRIVACY_CONTACT": ""}, "W002"),
        ({"ACCESSIBILITY_CONTACT": ""}, "W001"),
        ({"S3_BUCKET": "files"}, "E009"),
    ],
)
def test_the_check_names_what_django_does_not_look_at(run, accounts, given, number):
    words = [*CHECK, "--fail-level", "WARNING"]
    well, said = run(words, DATABASE_URL=accounts(), **{**READY, **given})
    assert (well, f"(stedenband.{number})" in said) == (False, True)


def test_sqlite_waits_and_begins_at_once(run):
    words = "from stedenband.settings import DATABASES; print(DATABASES['default']['OPTIONS'])"
    _well, said = run(["-c", words], SECRET_KEY=KEY)
    wanted = [
        "'transaction_mode': 'IMMEDIATE'",
        "journal_mode=WAL",
        "synchronous=FULL",
        "'timeout'",
    ]
    assert [part for part in wanted if part not in said] == []


def test_one_address_cannot_fill_the_cache_in_which_its_attempts_are_counted(run):
    """Within the hour that is counted: what is full throws out at random."""
    words = "from stedenband.settings import CACHES; print(CACHES['default']['OPTIONS'])"
    assert run(["-c", words], SECRET_KEY=KEY) == (True, "{'MAX_ENTRIES': 10000}\n")


def test_postgresql_gives_up_in_time(run):
    words = "from stedenband.settings import DATABASES; print(DATABASES['default']['OPTIONS'])"
    address = "postgres://someone@db.stedenband.be/portal"
    _well, said = run(["-c", words], SECRET_KEY=KEY, DATABASE_URL=address)
    wanted = ["statement_timeout", "lock_timeout", "connect_timeout"]
    assert [part for part in wanted if part not in said] == []


def test_cookies_of_a_deployment_stay_on_its_own_host(run):
    names = ["SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "LANGUAGE_COOKIE_NAME"]
    words = f"from stedenband import settings as s; print([getattr(s, n) for n in {names}])"
    found = run(["-c", words], SECRET_KEY=KEY)
    assert found == (True, "['__Host-sessionid', '__Host-csrftoken', '__Host-lang']\n")
