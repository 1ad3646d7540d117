"""What the scripts do with a text when the portal answers otherwise than they had hoped.

The page is made in the test; what its scripts ask is answered here, one word for each address.
"""

import pytest

from tests.pages import url

pytestmark = [pytest.mark.once, pytest.mark.django_db]
OLD = "11111111-1111-4111-8111-111111111111"
ONLY_WITH_TLS = """crypto.randomUUID = () => "22222222-2222-4222-8222-222222222222";
Object.defineProperty(crypto, "subtle", { value: { digest: async () => new ArrayBuffer(32) } });"""
NO_LINE = "Object.defineProperty(navigator, 'onLine', { get: () => false });"
LEFT_HERE = """if (!sessionStorage.begun) localStorage.setItem("stedenband:{}:{}", JSON.stringify({{
  at: Date.now(), body: "once={}&text=Left+on+this+device" }})); sessionStorage.begun = "yes";"""
PLACE = "document.querySelector('[name=seal][data-keeps]').dataset"
BACK = "http://portal.test/en/elsewhere/"
LOGIN = {"status": 204, "headers": {"X-Location": "/en/accounts/login/"}}
DONE = {"status": 204, "headers": {"X-Location": "/en/elsewhere/"}}


class Asked:
    """A page whose scripts get the answers of `said`, by what an address ends in."""

    def __init__(self, reader, script=""):
        self.reader, self.page, self.said, self.sent = reader, reader.page, {}, []
        self.page.add_init_script(ONLY_WITH_TLS + script)
        self.page.route(lambda address: "/static/" not in address, self.answer)

    def answer(self, route):
        asked = route.request
        path = asked.url.partition("//portal.test")[2].partition("?")[0]
        if asked.method != "POST":
            return route.fallback()
        self.sent.append((path, asked.is_navigation_request(), asked.post_data or ""))
        if asked.is_navigation_request():
            return route.fulfill(status=200, body="the page of the portal")
        said = next((one for end, one in self.said.items() if path.endswith(end)), None)
        if callable(said):
            said = said()
        return route.abort() if said is None else route.fulfill(**said)

    def open(self, where):
        self.where = where
        self.reader.show(where)
        return self

    def of(self, path):
        return [body for asked, _is_page, body in self.sent if asked.endswith(path)]

    def says(self, words):
        self.page.locator(".kept-state", has_text=words).first.wait_for()

    def handed_over(self):
        """Whether the form itself was sent in the end: the portal then shows what is the matter."""
        self.page.wait_for_selector("text=the page of the portal")
        return self.sent[-1][:2] == (self.where, True)


@pytest.fixture
def ask(straight):
    return lambda user, script="": Asked(straight(user), script)


# --- While typing ---------------------------------------------------------------------------------


def test_who_is_led_away_keeps_the_text_on_the_device(ask, editor, milestone):
    asked = ask(editor).open(url("milestone-detail", milestone.pk))
    asked.said["/kept/"] = LOGIN
    asked.page.fill("[name=text]", "Half a sentence")
    asked.says("Kept on this device")
    assert "Half+a+sentence" in asked.page.evaluate("Object.values(localStorage).join()")


# --- Under a token that was used ------------------------------------------------------------------


def test_a_text_from_the_device_is_the_same_deed_until_it_is_changed(ask, editor, milestone):
    where = url("milestone-detail", milestone.pk)
    asked = ask(editor).open(where)
    page = asked.page
    own = page.evaluate(f"{PLACE}.place + ':' + {PLACE}.version")
    page.add_init_script(LEFT_HERE.format(editor.pk, own, OLD))
    asked.open(where)
    page.click("[data-device] button >> nth=0")
    once = page.locator("form:has([name=text]) [name=once]")
    as_it_was = once.input_value()
    page.fill("[name=text]", "Left on this device, and more")
    assert (as_it_was, once.input_value() == OLD) == (OLD, False)


def test_what_was_changed_after_it_arrived_stays_and_is_sent_as_another(ask, editor, milestone):
    asked = ask(editor, NO_LINE).open(url("milestone-detail", milestone.pk))
    page = asked.page
    once = page.locator("form:has([name=text]) [name=once]")
    before = once.input_value()
    page.fill("[name=text]", "One")
    page.click("form:has([name=text]) button:not([type=button])")
    asked.says("Not sent")
    page.fill("[name=text]", "One and two")
    handled = {"status": 204, "headers": {**DONE["headers"], "X-Handled": "1"}}
    asked.said["/comment/"] = handled
    page.evaluate("dispatchEvent(new Event('online'))")
    asked.says("sent already")
    found = (page.input_value("[name=text]"), once.input_value() == before)
    assert found == ("One and two", False)


