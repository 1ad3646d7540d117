"""A template's indentation is for its readers: it stays with them."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import TemplateSyntaxError, engines
from django.test import Client

INDENTED = "<ul>\n    {% if yes %}\n        <li>Edegem</li>\n    {% endif %}\n</ul>\n"


@pytest.fixture
def written(tmp_path, monkeypatch):
    """Puts a template where the portal looks for its own."""

    def write(name, text):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return engines["django"].get_template(name)

    monkeypatch.setattr(engines["django"].engine, "dirs", [tmp_path])
    return write


def test_a_page_goes_out_without_indentation(written):
    page = written("laid_out.html", INDENTED).render({"yes": True})
    assert page == "<ul>\n\n<li>Edegem</li>\n\n</ul>\n"


def test_a_letter_keeps_it(written):
    assert written("letter.txt", "Dag\n    buur\n").render({}) == "Dag\n    buur\n"


def test_an_error_names_its_line(written):
    with pytest.raises(TemplateSyntaxError) as met:
        written("wrong.html", "<p>\n\n    <b>\n      {% nonsense %}\n</p>")
    assert met.value.token.lineno == 4


def test_a_month_stands_as_each_language_writes_it():
    templates = (Path(settings.BASE_DIR) / "templates").rglob("*.*")
    own = r"""date:["'][^"'_]*\bF\b"""
    found = [one.name for one in templates if re.search(own, one.read_text("utf-8"))]
    assert found == []


@pytest.mark.django_db
def test_the_front_page_is_not_indented():
    page = Client().get("/nl/").content.decode()
    is_laid_out = "\n  " in (Path(settings.BASE_DIR) / "templates" / "base.html").read_text("utf-8")
    assert (is_laid_out, re.findall(r"\n[ \t]+<", page)) == (True, [])
