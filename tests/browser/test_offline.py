"""Read and written at the end of a bad road: the line is slow, is cut, and comes back."""

import re
from datetime import date, timedelta

import pytest
from PIL import Image

from tests.browser.line import Line
from tests.browser.test_walk import FIRST, TITLE, milestone_path

EDITOR = "editor@san-jeronimo.example"
STORED = "No hay conexión o es lenta: está leyendo el estado guardado (…)."
PAGES = """async () => {
  const found = [];
  for (const name of (await caches.keys()).filter((one) => one.startsWith("pages-")))
    for (const one of await (await caches.open(name)).keys())
      found.push([name, new URL(one.url).pathname]);
  return found }"""
CROWD = """async () => {
  const [name] = (await caches.keys()).filter((one) => one.startsWith("pages-"));
  const stored = new Date(Date.now() - 8 * 24 * 3600e3).toISOString();
  const headers = { "Content-Type": "text/html", "X-Stored": stored };
  const cache = await caches.open(name);
  for (let i = 0; i < 50; i++)
    await cache.put(`/es/old/${i}/`, new Response("<html><h1>old</h1>", { headers })) }"""

pytestmark = pytest.mark.once


@pytest.fixture
def line(site):
    carried = Line(site)
    yield carried
    carried.stop()


@pytest.fixture
def own_line(own_site):
    carried = Line(own_site)
    yield carried
    carried.stop()


def signed_in(visitor, line, email=EDITOR, language="es"):
    """Somebody whose device keeps what they read from now on."""
    member = visitor(line, width=390).sign_in(email, language)
    assert len(kept(member, 2)) == 2  # the page they came to, and what is said without a line
    return member


def kept(member, number):
    """Which pages the device keeps, and whose; waits until there are so many."""
    for _ in range(100):
        found = member.page.evaluate(PAGES)
        if len(found) == number:
            break
        member.page.wait_for_timeout(50)
    return found


def down(member):
    member.before, member.site.is_down = list(member.trouble), True


def up(member):
    """What failed while there was no line is no trouble."""
    member.trouble[:], member.site.is_down = member.before, False


def said(member):
    return re.sub(r"\d\d:\d\d", "…", member.page.locator("#connection").inner_text())


def heading(member):
    return member.page.locator("h1").inner_text()


# --- Reading --------------------------------------------------------------------------------------


def test_what_was_opened_is_read_without_a_line(line, visitor):
    member = signed_in(visitor, line)
    page = member.page
    page.click("main a[href*='/milestones/'] >> nth=0")
    milestone = page.url.removeprefix(line.url)
    page.click("main a[href$='/progress/'] >> nth=0")
    form, printed = page.url.removeprefix(line.url), page.input_value("[name=once]")
    kept(member, 4)
    down(member)
    found = [(member.go(path).status, said(member)) for path in ("/es/work/", milestone, form)]
    token = page.input_value("[name=once]")
    up(member)
    member.go(milestone)
    assert (found, said(member), token == printed) == ([(200, STORED)] * 3, "", False)


def test_what_was_not_opened_is_said_in_the_readers_language(line, visitor):
    member = signed_in(visitor, line)
    down(member)
    member.go("/es/twinnings/")
    member.page.wait_for_selector("#kept a")
    listed = member.page.locator("#kept a").all_inner_texts()
    up(member)
    assert (heading(member), listed) == ("Está sin conexión", ["Lo que le espera hoy"])


def test_a_line_that_is_too_slow_shows_what_was_kept(line, visitor):
    member = signed_in(visitor, line)
    line.latency = 9
    member.go("/es/work/")
    line.latency = 0
    assert said(member) == STORED


def test_signing_out_leaves_nothing_to_read(line, visitor):
    member = signed_in(visitor, line)
    member.page.click(".top form button")
    member.page.wait_for_load_state()
    assert kept(member, 0) == []


def test_a_session_that_ends_leaves_nothing_to_read(line, visitor):
    member = signed_in(visitor, line)
    member.context.clear_cookies()
    member.go("/es/work/")
    assert (kept(member, 0), "/accounts/login/" in member.page.url) == ([], True)


