"""What is not public answers like what does not exist; what is kept for all holds nobody's own."""

import re
import time
from statistics import median

import pytest

from partnerships import actions
from tests.furnished.conftest import undone
from tests.furnished.test_access import (
    TABLE,
    address,
    parametrised,
    rows,
    thing,
)
from tests.pages import EVERYBODY, publish, url, visit
from tests.security.figures import figure, much

PRESENT = EVERYBODY
EXPECTED = {(name, method): found for name, method, found in rows(TABLE)}
HIDDEN = [
    (one.values[0], one.values[1], role)
    for one in parametrised()
    for role in (None, "stranger", "nobody")
    if EXPECTED[(one.values[0], "GET")][role] in (302, 404)
]


def plain(response, where):
    """An answer without what is new in each, and without its own address."""
    page = response.getvalue().decode().replace(where.removeprefix("/en"), "")
    page = re.sub(r'(nonce|value|data-\w+|content)="[^"]*"', "", page)
    led = response.headers.get("Location", "").replace(where, "")
    return response.status_code, led, page, response.headers.get("Cache-Control")


def first_of(one, other):
    """Where they differ first."""
    lines = zip(str(one).split("\\n"), str(other).split("\\n"), strict=False)
    return next(((a[:200], b[:200]) for a, b in lines if a != b), "longer")


def test_a_draft_answers_as_what_does_not_exist(world, request):
    browsers = {
        one: visit(one and request.getfixturevalue(one)) for one in (None, "stranger", "nobody")
    }
    differing = []
    for name, other, role in HIDDEN:
        with undone():
            places = address(name, thing(name, world)), address(name, other)
            said = [plain(browsers[role].get(where), where) for where in places]
            differing += [] if said[0] == said[1] else [(name, role, first_of(*said))]
    figure("F6 no oracle", pairs=len(HIDDEN), differing=len(differing))
    assert differing == []


@pytest.mark.parametrize(
    "name", ["milestone-detail", "story-detail", "lesson-detail", "deed-detail"]
)
def test_a_draft_takes_as_long_as_what_does_not_exist(name, world):
    about = {"story-detail": world.draft_story, "lesson-detail": world.lesson}.get(name)
    about = about or thing(f"partnerships:{name}", world)
    places = {"draft": url(name, about.pk), "nothing": url(name, 987654321)}
    browser, pairs, took = visit(None), much(20, 200), {one: [] for one in places}
    for _pair in range(pairs):
        for what, where in places.items():
            before = time.thread_time()
            assert browser.get(where).status_code == 404
            took[what].append((time.thread_time() - before) * 1000)
    apart = round(abs(median(took["draft"]) - median(took["nothing"])), 2)
    figure(f"F6 time of {name}", pairs=pairs, apart_ms=apart)
    assert apart < much(20, 5)


# --- Caches ---------------------------------------------------------------------------------------


def test_what_a_member_gets_is_kept_nowhere_and_told_to_nobody_else(world, editor):
    member, anybody = visit(editor), visit(None)
    seen, kept, told, cookies, public = 0, [], [], [], 0
    for (name, method), found in EXPECTED.items():
        if method == "GET" and found["editor"] == 200 and not name.startswith("open:"):
            with undone():
                where = address(name, thing(name, world))
                own = member.get(where)
                seen += 1
                is_private = {"private", "no-store"} <= set(re.split(r",\s*", cached(own)))
                kept += [] if is_private or name in FOR_MACHINES else [(where, cached(own))]
                if found[None] == 200:
                    other, public = anybody.get(where), public + 1
                    page = other.getvalue().decode("utf-8", "replace")
                    told += [where] if editor.email in page or editor.name in page else []
                    is_shared = "public" in cached(other)
                    cookies += [where] if is_shared and other.cookies else []
    more = {"kept": len(kept), "foreign": len(told), "cookies": len(cookies)}
    figure("F7 caches", pages_of_a_member=seen, public_after_it=public, **more)
    assert (kept, told, cookies) == ([], [], [])


# The same for whoever asks: no page, and nobody's.
FOR_MACHINES = {"livez", "healthz", "readyz", "metrics", "worker", "security-txt"}


def cached(response):
    return response.headers.get("Cache-Control", "")


def test_what_was_taken_offline_is_gone_for_who_kept_it(world, editor):
    """Whoever has the page asks whether it is still so, and gets the new one."""
    text = "A word that stood here."
    world.flemish_page.__class__.objects.filter(pk=world.flemish_page.pk).update(text=text)
    publish(world.twinning, "flemish", editor)
    stale, asked = [], 0
    for code in ("nl", "es", "fr", "en"):
        where = url("twinning-detail", world.twinning.slug, language=code)
        first = visit(None).get(where)
        assert text in first.getvalue().decode()
        with undone():
            page = world.twinning.pages.get(side="flemish")
            actions.withdraw_page(page=page, by=editor)
            headers = {"If-None-Match": first.headers.get("ETag", '"x"')}
            later = visit(None).get(where, headers=headers)
            asked += 1
            stale += [code] if later.status_code == 304 or text in later.getvalue().decode() else []
    figure("F7 taken offline", languages=asked, stale=len(stale))
    assert stale == []
