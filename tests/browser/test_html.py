"""Valid HTML: the Nu checker finds no error on any page."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.browser.conftest import ROOT, lacking
from tests.browser.pages import PUBLIC, SIGNED_IN, discover

JAR = Path(os.environ.get("VNU_JAR", ROOT / "var/tools/node_modules/vnu-jar/build/dist/vnu.jar"))

pytestmark = pytest.mark.once


def errors_in(folder):
    """What the checker calls an error, with where it stands."""
    words = ["java", "-jar", str(JAR), "--errors-only", "--format", "json", str(folder)]
    answer = subprocess.run(words, capture_output=True, text=True, check=False)
    found = json.loads(answer.stderr)["messages"]
    return sorted({f"{Path(one['url']).name}: {one['message']}" for one in found})


def test_every_page_is_valid(site, visitor, tmp_path):
    if not shutil.which("java") or not JAR.exists():
        lacking("Java, or the Nu checker's vnu.jar")
    number = 0
    for email, starts in {None: PUBLIC, **SIGNED_IN}.items():
        reader = visitor(site)
        if email:
            reader.sign_in(email)
        for path in discover(reader, "nl", starts):
            answer = reader.context.request.get(f"{site.url}/nl{path}")
            number += 1
            name = path.strip("/").replace("/", "_").replace("?", "_") or "home"
            (tmp_path / f"{number}-{name}.html").write_text(answer.text(), encoding="utf-8")
    print(f"vnu: {number} pages")
    assert errors_in(tmp_path) == []
