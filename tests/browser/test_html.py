"""Valid HTML: the Nu checker finds no error on any page, nor on a form that came back."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.browser.conftest import ROOT, lacking
from tests.browser.pages import spoiled_forms

PLACES = ["var/tools/node_modules", "node_modules"]
JARS = [ROOT / place / "vnu-jar/build/dist/vnu.jar" for place in PLACES]
JAR = Path(os.environ.get("VNU_JAR") or next((jar for jar in JARS if jar.exists()), JARS[0]))

pytestmark = pytest.mark.once


def errors_in(folder):
    """What the checker calls an error, with where it stands."""
    words = ["java", "-jar", str(JAR), "--errors-only", "--format", "json", str(folder)]
    answer = subprocess.run(words, capture_output=True, text=True, check=False)
    found = json.loads(answer.stderr)["messages"]
    return sorted({f"{Path(one['url']).name}: {one['message']}" for one in found})


@pytest.fixture
def keep(tmp_path):
    """Keeps a page's HTML as it came over the wire, under a name that says where it stood."""
    if not shutil.which("java") or not JAR.exists():
        lacking("Java, or the Nu checker's vnu.jar")

    def write(path, html):
        number = len(list(tmp_path.glob("*.html"))) + 1
        name = "".join(one if one.isalnum() else "_" for one in path.strip("/")) or "home"
        (tmp_path / f"{number:03}-{name}.html").write_text(html, encoding="utf-8")

    return write


def test_every_page_is_valid(site, visitor, rounds, keep, tmp_path):
    for found in rounds.values():
        reader = visitor(site, storage_state=found.cookies)
        for path in found.paths:
            keep(path, reader.context.request.get(f"{site.url}/nl{path}").text())
    keep("500", (ROOT / "templates/500.html").read_text(encoding="utf-8"))
    print(f"vnu: {len(list(tmp_path.glob('*.html')))} pages")
    assert errors_in(tmp_path) == []


def test_every_form_that_came_back_is_valid(site, visitor, rounds, keep, tmp_path):
    for found in rounds.values():
        member = visitor(site, storage_state=found.cookies)
        for path, answer in spoiled_forms(member, found.paths, "nl"):
            keep(path, answer.text())
    print(f"vnu: {len(list(tmp_path.glob('*.html')))} forms with errors")
    assert errors_in(tmp_path) == []
