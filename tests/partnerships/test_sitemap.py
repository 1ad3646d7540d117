"""What search engines and feed readers are told: public pages only, each in four languages."""

from xml.etree import ElementTree

import pytest
from django.utils.timezone import localtime

from partnerships import sitemaps
from partnerships.models import Twinning
from partnerships.sitemaps import SECTIONS
from tests.factories import learned, published, story_published, told
from tests.pages import url, visit

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"
ATOM = "{http://www.w3.org/2005/Atom}"
HREFLANG = {"nl", "es", "fr", "en", "x-default"}


def tree(path):
    response = visit(None).get(path)
    assert response.status_code == 200
    return ElementTree.fromstring(response.content)


def addresses(path="/sitemap.xml"):
    """By address its alternates."""
    return {
        one.find(f"{SITEMAP}loc").text: {
            link.get("hreflang"): link.get("href") for link in one.iter(LINK)
        }
        for one in tree(path).iter(f"{SITEMAP}url")
    }


@pytest.fixture
def story(twinning, editor, coordinator):
    return story_published(twinning, editor, coordinator)


def test_each_public_page_is_named_in_each_language(story, settings, editor, twinning):
    settings.SITE_URL = "https://stedenband.example"
    lesson = published(learned(twinning, editor), editor)
    found = addresses()
    for name, about in {"story": story.pk, "lesson": lesson.pk, "twinning": twinning.slug}.items():
        for language in ("nl", "es", "fr", "en"):
            here = settings.SITE_URL + url(f"{name}-detail", about, language=language)
            assert set(found[here]) == HREFLANG
            assert found[here][language] == here
            assert found[here]["x-default"] == here.replace(f"/{language}/", "/", 1)


def test_every_page_that_is_named_can_be_read(story, settings):
    found = addresses()
    browser = visit(None)
    answers = {browser.get(one.removeprefix(settings.SITE_URL)).status_code for one in found}
    defaults = {alternates["x-default"] for alternates in found.values()}
    led = {browser.get(one.removeprefix(settings.SITE_URL)).status_code for one in defaults}
    assert (answers, led) == ({200}, {302})


def test_what_is_not_public_is_not_named(twinning, editor, story):
    draft, lesson = told(twinning, editor), learned(twinning, editor)
    Twinning.objects.update(is_listed=False)
    hidden = [url("story-detail", one.pk) for one in (draft, story)]
    hidden += [url("lesson-detail", lesson.pk), url("twinning-detail", twinning.slug)]
    assert [one for one in addresses() if one.endswith(tuple(hidden))] == []


def test_where_there_are_many_an_index_names_the_files(story, monkeypatch):
    monkeypatch.setattr(sitemaps, "AT_MOST", 20)
    monkeypatch.setattr(sitemaps.PublicPages, "limit", 20)
    files = [one.text for one in tree("/sitemap.xml").iter(f"{SITEMAP}loc")]
    goals = ["/" + one.split("/", 3)[3] for one in files if "goals" in one]
    named = [one for path in goals for one in addresses(path)]
    assert (len(files) > len(SECTIONS), len(goals), len(set(named))) == (True, 4, 4 * 17)


@pytest.mark.parametrize(("demo", "closed"), [(False, "Disallow: /admin/"), (True, "Disallow: /")])
def test_robots_are_told_where_the_pages_are(demo, closed, settings, db):
    settings.DEMO, settings.SITE_URL = demo, "https://stedenband.example"
    lines = visit(None).get("/robots.txt").content.decode().splitlines()
    assert closed in lines
    assert "Sitemap: https://stedenband.example/sitemap.xml" in lines


# --- The feed of each language --------------------------------------------------------------------


def feed(language):
    return tree(url("story-feed", language=language))


def links(found):
    return {
        (one.get("rel"), one.get("hreflang")): one.get("href")
        for one in found.findall(f"{ATOM}link")
    }


def test_an_entry_is_the_same_in_the_feed_of_each_language(story, settings):
    feeds = {code: feed(code) for code in ("nl", "es", "fr", "en")}
    ids = {one.find(f"{ATOM}entry/{ATOM}id").text for one in feeds.values()}
    assert ids == {f"{settings.SITE_URL}/stories/{story.pk}/"}
    assert len({one.find(f"{ATOM}id").text for one in feeds.values()}) == 4


def test_a_feed_names_itself_and_those_in_other_languages(story):
    found = links(feed("es"))
    assert found["self", None].endswith("/es/stories/feed/")
    others = {code: href for (rel, code), href in found.items() if code}
    assert {code: href.split("/", 3)[3] for code, href in others.items()} == {
        code: f"{code}/stories/feed/" for code in ("nl", "fr", "en")
    }


def test_an_empty_feed_stays_as_it_is(db):
    assert feed("nl").find(f"{ATOM}updated").text == "1970-01-01T00:00:00+00:00"


# --- What pages say of themselves -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "kind"), [("twinning", "GovernmentOrganization"), ("story", "NewsArticle")]
)
def test_a_page_says_what_it_is_about(name, kind, story, twinning):
    about = twinning.slug if name == "twinning" else story.pk
    said = visit(None).get(url(f"{name}-detail", about)).content.decode()
    assert f'itemtype="https://schema.org/{kind}"' in said


def test_a_story_says_its_language_and_date(story):
    said = visit(None).get(url("story-detail", story.pk)).content.decode()
    assert '<meta itemprop="inLanguage" content="nl">' in said
    assert f'datetime="{localtime(story.appeared_at):%Y-%m-%d}' in said
