"""What a reader asked of the browser holds: colours, no motion, contrast; and a session's end."""

import gzip
import re

import pytest

from tests.browser.conftest import ROOT
from tests.browser.looking import NARROW, faults, judged

TWINNING = "/nl/twinnings/edegem-san-jeronimo/"
EDITOR = "editor@san-jeronimo.example"
pytestmark = pytest.mark.once

# In forced colours: buttons without a border, and drawings of states that nobody can tell apart
# from what they stand on.
LOST = """() => { const ground = getComputedStyle(document.body).backgroundColor;
  const bare = [...document.querySelectorAll('.btn, .form-control')].filter(one =>
    one.checkVisibility() && parseFloat(getComputedStyle(one).borderTopWidth) === 0);
  const drawn = [...document.querySelectorAll('main svg.glyph [stroke], main svg.glyph [fill]')];
  const unseen = drawn.filter(one => one.checkVisibility() && [getComputedStyle(one).stroke,
    getComputedStyle(one).fill].every(ink => ink === 'none' || ink === ground));
  return [...bare, ...unseen].map(one => one.outerHTML.slice(0, 100)) }"""


@pytest.mark.parametrize("path", ["/nl/", TWINNING, "/nl/work/", "/nl/twinnings/"])
def test_in_forced_colours_nothing_is_lost(site, visitor, rounds, path):
    reader = visitor(site, storage_state=rounds[EDITOR].cookies, forced_colors="active")
    reader.go(path)
    reader.page.keyboard.press("Tab")
    outline = reader.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert (outline, reader.page.evaluate(LOST)) == ("solid", [])


@pytest.mark.parametrize("path", [TWINNING, "/nl/work/"])
def test_who_wants_more_contrast_reads_the_same_page(site, visitor, rounds, path):
    reader = visitor(site, storage_state=rounds[EDITOR].cookies, contrast="more")
    reader.go(path)
    assert judged(reader.page) == []


def test_nothing_moves_for_who_wants_no_motion(site, visitor):
    reader = visitor(site, reduced_motion="reduce")
    reader.go(TWINNING)
    scrolls = reader.page.evaluate("getComputedStyle(document.documentElement).scrollBehavior")
    sheets = [path.read_text(encoding="utf-8") for path in (ROOT / "static/css").glob("*.css")]
    calm = "@media (prefers-reduced-motion: no-preference)"
    moves = [
        line
        for sheet in sheets
        for line in sheet.splitlines()
        if re.search(r"\b(animation|transition)\b|smooth", line) and not line.startswith(calm)
    ]
    assert (scrolls, moves) == ("auto", [])


# --- The end of a session -----------------------------------------------------------------------


@pytest.fixture
def writer(site, visitor, rounds):
    """Somebody who writes for a long time; their clock is ours to move."""
    still = {"reduced_motion": "reduce"}  # where it scrolls to, it is at once
    member = visitor(site, storage_state=rounds[EDITOR].cookies, **still)
    member.page.clock.install()
    member.go(f"{TWINNING}lessons/add/")
    member.page.fill("[name=situation]", "Een lange tekst.")
    return member.page


def test_the_end_of_a_session_is_said_and_put_off(writer):
    box = writer.locator("#session")
    writer.clock.fast_forward("07:54:00")
    before = box.is_visible()
    writer.clock.fast_forward("00:02:00")
    said = box.inner_text()
    with writer.expect_response("**/accounts/stay/"):
        box.get_by_role("button").click()
    box.get_by_text("Je blijft aangemeld").wait_for()
    writer.clock.fast_forward("07:00:00")
    kept = writer.input_value("[name=situation]")
    assert (before, "afgemeld" in said, kept) == (False, True, "Een lange tekst.")
    assert writer.locator("#session form").is_visible() is False


def test_the_message_hides_nothing_and_is_accessible(writer):
    writer.clock.fast_forward("07:56:00")
    writer.clock.resume()
    assert faults(writer, "nl", NARROW) == []
    writer.focus("main form.page button.btn-primary")
    button = writer.locator("main form.page button.btn-primary").bounding_box()
    top = writer.locator("#session").bounding_box()["y"]
    assert button["y"] + button["height"] <= top


def test_another_tab_counts_as_well(writer):
    writer.clock.fast_forward("07:56:00")
    other = writer.context.new_page()
    other.goto(writer.url)
    writer.wait_for_function("document.getElementById('session').hidden")
    other.close()


def test_after_the_end_it_says_that_what_was_typed_stands_there(writer):
    writer.clock.fast_forward("07:56:00")
    writer.clock.fast_forward("00:06:00")
    box = writer.locator("#session")
    assert (box.get_by_role("link").is_visible(), box.get_by_role("button").count()) == (True, 0)


def test_without_scripts_the_foot_says_until_when(site, visitor, rounds):
    cookies = rounds[EDITOR].cookies
    member = visitor(site, storage_state=cookies, java_script_enabled=False)
    member.go("/nl/work/")
    said = member.page.locator("footer").inner_text()
    assert (re.search(r"aangemeld tot .*\d\d:\d\d", said) is not None) is True
    assert member.page.locator("#session").is_visible() is False


def test_the_script_is_light():
    script = (ROOT / "static/js/session.js").read_bytes()
    assert len(gzip.compress(script)) <= 1_500
