"""The marks above a text: buttons that put themselves around what is selected."""

import pytest

pytestmark = pytest.mark.once
ADD = "/nl/twinnings/edegem-san-jeronimo/lessons/add/"
FIELD = "[name=situation]"


@pytest.fixture
def page(site, visitor, rounds):
    member = visitor(site, storage_state=rounds["editor@san-jeronimo.example"].cookies)
    member.go(ADD)
    return member.page


@pytest.mark.parametrize(
    ("mark", "text"),
    [
        (0, "eerst **tweede** derde"),
        (1, "eerst *tweede* derde"),
        (2, "- eerst tweede derde"),
        (3, "## eerst tweede derde"),
        (5, "eerst [tweede](https://) derde"),
    ],
)
def test_a_button_marks_what_is_selected(page, mark, text):
    page.fill(FIELD, "eerst tweede derde")
    page.eval_on_selector(FIELD, "one => one.setSelectionRange(6, 12)")
    buttons = page.locator(f".marks:has(+ {FIELD}) button")
    buttons.nth(mark).focus()
    page.keyboard.press("Enter")
    assert page.input_value(FIELD) == text


def test_without_scripts_the_marks_are_examples(site, visitor, rounds):
    cookies = rounds["editor@san-jeronimo.example"].cookies
    page = visitor(site, storage_state=cookies, java_script_enabled=False).page
    page.goto(site.url + ADD)
    shown = page.locator(f".marks:has(+ {FIELD})").inner_text().split()
    assert ("**vet**" in shown, page.locator(".marks button").count()) == (True, 0)
