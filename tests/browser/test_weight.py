"""Light, and usable without scripts and without a mouse."""

import gzip

import pytest

TWINNING = "/nl/twinnings/edegem-san-jeronimo/"

pytestmark = pytest.mark.once


def weighed(reader, path):
    """Bytes over the wire and requests of a visit."""
    wire = reader.context.new_cdp_session(reader.page)
    wire.send("Network.enable")
    sizes = []
    wire.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    reader.page.goto(reader.site.url + path, wait_until="networkidle")
    wire.detach()
    return sum(sizes), len(sizes)


PAGES = [
    "/nl/",
    "/nl/twinnings/",
    TWINNING,
    "/nl/programmes/",
    "/nl/programmes/de-stedenband-ontwikkeltd/",
    "/nl/sessions/",
    "/nl/sdg/",
    "/nl/sdg/11/",
    "/nl/lessons/",
    "/nl/forums/",
    "/nl/data/",
    "/nl/search/?q=compost",
    "/nl/accounts/login/",
]


@pytest.mark.parametrize("path", PAGES)
def test_a_first_visit_is_light_and_coming_back_is_lighter(site, visitor, path):
    reader = visitor(site)
    first, requests = weighed(reader, path)
    again, _requests = weighed(reader, path)
    print(f"{path}: {first} bytes in {requests} requests, then {again} bytes")
    assert (first <= 60_000, requests <= 6, again <= 15_000) == (True, True, True)


def test_our_scripts_weigh_little(pytestconfig):
    scripts = sorted((pytestconfig.rootpath / "static" / "js").glob("*.js"))
    sizes = {one.name: len(gzip.compress(one.read_bytes())) for one in scripts}
    print(f"scripts, compressed: {sizes}")
    assert sum(sizes.values()) <= 15_000


def test_everything_works_without_scripts(own_site, visitor):
    member = visitor(own_site, java_script_enabled=False)
    member.sign_in("editor@tarija.example", "es")
    page = member.page
    member.go("/es/twinnings/")
    page.click("main a[href$='/twinnings/brasschaat-tarija/']")
    page.click("main details summary >> nth=0")
    member.go("/es/work/")
    page.click("main a[href$='/progress/'] >> nth=0")
    page.fill("[name=what_happened]", "Un borrador sin guiones.")
    page.click("main form.page button:not([name]):not([type=button])")
    assert "/es/milestones/" in page.url
    page.click("main a[href$='/progress/']")
    assert page.input_value("[name=what_happened]") == "Un borrador sin guiones."


FOCUS = """() => { const one = document.activeElement, look = getComputedStyle(one);
  one.dataset.met = "yes";
  return [one === document.body, one.className, one.outerHTML.slice(0, 90),
    look.outlineStyle !== "none" && look.outlineWidth !== "0px"] }"""
UNMET = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
  .filter(one => one.tabIndex >= 0 && one.type !== "hidden" && one.checkVisibility()
    && !one.dataset.met).map(one => one.outerHTML.slice(0, 90))"""
MOST = 300  # presses of Tab on one page


def walk_by_keyboard(page):
    """What Tab meets from the top of the page to its end: its class, its HTML, is it seen."""
    met = []
    for _ in range(MOST):
        page.keyboard.press("Tab")
        is_over, name, html, is_seen = page.evaluate(FOCUS)
        if is_over:
            break
        met.append((name, html, is_seen))
    return met


@pytest.mark.parametrize("path", [TWINNING, "/nl/", "/nl/twinnings/", "/nl/accounts/login/"])
def test_the_keyboard_meets_the_skip_link_first_and_everything_after_it(site, visitor, path):
    page = visitor(site).page
    page.goto(site.url + path)
    if "login" in path:  # its first field asks for the focus itself
        page.evaluate("document.activeElement.blur()")
    met = walk_by_keyboard(page)
    unseen = [html for _name, html, is_seen in met if not is_seen]
    print(f"keyboard: {len(met)} stops on {path}")
    assert (met[0][0], unseen, page.evaluate(UNMET)) == ("skip", [], [])


def test_a_language_link_keeps_the_page(site, visitor):
    reader = visitor(site)
    reader.go(TWINNING)
    reader.page.click(".langs a[lang=es]")
    assert reader.page.url == f"{site.url}/es/twinnings/edegem-san-jeronimo/"
