"""Twelve whole tasks by keyboard alone, with scripts and without: what people come here to do."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import PASSWORD
from tests.browser.keyboard import Keyboard

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def busy_site(sample, tmp_path_factory):
    """A demo that both rounds of these tasks write in."""
    yield from sample.copy(tmp_path_factory.mktemp("busy"), "busy")


@dataclass
class Cast:
    """Who does the tasks in a round, so that the second finds them as undone as the first."""

    has_scripts: bool
    flemish: str
    partner: str
    taker: str

    @property
    def twinning(self):
        return f"/twinnings/{self.flemish}-{self.partner}/"


ROUNDS = [
    pytest.param(
        Cast(has_scripts=True, flemish="edegem", partner="san-jeronimo", taker="herent"),
        id="with scripts",
    ),
    pytest.param(
        Cast(has_scripts=False, flemish="brasschaat", partner="tarija", taker="brasschaat"),
        id="without scripts",
    ),
]


@pytest.fixture(params=ROUNDS)
def cast(request):
    return request.param


@pytest.fixture
def at_the_keyboard(cast, busy_site, visitor):
    """Makes people who have no mouse; at the end nothing was wrong with where the focus was."""
    made = []

    def sit_down(post=None, language="nl"):
        how = {"java_script_enabled": cast.has_scripts, "reduced_motion": "reduce"}
        made.append(Keyboard(visitor(busy_site, **how)))
        if post:
            sign_in(made[-1], post, language)
        return made[-1]

    yield sit_down
    wrong = {fault for one in made for fault in one.wrong}
    print(f"keyboard: {sum(one.stops for one in made)} stops")
    assert wrong == set()


def sign_in(somebody, post, language):
    email = f"{post}.example"
    somebody.go(f"/{language}/accounts/login/")
    somebody.write("[name=login]", email)
    somebody.write("[name=password]", PASSWORD)
    somebody.press("main button.btn-primary")


def told(somebody):
    """Whether the page says that it was done."""
    return somebody.page.locator("[role=status] .alert.success").count() == 1


def test_sign_in_and_out(at_the_keyboard, cast):
    editor = at_the_keyboard(f"editor@{cast.flemish}")
    landed = urlsplit(editor.page.url).path
    editor.press(".top form button", "Space")
    signs_in = editor.page.locator(".top a[href$='/login/']").count()
    assert (landed, urlsplit(editor.page.url).path, signs_in) == ("/nl/work/", "/nl/", 1)


def test_find_a_twinning_and_open_a_milestone(at_the_keyboard):
    resident = at_the_keyboard()
    resident.go("/nl/")
    resident.press(".top a[href$='/nl/twinnings/']")
    resident.write("main [name=q]", "Nimlaha")
    resident.press("main form button")
    resident.press("main a[href$='/twinnings/herent-nimlahakok/']")
    found = resident.page.url
    resident.press("main a[href*='/milestones/']")
    assert (found.endswith("herent-nimlahakok/"), "/milestones/" in resident.page.url) == (
        True,
        True,
    )


def test_change_the_language_and_keep_the_place(at_the_keyboard, cast):
    resident = at_the_keyboard()
    resident.go(f"/nl{cast.twinning}?page=1")
    resident.press(".top .langs a[lang=fr]")
    assert resident.page.url.endswith(f"/fr{cast.twinning}?page=1")


def test_report_turn_the_key_return_and_approve(at_the_keyboard, cast):
    path = write_a_report(at_the_keyboard(f"editor@{cast.partner}", "es"))
    turn_the_key(at_the_keyboard(f"signatory@{cast.flemish}"), path)
    coordinator = at_the_keyboard("coordinator@vvsg")
    decide(coordinator, path, "returned")
    partner = at_the_keyboard(f"editor@{cast.partner}", "es")
    partner.go(f"/es{path}progress/")
    partner.write("[name=what_happened]", "Con la resolución firmada.")
    partner.press("button[name=hand_in]")
    decide(coordinator, path, "approved")
    coordinator.go(f"/nl{path}")
    assert coordinator.page.locator("main .state.done").count() > 0


def write_a_report(partner):
    partner.press("main a[href$='/progress/']")
    partner.write("[name=what_happened]", "El concejo aprobó el plan.")
    partner.write_day("happened_on", days_ago=2)
    partner.press("button[name=hand_in]")
    assert told(partner)
    return re.search(r"/milestones/\d+/", partner.page.url).group()


def turn_the_key(signatory, path):
    signatory.go(f"/nl{path}")
    signatory.press("main a[href*='/progress/'][href$='/confirm/']")
    signatory.choose("verdict", "agreed")
    signatory.press("main form.page button.btn-primary")
    assert told(signatory)


def decide(coordinator, path, decision):
    coordinator.go(f"/nl{path}")
    coordinator.press("main a[href$='/review/']")
    coordinator.choose("decision", decision)
    if decision == "returned":
        coordinator.write("[name=note]", "De resolutie ontbreekt nog.")
    coordinator.press("main form.page button.btn-primary")
    assert told(coordinator)


def test_make_a_promise(at_the_keyboard, cast):
    editor = at_the_keyboard(f"editor@{cast.flemish}")
    editor.go(f"/nl{cast.twinning}")
    editor.press("main a[href$='/promises/add/']")
    editor.write("[name=what]", "Wij sturen de handleiding door.")
    editor.write_day("due_on", days_ago=-40)
    editor.press("main form.page button.btn-primary")
    assert told(editor)


def test_add_a_deed(at_the_keyboard, cast):
    editor = at_the_keyboard(f"editor@{cast.partner}", "es")
    editor.go(f"/es{cast.twinning}deeds/add/")
    editor.write("[name=title]", "Compostaje en tres barrios")
    editor.write("[name=main_target]", "12.5")
    editor.write("[name=description]", "Tres barrios separan sus residuos.")
    editor.press("main form.page button.btn-primary")
    assert told(editor)


def test_adopt_a_lesson(at_the_keyboard, cast):
    editor = at_the_keyboard(f"editor@{cast.taker}")
    editor.go("/nl/lessons/")
    editor.press("main a[href$='/lessons/1/']")
    editor.press("main a[href$='/adopt/']")
    editor.write("[name=why]", "Wij willen dit in onze school ook proberen.")
    editor.press("main form.page button.btn-primary")
    assert told(editor)


def test_send_a_sign_of_life(at_the_keyboard, cast):
    editor = at_the_keyboard(f"editor@{cast.flemish}")
    editor.go(f"/nl{cast.twinning}")
    editor.press("main a[href$='/signs/'], main a[href*='sign']")
    editor.write("main form.page textarea", "Alles loopt.")
    editor.press("main form.page button.btn-primary")
    assert told(editor)
