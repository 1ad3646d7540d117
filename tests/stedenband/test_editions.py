"""Public pages: asked about each time, sent again when they changed, and never somebody's own."""

import pytest
from django.urls import reverse

from partnerships import actions
from stedenband.texts import LANGUAGES
from tests.pages import publish, url, visit

PAGES = ("home", "twinning-list", "session-list", "lesson-list", "story-list", "search-list")


def again(client, address, response, **headers):
    """The same page, asked by who has it already."""
    return client.get(address, headers={"If-None-Match": response.headers["ETag"], **headers})


@pytest.mark.parametrize("name", PAGES)
def test_who_has_a_public_page_is_not_sent_it_again(client, twinning, name):
    address = url(name)
    first = client.get(address)
    second = again(client, address, first)
    assert (first.status_code, second.status_code, second.content) == (200, 304, b"")


@pytest.mark.parametrize("name", PAGES)
def test_a_public_page_sets_no_cookie_and_is_asked_about_each_time(client, twinning, name):
    response = client.get(url(name))
    kept = response.headers["Cache-Control"]
    vary = response.headers["Vary"].split(", ")
    assert (dict(response.cookies), kept) == ({}, "public, max-age=0, must-revalidate")
    assert "Cookie" in vary


@pytest.mark.parametrize("kept", ['"another"', 'W/"another"', "another"])
def test_who_has_another_edition_is_sent_the_page(client, twinning, kept):
    response = client.get(url("home"), headers={"If-None-Match": kept})
    assert (response.status_code, len(response.content) > 0) == (200, True)


def test_a_compressed_page_is_known_again(client, twinning):
    first = client.get(url("home"), headers={"Accept-Encoding": "gzip"})
    second = again(client, url("home"), first, **{"Accept-Encoding": "gzip"})
    assert (first.headers["Content-Encoding"], first.headers["ETag"][:2]) == ("gzip", "W/")
    assert second.status_code == 304


def test_each_language_and_each_host_has_its_own_edition(client, twinning, settings):
    settings.ALLOWED_HOSTS = ["one.example", "other.example"]
    found = {
        client.get(url("home", language=code), headers={"Host": host}).headers["ETag"]
        for code in LANGUAGES
        for host in settings.ALLOWED_HOSTS
    }
    assert len(found) == len(LANGUAGES) * 2


def test_a_page_that_knows_the_reader_has_no_edition(client, twinning, editor, coordinator):
    edition = client.get(url("home")).headers["ETag"]
    for user in (editor, coordinator):
        response = visit(user).get(url("home"), headers={"If-None-Match": edition})
        kept = set(response.headers["Cache-Control"].split(", "))
        assert (response.status_code, kept) == (200, {"private", "no-store"})
        assert "ETag" not in response.headers


def test_a_page_with_a_form_to_send_has_no_edition(client, db):
    response = client.get(reverse("account_login"))
    assert ("csrftoken" in response.cookies, "ETag" in response.headers) == (True, False)


@pytest.mark.parametrize("address", ["/en/nowhere/", "/"])
def test_what_is_no_page_has_no_edition(client, db, address):
    assert "ETag" not in client.get(address).headers


def test_who_signed_out_has_the_edition_of_everybody(client, twinning, editor):
    before = client.get(url("home"))
    client.force_login(editor)
    own = client.get(url("home"))
    client.logout()
    after = again(client, url("home"), before)
    assert (own.content == before.content, after.status_code) == (False, 304)


def test_no_reader_ever_holds_a_wrong_byte(twinning, editor, partner_editor):
    """Each reader keeps what they were sent, as a cache would, while pages come and go."""
    readers = [visit(None), visit(editor), visit(None), visit(partner_editor)]
    for reader in readers:
        reader.kept = {}
    page, wrong = publish(twinning, "flemish", editor), []
    for turn in range(3):
        if turn:
            (actions.withdraw_page if page.is_public else actions.publish_page)(
                page=page, by=editor
            )
            page.refresh_from_db()
        for code in LANGUAGES:
            address = url("twinning-detail", twinning.slug, language=code)
            wrong += [(turn, code) for one in readers if held(one, address) != fresh(one, address)]
    assert wrong == []


def held(reader, address):
    """What a reader sees, with a copy from before if the server says that it still stands."""
    etag, content = reader.kept.get(address, ("", b""))
    response = reader.get(address, headers={"If-None-Match": etag})
    if response.status_code != 304:
        content = response.content
        reader.kept[address] = (response.headers.get("ETag", ""), content)
    return seen(content)


def fresh(reader, address):
    return seen(reader.get(address).content)


def seen(content):
    """A page without the tokens that differ each time, and without until when one is signed in."""
    lines = content.decode().splitlines()
    passing = ("csrfmiddlewaretoken", "data-left", "<footer>")
    return [line for line in lines if not any(word in line for word in passing)]
