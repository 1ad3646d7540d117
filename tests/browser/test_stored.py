"""Pages full of texts that would be scripts, in a browser: none of them runs, CSP or no CSP."""

import pytest
from django.http import HttpResponse  # noqa: TID251 - a test plays the portal

from tests.factories import reload
from tests.furnished.hostile import SCRIPTS, Hostile
from tests.pages import furnished, url
from tests.security.figures import figure, much

pytestmark = [pytest.mark.once, pytest.mark.django_db]
POLICY = "Content-Security-Policy"
COUNT = """window.violated = 0; window.fired = () => { window.top.ran = (window.top.ran || 0) + 1 }
document.addEventListener("securitypolicyviolation", () => { window.violated += 1 })"""
MADE = """() => [...document.querySelectorAll("*")].filter(one =>
    one.localName.startsWith("evil") || /^(javascript|vbscript):/i.test(one.href || one.src || "")
    || one.getAttributeNames().some(name => name.startsWith("on") || name.startsWith("evil"))
).map(one => one.outerHTML.slice(0, 80))"""
# Each moves over it and clicks it, as far as that leads nowhere.
TOUCH = """() => document.querySelectorAll("*").forEach(one => {
    for (const name of ["mouseover", "focus", "toggle", "error", "load"])
        one.dispatchEvent(new Event(name))
})"""


class Watched:
    """Somebody who opens pages; what ran in them is counted."""

    def __init__(self, reader):
        self.reader, self.pages, self.found, self.dialogs = reader, 0, [], 0
        reader.context.add_init_script(COUNT)
        reader.page.on("dialog", self.close)

    def close(self, dialog):
        self.dialogs += 1
        dialog.dismiss()

    def look(self, where):
        self.reader.show(where)
        self.note(where)

    def note(self, where):
        page = self.reader.page
        page.evaluate(TOUCH)
        page.wait_for_timeout(50)
        ran, violated = page.evaluate("[window.ran || 0, window.violated]")
        made = page.evaluate(MADE)
        self.pages += 1
        self.found += [(where, ran, violated, made)] if ran or violated or made else []


@pytest.fixture
def world(trajectory, editor, partner_editor, coordinator):
    made = furnished(trajectory, editor, partner_editor, coordinator)
    Hostile(3).fill()
    return made


# Where most of what people wrote stands together.
OF_TWINNING = "twinning-detail twinning-history indicator-list promise-list document-list"
OF_TWINNING += " funding-list agreement-list custom-list post-list assessment-list translation-list"


def some_pages(world):
    yield from (url(one, world.twinning.slug) for one in OF_TWINNING.split())
    yield from (url(one) for one in ("work", "lesson-list", "story-list", "forum-list"))
    yield f"{url('search-list')}?q=fired"
    yield url("milestone-detail", world.waiting_milestone.pk)
    yield url("progress-detail", world.waiting.pk)
    yield url("session-report", world.past_session.pk)
    yield url("measurement-add", world.pair.pk)
    yield url("story-change", world.draft_story.pk)


@pytest.mark.parametrize("policy", ["on", "off"])
def test_no_text_runs_in_a_browser(straight, world, editor, policy, monkeypatch):
    watched = Watched(straight(reload(editor)))
    if policy == "off":
        answer = watched.reader.client.get

        def without(*given):
            response = answer(*given)
            del response.headers[POLICY]
            return response

        monkeypatch.setattr(watched.reader.client, "get", without)
    for where in list(some_pages(world))[:: much(2, 1)]:
        watched.look(where)
    more = {"texts": len(SCRIPTS), "pages": watched.pages, "dialogs": watched.dialogs}
    figure(f"F8 in a browser, CSP {policy}", **more, ran_or_made=len(watched.found))
    assert (watched.found, watched.dialogs, watched.pages > 8) == ([], 0, True)


@pytest.mark.parametrize("text", ["<script>fired()</script>", "<img evil src=x onerror=fired()>"])
def test_a_page_that_would_run_one_is_noticed(straight, text):
    watched = Watched(straight(None))
    watched.reader.made = HttpResponse(f"<!doctype html><title>x</title><p>{text}")
    watched.reader.page.goto("http://portal.test/en/")
    watched.note("/en/")
    assert watched.found[0][1] >= 1
