"""What is installed is what was looked at: every line hashed, a list of all of it, no secret in it.

bandit, detect-secrets and cyclonedx are run in the long form alone, by `uvx`: they come from
the package index, and nothing else needs them. ruff holds the rules of bandit in every run.
"""

import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

from tests.security.figures import LONG, figure

pytestmark = pytest.mark.once
ROOT = Path(settings.BASE_DIR)
LOCKS = ("requirements.lock", "requirements-dev.lock")
PRODUCT = ("partnerships", "sdg", "stedenband")
PINNED = re.compile(r"([a-z0-9._-]+)(\[[^]]*\])?==([^ ;]+)( ;.*)?", re.IGNORECASE)
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")
long = pytest.mark.skipif(not LONG or not shutil.which("uvx"), reason="long form, with uvx")


def locked(name):
    """Each line of a lock file, with what belongs to it: the package and how many hashes."""
    text = (ROOT / name).read_text().replace("\\\n", " ")
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    return {line.split(" --hash")[0]: len(HASH.findall(line)) for line in lines if line[0] != "#"}


def names(lines):
    return {PINNED.fullmatch(one)[1].lower().replace("_", "-") for one in lines}


@pytest.mark.parametrize("name", LOCKS)
def test_every_line_of_a_lock_is_one_version_with_its_hashes(name):
    lines = locked(name)
    loose = [one for one in lines if not PINNED.fullmatch(one)]
    bare = [one for one, hashes in lines.items() if not hashes]
    hashes = sum(lines.values())
    figure(f"F34 {name}", packages=len(lines), hashes=hashes, loose=len(loose), bare=len(bare))
    assert (loose, bare, len(lines) > 40) == ([], [], True)


def test_whatever_is_asked_for_is_locked():
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text())
    direct = [*asked["project"]["dependencies"], *asked["dependency-groups"]["dev"]]
    wanted = {re.split(r"[\[<>=!~;]", one)[0].strip().lower().replace("_", "-") for one in direct}
    assert wanted - names(locked("requirements-dev.lock")) == set()


def run(*words, status=(0,)):
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode in status, done.stderr[-2000:]
    return done.stdout


def test_no_rule_of_bandit_is_broken():
    ruff = Path(sys.executable).parent / "ruff"
    words = [ruff, "check", "--no-cache", "--select", "S", "--output-format", "json", *PRODUCT]
    found = json.loads(run(*words, status=(0, 1)))
    figure("F34 bandit's rules, by ruff", files=len(list(python())), broken=len(found))
    assert found == []


def python():
    return (one for folder in PRODUCT for one in (ROOT / folder).rglob("*.py"))


@long
def test_the_list_of_parts_is_whole(tmp_path):
    """The command of stedenband/deploy/README.md."""
    out = tmp_path / "sbom.json"
    tool = ["uvx", "-q", "--from", "cyclonedx-bom", "cyclonedx-py"]
    run(*tool, "requirements", "requirements.lock", "--output-reproducible", "-o", str(out))
    parts = json.loads(out.read_text())
    listed = {one["name"].lower().replace("_", "-") for one in parts["components"]}
    hashed = [one for one in parts["components"] if one.get("hashes") or "externalRef" in str(one)]
    more = {"parts": len(listed), "with_hashes": len(hashed), "version": parts["specVersion"]}
    figure("F34 CycloneDX", **more)
    assert (parts["bomFormat"], listed) == ("CycloneDX", names(locked("requirements.lock")))


@long
def test_bandit_finds_nothing_that_is_not_explained():
    words = ["uvx", "-q", "bandit", "-q", "-r", "-ll", "-f", "json", *PRODUCT]
    found = json.loads(run(*words, status=(0, 1)))["results"]
    lines = [
        (ROOT / one["filename"]).read_text().splitlines()[one["line_number"] - 1] for one in found
    ]
    bare = [line for line in lines if "# noqa: S" not in line]
    figure("F34 bandit, medium and high", explained=len(lines) - len(bare), others=len(bare))
    assert bare == []


# No secrets: the demo's password, an example to be filled in, names of fields and of forms.
NO_SECRET = {
    ("partnerships/management/sample.py", "Secret Keyword"),
    ("stedenband/deploy/env.example", "Basic Auth Credentials"),
    ("stedenband/deploy/stedenband.service", "Base64 High Entropy String"),
    ("stedenband/settings.py", "Secret Keyword"),
}


@long
def test_no_secret_stands_in_the_product():
    found = json.loads(run("uvx", "-q", "detect-secrets", "scan", *PRODUCT, "run", ".ci"))
    met = {(name, one["type"]) for name, many in found["results"].items() for one in many}
    figure("F34 detect-secrets", known=len(met & NO_SECRET), others=len(met - NO_SECRET))
    assert met - NO_SECRET == set()
