"""Accessible: axe-core finds nothing and nothing scrolls sideways: every page, width, language."""

from pathlib import Path

import axe_playwright_python
import pytest

from tests.browser.pages import PUBLIC, SIGNED_IN, discover

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = """tags => axe.run(document, {runOnly: {type: 'tag', values: tags}}).then(found =>
  found.violations.map(one => one.id + ": " + one.nodes.map(n => n.target.join(" ")).join(" | ")))"""  # noqa: E501
LOOK = """() => [document.querySelectorAll('h1').length, document.title.length > 0,
  document.documentElement.lang, document.documentElement.scrollWidth]"""
WIDTHS = (320, 1280)

pytestmark = pytest.mark.once


def faults(page, language, width):
    """What is wrong with the page that is open, in words."""
    headings, titled, lang, wide = page.evaluate(LOOK)
    found = [] if headings == 1 else [f"{headings} h1"]
    found += [] if titled else ["no title"]
    found += [] if lang == language else [f"lang={lang}"]
    found += [] if wide <= width else [f"{wide} px wide"]
    page.evaluate(AXE)
    return found + page.evaluate(RUN, TAGS)


def look_at(visitor, language, paths):
    """Each path at each width: what is wrong where."""
    wrong = {}
    for path in paths:
        visitor.go(f"/{language}{path}")
        for width in WIDTHS:
            visitor.page.set_viewport_size({"width": width, "height": 900})
            if found := faults(visitor.page, language, width):
                wrong[f"/{language}{path} at {width}"] = found
    return wrong


@pytest.mark.parametrize("language", ["nl", "es", "fr", "en"])
def test_public_pages(site, visitor, language):
    reader = visitor(site, bypass_csp=True)
    paths = discover(reader, language, PUBLIC)
    wrong = look_at(reader, language, paths)
    print(f"axe: {len(paths)} public pages in {language} at {len(WIDTHS)} widths")
    assert wrong == {}


@pytest.mark.parametrize("language", ["nl", "es", "fr", "en"])
@pytest.mark.parametrize("email", list(SIGNED_IN))
def test_pages_of_who_signed_in(site, visitor, email, language):
    member = visitor(site, bypass_csp=True).sign_in(email, language)
    paths = discover(member, language, SIGNED_IN[email])
    wrong = look_at(member, language, paths)
    print(f"axe: {len(paths)} pages of {email} in {language} at {len(WIDTHS)} widths")
    assert wrong == {}


def test_forms_that_came_back_with_errors(site, visitor):
    member = visitor(site, bypass_csp=True).sign_in("editor@san-jeronimo.example", "es")
    starts = ["/work/", "/twinnings/edegem-san-jeronimo/deeds/add/"]
    forms = [p for p in discover(member, "es", starts) if p.endswith(("progress/", "add/"))]
    wrong = {}
    for path in forms:
        member.go(f"/es{path}")
        member.page.locator("main form.page button.btn-primary").first.click()
        if found := faults(member.page, "es", 1280):
            wrong[path] = found
    assert (bool(forms), wrong) == (True, {})
