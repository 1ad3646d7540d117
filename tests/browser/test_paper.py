"""On paper: each page fits an A4, says what it is, and shows nothing that one would press."""

import re

import pytest

pytestmark = pytest.mark.once
WHO = "coordinator@vvsg.example"
A4 = 210 - 2 * 16  # millimetres between the margins
WIDTH = round(A4 / 25.4 * 96)
MOST_PAGES = 30
# Wide beyond the sheet, without a heading (each sheet of a set has its own), or with what is only
# for a screen.
LOOK = """() => {
  const shown = one => one.checkVisibility();
  const screen = ".top nav, .langs, footer, .filter, .actions, button, .demo-bar";
  const closed = [...document.querySelectorAll("main details:not(.past) > :not(summary)")];
  return {
    wide: document.documentElement.scrollWidth,
    h1: [...document.querySelectorAll("h1, .sheet h2")].some(shown),
    pressed: [...document.querySelectorAll(screen)].filter(shown).map(one => one.className),
    closed: closed.filter(one => !one.closest(".filter") && !shown(one)).length,
  } }"""


@pytest.fixture
def sheets(site, visitor, rounds):
    """Each page as it comes on paper: its path, what one sees, and how many sheets it takes."""
    reader = visitor(site, width=WIDTH, storage_state=rounds[WHO].cookies)
    reader.page.emulate_media(media="print")
    found = {}
    for path in rounds[WHO].paths:
        reader.go(f"/nl{path}")
        pdf = reader.page.pdf(format="A4", print_background=False)
        found[path] = reader.page.evaluate(LOOK), len(re.findall(rb"/Type\s*/Page\b", pdf))
    return found


def test_every_page_prints_well(sheets):
    wrong = {}
    for path, (seen, number) in sheets.items():
        sane = {"wide": min(seen["wide"], WIDTH), "h1": True, "pressed": [], "closed": 0}
        if seen != sane or not 1 <= number <= MOST_PAGES:
            wrong[path] = seen, number
    print(f"paper: {len(sheets)} pages, {sum(number for _seen, number in sheets.values())} sheets")
    assert wrong == {}
