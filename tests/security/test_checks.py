"""The check of a deployment: silent when all is right, and each of its own finds what it is for."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings as portal
from django.db import connection

from stedenband import checks
from tests.factories import UserFactory
from tests.security.figures import figure
from tests.stedenband.test_settings import READY

# What must be wrong for each of them; its own settings, as a deployment has them, are right.
RIGHT = {
    "ALLOWED_HOSTS": ["stedenband.be"],
    "SITE_URL": "https://stedenband.be",
    "EMAIL_TIMEOUT": 10,
    "METRICS_TOKEN": "",
    "SECURITY_CONTACT": "mailto:security@stedenband.be",
    "PRIVACY_CONTACT": "privacy@stedenband.be",
    "ACCESSIBILITY_CONTACT": "accessibility@stedenband.be",
    "S3_BUCKET": "",
    "REDIS_URL": "",
    "STATIC_ROOT": "/srv/static",
    "MEDIA_ROOT": "/srv/files",
}
WRONG = {
    "E002": {"ALLOWED_HOSTS": ["stedenband.be", "*"]},
    "E003": {"EMAIL_TIMEOUT": None},
    "E004": {"SITE_URL": "https://elsewhere.be"},
    "E005": {"MEDIA_ROOT": "/srv/static/files"},
    "E008": {"METRICS_TOKEN": "short"},
    "E009": {"S3_BUCKET": "files"},
    "W001": {"ACCESSIBILITY_CONTACT": ""},
    "W002": {"PRIVACY_CONTACT": "ask us"},
    "W003": {"SECURITY_CONTACT": "ask us"},
}
OURS = checks.__name__
OWN = re.compile(r'id="stedenband\.(\w+)"')


def found():
    """What the portal's own checks say now."""
    functions = [one for one in vars(checks).values() if getattr(one, "__module__", "") == OURS]
    functions = [one for one in functions if hasattr(one, "tags")]
    said = [each for one in functions for each in one(None)]
    return {each.id.removeprefix("stedenband.") for each in said}


def beside_settings(monkeypatch):
    """What is wrong elsewhere than in a setting: an account, the database's ways."""
    somebody = UserFactory(email="somebody@edegem.example")
    yield "E001", found()
    somebody.delete()
    is_on = True
    with monkeypatch.context() as now:
        now.setitem(portal.DATABASES["default"], "ATOMIC_REQUESTS", is_on)
        yield "E007", found()
    with monkeypatch.context() as now:
        now.setitem(connection.settings_dict, "OPTIONS", {"init_command": "synchronous=OFF;"})
        now.setattr(checks, "asked", lambda sql: "off")
        yield "E006", found()


def test_each_check_finds_what_it_is_for(db, settings, monkeypatch):
    safe = {"init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"}
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", safe)
    for name, value in RIGHT.items():
        setattr(settings, name, value)
    silent = found()
    fired = {}
    for number, given in WRONG.items():
        for name, value in (RIGHT | given).items():
            setattr(settings, name, value)
        fired[number] = found()
    for name, value in RIGHT.items():
        setattr(settings, name, value)
    fired |= dict(beside_settings(monkeypatch))
    own = set(OWN.findall((portal.BASE_DIR / "stedenband/checks.py").read_text()))
    alone = [number for number, said in fired.items() if said == {number}]
    figure("F35 own checks", checks=len(own), fired=len(alone), when_right=len(silent))
    assert (silent, set(fired), sorted(alone)) == (set(), own, sorted(own))


@pytest.mark.once
def test_the_check_of_a_deployment_finds_nothing(tmp_path):
    env = {"PATH": os.environ["PATH"], "STEDENBAND_VAR": str(tmp_path / "var"), **READY}
    words = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(
        words, cwd=portal.BASE_DIR, env=env, capture_output=True, text=True, check=False
    )
    issues = len(re.findall(r"^\S*: \(", done.stderr, re.MULTILINE))
    figure("F35 check --deploy", issues=issues, status=done.returncode)
    assert (done.returncode, issues, "no issues" in done.stdout + done.stderr) == (0, 0, True)
