"""Nothing typed is lost: accidents × forms with a text, in a real browser.

By default a few forms, each of another kind; with STEDENBAND_EVERY_FORM=1 every form with a text
that somebody of the demo finds. No form is carried out: each text holds a
character that the portal refuses, and what was kept is thrown away again.
"""

import os
from contextlib import suppress
from dataclasses import dataclass

import pytest
from playwright.sync_api import TimeoutError as TooLate

from tests.browser.conftest import PASSWORD, Visitor
from tests.browser.pages import view_of
from tests.security.figures import figure

pytestmark = pytest.mark.once
EVERY = bool(os.environ.get("STEDENBAND_EVERY_FORM"))
SAMPLE = ["lesson-change", "comment-add", "progress-write", "page-edit"]
REFUSED = "\u202e"
TEXT = f"Eerste regel, ¿cómo?\nTweede „regel” & <b>meer</b>{REFUSED}"
AREA = "main form.page:has([data-keeps]) textarea >> nth=0"
SEND = "main form.page:has([data-keeps]) .btn:is(button):not([type=button]) >> nth=0"
UNFOLD = "for (const one of document.querySelectorAll('main details')) one.open = true"
OFFER = ".kept a[href*='kept=show']"
STANDS = """([text, offer]) => document.querySelector(offer)
  || [...document.querySelectorAll("main form.page textarea")].some((one) => one.value === text)"""
STATE = "form.page:has([data-keeps]) .kept-state"


@dataclass
class Desk:
    """Somebody with a form in front of them, and a browser of their own."""

    browser: object
    site: object
    email: str
    cookies: dict
    path: str

    def start(self):
        """The form as it is when nothing is kept for it: another test may have left its text."""
        self.open().throw_away()
        self.again()
        return self

    def open(self):
        self.who = Visitor(self.browser, self.site, storage_state=self.cookies)
        self.page, self.context = self.who.page, self.who.context
        self.again()
        return self

    def again(self):
        self.who.go(f"/nl{self.path}")

    def type(self):
        self.area().fill(TEXT)

    def area(self):
        """The first field for a text, laid open where it is folded away."""
        self.page.evaluate(UNFOLD)
        return self.page.locator(AREA)

    def wait_until_kept(self):
        self.says("bewaard")

    def says(self, words):
        self.page.locator(STATE, has_text=words).first.wait_for()

    def send(self):
        return self.who.press(SEND)

    def stands(self):
        """Whether the text is on the screen, or is put back with one click.

        What was kept on the device alone is handed to the portal first, and the page comes anew.
        """
        with suppress(TooLate):
            self.page.wait_for_function(STANDS, arg=[TEXT, OFFER], timeout=20_000)
        if self.area().count() and self.page.input_value(AREA) == TEXT:
            return True
        if not self.page.locator(OFFER).count():
            return False
        self.who.press(f"{OFFER} >> nth=0")
        return self.page.input_value(AREA) == TEXT

    def throw_away(self):
        discard = ".kept a[href$='/discard/']"
        if self.page.locator(discard).count():
            self.page.click(discard)
            self.who.press("main form.page button")

    def close(self):
        """Leave nothing for the next one who opens this form."""
        self.again()
        self.page.wait_for_timeout(300)
        self.throw_away()
        self.context.close()


# --- The accidents: each answers whether the text is still there ----------------------------------


def session_expired(desk):
    desk.context.clear_cookies(name="sessionid")
    desk.send()
    page = desk.page
    page.fill("[name=login]", desk.email)
    page.fill("[name=password]", PASSWORD)
    desk.who.press("main button.btn-primary")
    return desk.stands()


def signed_in_again_elsewhere(desk):
    token = desk.page.locator("main form.page:has([data-keeps]) [name=csrfmiddlewaretoken]")
    token.evaluate("one => { one.value = 'a'.repeat(64) }")
    answer = desk.send()
    return answer.status == 403 and desk.stands()


def not_valid(desk):
    answer = desk.send()
    return answer.status == 200 and desk.stands()


def edited_by_somebody_else(desk):
    version = desk.page.locator("form.page [name=version]")
    if not version.count():
        return None
    version.evaluate("one => { one.value = Number(one.value) + 77 }")
    desk.page.fill(AREA, TEXT.replace(REFUSED, ""))
    answer = desk.send()
    if desk.page.locator("[role=status] .alert.success").count():
        return None  # nothing was written there yet: it was saved
    typed = desk.page.input_value(AREA).replace("\r", "")
    return answer.status in (200, 409) and typed == TEXT.replace(REFUSED, "")


