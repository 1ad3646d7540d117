"""Accessible: axe-core finds nothing, nothing scrolls sideways, and spaced text is not cut off.

Each page is looked at in two languages and at both widths, by turns; with the variable
STEDENBAND_WHOLE_MATRIX every page in every language at both.
"""

from contextlib import suppress

import pytest
from django.urls import get_resolver
from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import TimeoutError as TooLate

from partnerships.models import State
from partnerships.models.milestone import LATE_LABEL
from tests.browser.looking import LANGUAGES, NARROW, combinations, faults
from tests.browser.pages import NO_PAGE, SIGNED_IN, STATEFUL, spoiled_forms
from tests.pages import patterns

pytestmark = pytest.mark.once


@pytest.mark.parametrize("email", [None, *SIGNED_IN])
def test_every_page(site, visitor, rounds, email):
    reader = visitor(site, storage_state=rounds[email].cookies)
    wrong, number = {}, 0
    for turn, path in enumerate(rounds[email].paths):
        for language, width in combinations(turn):
            number += 1
            reader.go(f"/{language}{path}")
            if reader.page.url != f"{site.url}/{language}{path}":
                wrong[path, language] = f"led to {reader.page.url}"
            elif found := faults(reader.page, language, width):
                wrong[path, language, width] = found
    print(f"axe: {number} looks at {len(rounds[email].paths)} pages of {email or 'the public'}")
    assert wrong == {}


def error_word(language):
    with translation.override(language):
        return gettext("Error:")


@pytest.mark.parametrize("email", list(SIGNED_IN))
def test_forms_that_came_back_with_errors(site, visitor, rounds, email):
    member = visitor(site, storage_state=rounds[email].cookies)
    wrong, number = {}, 0
    for turn, language in enumerate(LANGUAGES):
        mine = [
            path
            for place, path in enumerate(rounds[email].paths)
            if (language, NARROW) in combinations(place)
        ]
        for path, _answer in spoiled_forms(member, mine, language):
            number += 1
            if found := errors_told(member.page, language) + faults(
                member.page, language, combinations(turn)[number % 2][1]
            ):
                wrong[path, language] = found
    print(f"axe: {number} forms of {email} with errors")
    assert (number > 0, wrong) == (True, {})


TOLD = """() => [document.title, document.activeElement.id,
  !!document.querySelector('main .alert.error[role=alert]'),
  [...document.querySelectorAll('#errors a')].map(one => one.hash).filter(
    hash => !document.querySelector(hash)),
  [...document.querySelectorAll('main form.page :is(input, select, textarea).is-invalid')].filter(
    one => one.getAttribute('aria-invalid') !== 'true' && one.type !== 'radio').map(
    one => one.name)]"""


FOCUSED = "() => document.activeElement.id === 'errors'"


def errors_told(page, language):
    """Whether a form says by its title, its summary and its fields that something is wrong."""
    with suppress(TooLate):  # a browser moves the focus as it draws: that may be after loading
        page.wait_for_function(FOCUSED, timeout=10_000)
    title, focus, is_told, nowhere, silent = page.evaluate(TOLD)
    found = [] if title.startswith(error_word(language)) else [f"title: {title}"]
    found += [] if is_told else ["no summary of errors"]
    found += [] if focus == "errors" else [f"focus on #{focus}"]
    found += [f"a link to nowhere: {hash_}" for hash_ in nowhere]
    return found + [f"not marked as wrong: {name}" for name in silent]


def test_a_sign_in_that_failed(site, visitor):
    wrong = {}
    for language in LANGUAGES:
        reader = visitor(site).sign_in("nobody@elsewhere.example", language)
        if found := faults(reader.page, language, NARROW):
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