def test_somebody_else_on_the_same_device_reads_only_their_own(line, visitor):
    member = signed_in(visitor, line)
    before = {name for name, _path in kept(member, 2)}
    member.context.clear_cookies()
    member.sign_in("editor@edegem.example", "nl")
    after = {name for name, _path in kept(member, 2)}
    assert (len(before), len(after), before & after) == (1, 1, set())


def test_old_pages_and_too_many_pages_go(line, visitor):
    member = signed_in(visitor, line)
    member.page.evaluate(CROWD)
    member.page.reload()
    paths = [path for _name, path in kept(member, 41) if "/offline/" not in path]
    down(member)
    member.go("/es/old/45/")
    up(member)
    assert (len(paths), paths.count("/es/old/0/"), paths[-1]) == (40, 0, "/es/work/")
    assert heading(member) == "Está sin conexión"


def test_nothing_is_kept_for_who_did_not_sign_in(line, visitor):
    reader = visitor(line)
    reader.go("/es/twinnings/")
    workers = "async () => (await navigator.serviceWorker.getRegistrations()).length"
    assert reader.page.evaluate(workers) == 0


# --- The report of San Jerónimo -------------------------------------------------------------------


def test_the_report_with_a_photo_survives_a_cut_at_every_step(own_line, visitor, tmp_path):
    """Cut before it is opened, while it is typed, as it is sent, amid its photo, at the answer."""
    member = signed_in(visitor, own_line)
    path = opened_before(member)
    typed_without_a_line(member, path, tmp_path)
    sent_without_a_line(member)
    own_line.latency, own_line.rate = 0.8, 50_000
    cut_amid_the_photo(member)
    answers_lost(member, path)
    own_line.latency, own_line.rate = 0, None
    page = member.go(f"/es{path}") and member.page
    files = page.locator(".files a").count()
    state = page.locator("main .state").first.get_attribute("class")
    assert (state, files) == ("state wait", 1)
    assert page.locator("main").inner_text().count(FIRST) == 1
    sizes = [size for _method, address, size in own_line.carried if "?from=" in address]
    print(f"the photo came in {len(sizes)} pieces, {sum(sizes)} bytes in all")


def opened_before(member):
    page = member.page
    page.get_by_role("link", name=TITLE).first.click()
    path = milestone_path(page)
    page.click(f"main a[href$='{path}progress/']")
    kept(member, 4)
    return path


def typed_without_a_line(member, path, tmp_path):
    page = member.page
    down(member)
    member.go(f"/es{path}progress/")
    assert said(member) == STORED
    page.fill("[name=what_happened]", FIRST)
    page.fill("[name=happened_on]", (date.today() - timedelta(days=3)).isoformat())
    page.set_input_files("[name=uploads]", busy_photo(tmp_path))


def busy_photo(tmp_path):
    """A photo that stays heavy when it is made smaller: its bytes come in a few pieces."""
    path = tmp_path / "plan.jpg"
    Image.effect_noise((160, 120), 70).resize((2400, 1800)).convert("RGB").save(path)
    return path


def sent_without_a_line(member):
    member.page.click("button[name=hand_in]")
    status = member.page.locator(".sending [role=status]", has_text="No hay conexión.")
    status.wait_for()
    assert member.page.input_value("[name=what_happened]") == FIRST
    up(member)


def cut_amid_the_photo(member):
    line, member.before = member.site, list(member.trouble)
    line.cut = lambda method, path: "?from=" in path and "?from=0" not in path
    member.page.click("button[name=hand_in]")
    member.page.locator(".sending button").wait_for(timeout=60_000)
    words = member.page.locator(".sending [role=status]").inner_text()
    assert words.startswith("Su texto está guardado. «plan.jpg» no ha llegado")
    line.cut = lambda method, path: False
    up(member)


def answers_lost(member, path):
    """The answers to the first piece, and to the file, do not come back; both were taken."""
    line, member.before = member.site, list(member.trouble)
    lost = []

    def lose(method, address):
        if method == "POST" and address not in lost:
            lost.append(address)
            return True
        return False

    line.lose = lose
    member.page.click(".sending button")
    member.page.wait_for_url(f"**/es{path}", timeout=60_000)
    line.lose = lambda method, address: False
    up(member)
    assert f"/es{path}evidence/add/" in lost