def answered_by(status):
    """A proxy or a database in trouble answers in place of the portal."""

    def accident(desk):
        desk.wait_until_kept()
        answer = {"status": status, "body": "No.", "content_type": "text/plain"}
        desk.page.route("**/*", lambda route: route.fulfill(**answer))
        desk.send()
        desk.page.unroute("**/*")
        desk.again()
        return desk.stands()

    return accident


def no_line_at_submit(desk):
    desk.context.set_offline(True)
    desk.page.click(SEND)
    desk.says("Niet verstuurd")
    stayed = desk.page.input_value(AREA) == TEXT
    with desk.page.expect_navigation(wait_until="load"):
        desk.context.set_offline(False)
    return stayed and desk.stands()


def no_line_while_typing(desk):
    """Kept on this device, and handed to the portal when the page is opened with a line."""
    desk.context.set_offline(True)
    desk.wait_until_kept()
    desk.context.set_offline(False)
    desk.page.wait_for_timeout(1500)
    desk.again()
    return desk.stands()


def browser_killed(desk):
    desk.wait_until_kept()
    desk.context.close()
    return desk.open().stands()


def back_button(desk):
    desk.wait_until_kept()
    desk.page.click("header .mark")
    desk.page.wait_for_load_state()
    desk.page.go_back()
    return desk.stands()


ACCIDENTS = {
    "session expired": session_expired,
    "CSRF token stale": signed_in_again_elsewhere,
    "not valid": not_valid,
    "edited meanwhile": edited_by_somebody_else,
    "413": answered_by(413),
    "503": answered_by(503),
    "off-line at submit": no_line_at_submit,
    "off-line while typing": no_line_while_typing,
    "browser killed": browser_killed,
    "back button": back_button,
}


# --- The forms ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def desks(site, chromium, rounds):
    """For each view with a form that holds a text: who finds it, and where."""
    found = {}
    for email, seen in rounds.items():
        if email is None:
            continue
        who = Visitor(chromium, site, storage_state=seen.cookies)
        for path in seen.paths:
            name = (view_of(f"/nl{path}") or "").removeprefix("partnerships:")
            if name in found or not (EVERY or name in SAMPLE):
                continue
            html = " ".join(who.context.request.get(f"{site.url}/nl{path}").text().split())
            if " data-keeps" in html and "<textarea" in html:
                found[name] = Desk(chromium, site, email, seen.cookies, path)
        who.context.close()
    return found


@pytest.mark.parametrize("accident", ACCIDENTS)
def test_no_accident_loses_a_text(desks, accident):
    lost, tried = [], 0
    for name, desk in desks.items():
        desk.start().type()
        kept = ACCIDENTS[accident](desk)
        desk.close()
        tried += kept is not None
        if kept is False:
            lost.append(name)
    figure(f"F24 {accident}", forms=tried, losses=len(lost))
    assert (tried > 0, lost) == (True, [])


# --- Sent once ------------------------------------------------------------------------------------

COMMENT = "/es/milestones/{}/comments/add/"
SLOW = {"offline": False, "latency": 800, "downloadThroughput": 50_000, "uploadThroughput": 50_000}


def test_on_a_line_that_fails_a_comment_is_sent_once_and_leaves_nothing_behind(own_site, chromium):
    who = Visitor(chromium, own_site).sign_in("editor@tarija.example", "es")
    page = who.page
    wire = who.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", SLOW)
    page.click("main a[href*='/milestones/'] >> nth=0")
    page.wait_for_selector("[name=text]")
    where = page.url
    page.fill("[name=text]", "Una palabra que llega una sola vez.")
    page.locator(STATE, has_text="Conservado").wait_for()
    cut_after_the_answer(page)
    page.evaluate("Object.defineProperty(navigator, 'onLine', { get: () => false })")
    page.click("form.page:has([name=text]) button:not([type=button])")
    page.locator(STATE, has_text="No enviado").wait_for()
    page.unroute("**/*")
    with page.expect_navigation(wait_until="load"):
        page.evaluate("dispatchEvent(new Event('online'))")
    said = page.locator(".talk .said", has_text="una sola vez").count()
    page.wait_for_load_state("networkidle")
    left = page.evaluate("Object.keys(localStorage)")
    found = (page.url == where, said, page.locator(OFFER).count(), left)
    who.context.close()
    assert found == (True, 1, 0, [])


def cut_after_the_answer(page):
    """What is sent arrives and is carried out; its answer does not come back."""

    def handle(route):
        if route.request.method == "POST":
            route.fetch(max_redirects=0)
            return route.abort()
        return route.continue_()

    page.route("**/*", handle)
