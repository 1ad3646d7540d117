"""Accessible: axe-core finds nothing and nothing scrolls sideways: every page, width, language."""

from pathlib import Path

import axe_playwright_python
import pytest
from django.urls import get_resolver
from django.utils import translation

from partnerships.models import State
from partnerships.models.milestone import LATE_LABEL
from tests.browser.pages import NO_PAGE, SIGNED_IN, STATEFUL, spoiled_forms
from tests.pages import patterns

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = """tags => axe.run(document, {runOnly: {type: 'tag', values: tags},
  resultTypes: ['violations'], preload: false}).then(found => found.violations.map(
  one => one.id + ": " + one.nodes.map(n => n.target.join(" ")).join(" | ")))"""
LOOK = """() => [document.querySelectorAll('h1').length, document.title.length > 0,
  document.documentElement.lang, document.documentElement.scrollWidth]"""
WIDTHS = (320, 1280)
LANGUAGES = ["nl", "es", "fr", "en"]

pytestmark = pytest.mark.once


def faults(page, language):
    """What is wrong with the page that is open at either width, in words."""
    page.evaluate(AXE)
    return {width: wrong for width in WIDTHS if (wrong := faults_at(page, language, width))}


def faults_at(page, language, width):
    page.set_viewport_size({"width": width, "height": 900})
    headings, titled, lang, wide = page.evaluate(LOOK)
    found = [] if headings == 1 else [f"{headings} h1"]
    found += [] if titled else ["no title"]
    found += [] if lang == language else [f"lang={lang}"]
    found += [] if wide <= width else [f"{wide} px wide"]
    return found + page.evaluate(RUN, TAGS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("email", [None, *SIGNED_IN])
def test_every_page(site, visitor, rounds, email, language):
    reader = visitor(site, storage_state=rounds[email].cookies)
    wrong = {}
    for path in rounds[email].paths:
        reader.go(f"/{language}{path}")
        if reader.page.url != f"{site.url}/{language}{path}":
            wrong[path] = f"led to {reader.page.url}"
        elif found := faults(reader.page, language):
            wrong[path] = found
    number = len(rounds[email].paths)
    print(f"axe: {number} pages of {email or 'the public'} in {language} at {len(WIDTHS)} widths")
    assert wrong == {}


@pytest.mark.parametrize("email", list(SIGNED_IN))
def test_forms_that_came_back_with_errors(site, visitor, rounds, email):
    language = "nl" if email.endswith("@vvsg.example") else "es"
    member = visitor(site, storage_state=rounds[email].cookies)
    wrong, forms = {}, []
    for path, _answer in spoiled_forms(member, rounds[email].paths, language):
        forms.append(path)
        if not member.page.locator("main .alert.error, main .is-invalid").count():
            wrong[path] = "came back without an error"
        elif found := faults(member.page, language):
            wrong[path] = found
    print(f"axe: {len(forms)} forms of {email} with errors, in {language}")
    assert (bool(forms), wrong) == (True, {})


def test_a_sign_in_that_failed(site, visitor):
    wrong = {}
    for language in LANGUAGES:
        reader = visitor(site).sign_in("nobody@elsewhere.example", language)
        if found := faults(reader.page, language):
            wrong[language] = found
    assert wrong == {}


def test_every_address_is_looked_at(rounds):
    """A page that nobody finds from the starts would be looked at by no test here."""
    known = {name for name, _route in patterns(get_resolver()) if not name.startswith("admin:")}
    reached = {view for one in rounds.values() for view, _state in one.kinds}
    assert known - reached - set(NO_PAGE) == set()


def test_every_state_of_a_milestone_is_looked_at(rounds):
    seen = {state for one in rounds.values() for view, state in one.kinds if view == STATEFUL}
    with translation.override("nl"):
        known = {str(label) for label in [*State.labels, LATE_LABEL]}
    assert known - seen == set()