# --- With files -----------------------------------------------------------------------------------


def with_a_file(asked, field="uploads", content=b"%PDF-1.7 a plan"):
    paper = {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": content}
    asked.page.set_input_files(f"[name={field}]", paper)
    return asked


def report(ask, user, milestone):
    asked = ask(user).open(url("progress-write", milestone.pk))
    asked.page.fill("[name=what_happened]", "Hecho.")
    return with_a_file(asked)


@pytest.mark.parametrize("said", [{"status": 403, "body": "No."}, LOGIN])
def test_a_report_that_is_not_taken_is_handed_over(ask, partner_editor, milestone, said):
    asked = report(ask, partner_editor, milestone)
    asked.said["/progress/"] = said
    asked.page.click("button[name=hand_in]")
    assert asked.handed_over()


@pytest.mark.parametrize("said", [{"status": 403, "body": "No."}, LOGIN])
def test_a_form_whose_files_are_not_taken_is_handed_over(ask, editor, twinning, said):
    asked = with_a_file(ask(editor).open(url("deed-add", twinning.slug)))
    asked.said["/uploads/"] = said
    asked.page.evaluate("document.querySelector('main form.page').noValidate = true")
    asked.page.click("main form.page button:not([type=button])")
    found = (asked.handed_over(), "undefined" in asked.of(asked.where)[-1])
    assert found == (True, False)


@pytest.mark.parametrize("at", ["/uploads/", "/evidence/add/"])
def test_a_file_that_is_led_away_after_its_report_is_said_to_be_missing(
    ask, partner_editor, milestone, at
):
    asked = report(ask, partner_editor, milestone)
    begun = {"status": 200, "json": {"token": OLD, "have": 15}}
    asked.said |= {"/progress/": DONE, "/uploads/": begun, "/evidence/add/": DONE, at: LOGIN}
    asked.page.click("button[name=hand_in]")
    asked.page.locator(".sending [role=status]", has_text="has not arrived").wait_for()
    assert asked.page.locator(".sending button").is_visible()


def test_nothing_is_kept_of_a_report_that_was_taken(ask, partner_editor, milestone):
    asked = report(ask, partner_editor, milestone)
    asked.said |= {"/progress/": DONE, "/uploads/": LOGIN, "/kept/": {"status": 403}}
    asked.page.click("button[name=hand_in]")
    asked.page.locator(".sending [role=status]", has_text="has not arrived").wait_for()
    asked.page.evaluate("dispatchEvent(new Event('online')), dispatchEvent(new Event('pagehide'))")
    asked.page.wait_for_timeout(100)
    assert (asked.of("/kept/"), asked.page.evaluate("Object.keys(localStorage)")) == ([], [])


def test_a_file_that_is_not_there_any_more_is_brought_anew(ask, partner_editor, milestone):
    asked = report(ask, partner_editor, milestone)
    begun = {"status": 200, "json": {"token": OLD, "have": 15}}
    refused = {"status": 200, "body": "<ul id='errors'><li>It is gone.</li></ul>"}
    asked.said |= {"/progress/": DONE, "/uploads/": begun, "/evidence/add/": refused}
    asked.page.click("button[name=hand_in]")
    asked.page.locator(".sending [role=status]", has_text="It is gone.").wait_for()
    asked.said["/evidence/add/"] = LOGIN
    asked.page.click(".sending button")
    asked.page.locator(".sending [role=status]", has_text="has not arrived").wait_for()
    assert len(asked.of("/uploads/")) == 2


def test_a_file_that_is_too_large_is_told_before_anything_is_sent(ask, partner_editor, milestone):
    asked = report(ask, partner_editor, milestone)
    with_a_file(asked, content=b"x" * (10 * 1024 * 1024 + 1))
    asked.page.click("button[name=hand_in]")
    says = "“plan.pdf” is larger than 10 MB: make it smaller and choose it again."
    asked.page.locator(".sending [role=status]", has_text=says).wait_for()
    assert asked.of("/progress/") == asked.of("/uploads/") == []
    assert asked.page.input_value("[name=what_happened]") == "Hecho."
