"""Where nothing is yet: the pages of a portal in which nobody wrote anything."""

import pytest

from tests.browser.looking import combinations, faults
from tests.pages import url

pytestmark = [pytest.mark.once, pytest.mark.django_db]
EVERYBODY = [
    "home", "twinning-list", "programme-list", "session-list", "goal-list", "lesson-list",
    "story-list", "forum-list", "search-list",
]  # fmt: skip
INSIDE = [
    "twinning-detail", "twinning-history", "indicator-list", "promise-list", "document-list",
    "agreement-list", "sign-of-life", "custom-list", "post-list", "funding-list",
    "assessment-list", "translation-list", "reciprocity-detail", "voucher-list",
]  # fmt: skip


def wrong_on(reader, names, *about):
    """Looks at pages by turns; what is wrong with each."""
    wrong = {}
    for turn, name in enumerate(names):
        for language, width in combinations(turn):
            reader.show(url(name, *about, language=language))
            if found := faults(reader.page, language, width):
                wrong[name, language, width] = found
    return wrong


def test_a_portal_with_nothing_in_it(straight, nobody):
    assert wrong_on(straight(None), EVERYBODY) == {}
    assert wrong_on(straight(nobody), ["work"]) == {}


def test_a_twinning_of_which_nothing_is_written(straight, twinning, editor):
    assert wrong_on(straight(editor), ["work", *EVERYBODY]) == {}
    assert wrong_on(straight(editor), INSIDE, twinning.slug) == {}
