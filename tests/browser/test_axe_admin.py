"""The administration: axe finds nothing new on its overview, lists and forms."""

import pytest

from tests.browser.looking import NARROW, WHOLE, WIDE, judged

STAFF = "staff@vvsg.example"
ADMIN = [
    "/admin/",
    "/admin/partnerships/organisation/",
    "/admin/partnerships/organisation/1/change/",
    "/admin/partnerships/organisation/add/",
    "/admin/partnerships/twinning/1/change/",
    "/admin/accounts/user/",
    "/admin/accounts/user/add/",
    "/admin/partnerships/event/",
]
NOUNS = """() => [...document.querySelectorAll('#content-main th a')].map(
  one => one.getAttribute('href'))"""
# What Django's own pages lack; templates/accessibility.html says so.
KNOWN = (
    "aria-input-field-name",
    "label:",
    "target-size",
    "undecided color-contrast",
    "undecided th-has-data-cells",
)
pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def staff(site, chromium):
    from tests.browser.conftest import Visitor  # noqa: PLC0415

    member = Visitor(chromium, site).sign_in(STAFF)
    yield member
    member.context.close()


def addresses(staff):
    """Some of its pages; all lists and the first row of each in the whole matrix."""
    staff.go("/admin/")
    if not WHOLE:
        return ADMIN
    lists = staff.page.evaluate(NOUNS)
    return [*ADMIN, *lists, *(f"{one}add/" for one in lists)]


def test_every_page(staff):
    wrong, number = {}, 0
    for turn, path in enumerate(addresses(staff)):
        for width in (WIDE, NARROW) if WHOLE else [(WIDE, NARROW)[turn % 2]]:
            number += 1
            staff.page.set_viewport_size({"width": width, "height": 900})
            staff.go(path)
            if found := [one for one in judged(staff.page) if not one.startswith(KNOWN)]:
                wrong[path, width] = found
    print(f"axe: {number} looks at the administration")
    assert wrong == {}
