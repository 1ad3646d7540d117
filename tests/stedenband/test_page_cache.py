"""Pages made once for everybody: never somebody's own, never another language, never outdated."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, Thread
from time import sleep

import pytest
from django.core.cache import caches
from django.db import connection, connections, transaction
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from partnerships import actions
from partnerships.models import Organisation
from stedenband import clock, freshness
from stedenband.freshness import TIDIED_EACH
from stedenband.guard import ASKED_EACH_TIME
from stedenband.models import Change, HandledForm
from stedenband.page_cache import PageCache
from stedenband.texts import LANGUAGES
from tests.factories import OrganisationFactory, TwinningFactory
from tests.pages import publish, url, visit

GZIP = {"Accept-Encoding": "gzip"}


@pytest.fixture
def cached(settings):
    settings.PAGE_CACHE_SECONDS = 60
    caches["pages"].clear()
    yield
    caches["pages"].clear()


def cost(client, address, **headers):
    """How many questions a page takes, and the page."""
    with CaptureQueriesContext(connection) as asked:
        response = client.get(address, headers=headers)
    return len(asked), response


def fresh(settings, who, address):
    """What the page says when it is made anew."""
    kept, settings.PAGE_CACHE_SECONDS = settings.PAGE_CACHE_SECONDS, 0
    response = visit(who).get(address)
    settings.PAGE_CACHE_SECONDS = kept
    return response.content


# --- What changed ---------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", ["created", "updated", "deleted", "many"])
def test_every_transaction_that_writes_has_its_row(way):
    organisation = OrganisationFactory()
    ways = {
        "created": OrganisationFactory,
        "updated": lambda: Organisation.objects.update(place="Elders"),
        "deleted": organisation.delete,
        "many": lambda: Organisation.objects.bulk_create([OrganisationFactory.build(slug="one")]),
    }
    before = Change.objects.count()
    ways[way]()
    once = Change.objects.count()
    with transaction.atomic():
        OrganisationFactory()
        OrganisationFactory()
    assert (once > before, Change.objects.count() - once) == (True, 1)


@pytest.mark.django_db(transaction=True)
def test_what_was_taken_back_leaves_no_row_and_what_follows_it_does():
    before = Change.objects.count()
    with transaction.atomic():
        with suppress(ZeroDivisionError), transaction.atomic():
            OrganisationFactory()
            raise ZeroDivisionError
        taken_back = Change.objects.count()
        OrganisationFactory()
    assert (taken_back - before, Change.objects.count() - before) == (0, 1)


@pytest.mark.django_db(transaction=True)
def test_what_nobody_sees_on_a_page_changes_nothing():
    before = freshness.edition()
    HandledForm.objects.create(token="0b6ff0e6-9b0f-4f1c-9d3c-9f4bd7a1d111")
    list(Organisation.objects.all())
    assert freshness.edition() == before


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_began_first_and_ended_last_is_another_edition():
    """Numbers are handed out as transactions write, which is not how they end."""
    if connection.vendor == "sqlite":
        pytest.skip("On SQLite one transaction writes at a time.")
    begun, other_is_done, seen = Barrier(2, timeout=30), Barrier(2, timeout=30), []

    def slow():
        with transaction.atomic():
            OrganisationFactory(slug="slow")
            begun.wait()
            other_is_done.wait()
        connections.close_all()

    thread = Thread(target=slow)
    thread.start()
    begun.wait()
    OrganisationFactory(slug="quick")
    seen.append(freshness.edition())
    other_is_done.wait()
    thread.join()
    seen.append(freshness.edition())
    assert (seen[0] != seen[1], seen[0][1] == seen[1][1]) == (True, True)


@pytest.mark.django_db
def test_old_rows_go_and_the_edition_is_another():
    with clock.at(clock.now() - freshness.KEPT_FOR * 2):
        Change.objects.bulk_create([Change() for _one in range(TIDIED_EACH)])
    before, last = freshness.edition(), 0
    while last % TIDIED_EACH:
        last = Change.objects.create().pk
    freshness.tidy(last + TIDIED_EACH - last % TIDIED_EACH)
    assert (freshness.edition()[2] < before[2], freshness.edition() != before) == (True, True)


# --- Pages ----------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["home", "twinning-list", "session-list", "lesson-list"])
def test_a_page_is_made_once_for_everybody(cached, twinning, name):
    first, made = cost(visit(None), url(name))
    second, again = cost(visit(None), url(name))
    assert (first > 1, second, again.content == made.content) == (True, 1, True)


@pytest.mark.django_db
def test_a_page_goes_out_with_all_its_headers_again(cached, twinning):
    made, again = (visit(None).get(url("home"), headers=GZIP) for _time in range(2))
    known = {**made.headers, "X-Request-ID": again.headers["X-Request-ID"]}
    assert (dict(again.headers), again.content) == (known, made.content)


@pytest.mark.django_db
def test_who_has_the_page_is_told_so_whether_it_was_kept_or_not(cached, twinning):
    etag = visit(None).get(url("home"), headers=GZIP).headers["ETag"]
    kept = visit(None).get(url("home"), headers={**GZIP, "If-None-Match": etag})
    caches["pages"].clear()
    made = visit(None).get(url("home"), headers={**GZIP, "If-None-Match": etag})
    other = visit(None).get(url("home"), headers={**GZIP, "If-None-Match": '"another"'})
    assert [one.status_code for one in (kept, made, other)] == [304, 304, 200]
    assert kept.content == made.content == b""
    assert kept.headers["Content-Security-Policy"] == other.headers["Content-Security-Policy"]
    assert not {"Content-Type", "Content-Length"} & kept.headers.keys()


@pytest.mark.parametrize(("kept_as", "times"), [(ASKED_EACH_TIME, 1), ("no-store", 8)])
def test_of_many_who_want_a_page_one_makes_it(cached, monkeypatch, rf, kept_as, times):
    """And what is kept for nobody, each has made for themselves."""
    monkeypatch.setattr(freshness, "edition", lambda: (1, 1, 1))
    made = []

    def make(request):
        made.append(request)
        sleep(0.2)
        return HttpResponse(b"a page", headers={"Cache-Control": kept_as, "ETag": '"1"'})

    page_cache = PageCache(make)
    requests = [rf.get("/nl/") for _reader in range(8)]
    with ThreadPoolExecutor(8) as readers:
        answers = {response.content for response in readers.map(page_cache, requests)}
    assert (answers, len(made), page_cache.making.pages) == ({b"a page"}, times, {})


@pytest.mark.django_db
def test_who_signed_in_is_never_answered_with_the_page_of_everybody(cached, twinning, editor):
    visit(None).get(url("home"))
    assert b"/accounts/logout/" in visit(editor).get(url("home")).content
    assert b"/accounts/logout/" not in visit(None).get(url("home")).content


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["?page=%00", f"?q={'x' * 600}", "?q=compost"])
def test_odd_questions_are_answered_as_ever(cached, settings, twinning, query):
    address = url("twinning-list") + query
    first, second = visit(None).get(address), visit(None).get(address)
    assert (first.status_code, first.content) == (second.status_code, second.content)
    assert second.content == fresh(settings, None, address)


@pytest.mark.django_db
def test_a_host_that_is_not_ours_is_refused(cached, twinning):
    visit(None).get(url("home"))
    assert visit(None).get(url("home"), headers={"Host": "elsewhere.example"}).status_code == 400


@pytest.mark.django_db
def test_without_its_cache_a_page_is_made_anew(cached, twinning, monkeypatch):
    def broken(*_given):
        raise ConnectionError

    monkeypatch.setattr(type(caches["pages"]), "get", broken)
    monkeypatch.setattr(type(caches["pages"]), "set", broken)
    assert visit(None).get(url("home")).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_no_wrong_bytes(cached, settings, twinning, editor, partner_editor):
    """Two users and nobody, four languages, published and withdrawn in between, over and over."""
    page = twinning.pages.get(side="flemish")
    TwinningFactory(is_listed=True)
    number = wrong = 0
    for turn in range(4):
        if turn % 2:
            actions.withdraw_page(page=page, by=editor)
        else:
            actions.change_page(page=page, by=editor, text=f"Wij ruimen op, ronde {turn}.")
            publish(twinning, "flemish", editor)
        for language in LANGUAGES:
            for name, *given in (["home"], ["twinning-list"], ["twinning-detail", twinning.slug]):
                address = url(name, *given, language=language)
                for who in (None, editor, None, partner_editor, None):
                    number += 1
                    if who is None:
                        wrong += visit(None).get(address).content != fresh(settings, None, address)
                    else:
                        wrong += "/accounts/logout/" not in visit(who).get(address).content.decode()
    print(f"pages for everybody: {number} looked at, {wrong} wrong")
    assert (number, wrong) == (240, 0)
