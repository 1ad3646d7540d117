"""Files that come in pieces: they go on where they stopped, and are checked like any other."""

import hashlib
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from partnerships import actions
from partnerships.models import Deed, Evidence, Photo, ProgressReport
from stedenband import clock, uploads
from stedenband.models import Piece, Upload
from tests.factories import approve, reload, told
from tests.pages import picture, text_of, url, visit

CONTENT = picture()
FILLED = {"alt": "A street", "position": "1", "consent": "no_people", "version": "0"}


def begin(client, content=CONTENT, **given):
    digest = hashlib.sha256(content).hexdigest()
    data = {"name": "street.png", "size": len(content), "digest": digest} | given
    return client.post(reverse("upload-begin"), data)


def go_on(client, token, start, piece):
    address = reverse("upload-continue", args=[token]) + f"?from={start}"
    return client.post(address, piece, content_type="application/octet-stream")


def sent(client, content=CONTENT, cut=7):
    """An upload in two pieces: its token."""
    token = begin(client, content).json()["token"]
    go_on(client, token, 0, content[:cut])
    assert go_on(client, token, cut, content[cut:]).json() == {"have": len(content)}
    return token


def once():
    return {"once": str(uuid4())}


@pytest.fixture
def browser(partner_editor):
    return visit(partner_editor)


# --- Pieces ---------------------------------------------------------------------------------------


def test_an_upload_goes_on_where_it_stopped(browser):
    first = begin(browser).json()
    go_on(browser, first["token"], 0, CONTENT[:20])
    assert begin(browser).json() == {"token": first["token"], "have": 20}


@pytest.mark.parametrize("start", [0, 10, 30])
def test_a_piece_that_does_not_follow_changes_nothing(browser, start):
    token = begin(browser).json()["token"]
    go_on(browser, token, 0, CONTENT[:20])
    answer = go_on(browser, token, start, CONTENT[start : start + 5])
    assert (answer.json(), Piece.objects.count()) == ({"have": 20}, 1)


def test_more_than_was_announced_is_not_taken(browser):
    token = begin(browser).json()["token"]
    assert go_on(browser, token, 0, CONTENT + b"more").json() == {"have": 0}


def test_a_piece_is_small(browser):
    token = begin(browser, size=uploads.LARGEST_PIECE * 2).json()["token"]
    answer = go_on(browser, token, 0, b"x" * (uploads.LARGEST_PIECE + 1))
    assert (answer.status_code, Piece.objects.count()) == (413, 0)


@pytest.mark.parametrize(
    "wrong",
    [{"size": "0"}, {"size": 10 * 1024 * 1024 + 1}, {"size": ""}, {"digest": "x"}, {"name": ""}],
)
def test_what_is_not_announced_well_is_not_begun(browser, wrong):
    assert (begin(browser, **wrong).status_code, Upload.objects.count()) == (422, 0)


@pytest.mark.parametrize("start", ["", "-1", "x", "1.5"])
def test_a_piece_says_where_it_starts(browser, start):
    token = begin(browser).json()["token"]
    assert go_on(browser, token, start, CONTENT).status_code == 422


def test_nobody_goes_on_with_the_upload_of_another(browser, editor):
    token = begin(browser).json()["token"]
    assert go_on(visit(editor), token, 0, CONTENT).status_code == 404


def test_the_files_of_one_form_have_room(browser):
    for number in range(5):
        begin(browser, bytes([number]), size=9 * 1024 * 1024)
    assert Upload.objects.count() == 5


def test_one_person_has_so_much_on_the_way_and_no_more(browser, editor, settings):
    settings.REQUEST_MAX_BYTES = 10_000
    begin(visit(editor), size=9_000)
    for content in (b"first", b"second", b"third"):
        begin(browser, content, size=4_000)
    kept = Upload.objects.order_by("begun_at").values_list("user__email", "digest")
    of = [hashlib.sha256(one).hexdigest() for one in (CONTENT, b"second", b"third")]
    assert [digest for _email, digest in kept] == of


def test_an_upload_is_forgotten_after_a_day(browser, editor):
    with clock.at(clock.now() - timedelta(hours=25)):
        go_on(browser, begin(browser).json()["token"], 0, CONTENT)
    begin(visit(editor))
    assert (Upload.objects.get().user, Piece.objects.count()) == (editor, 0)


# --- Forms that refer to it -----------------------------------------------------------------------


@pytest.fixture
def story(twinning, partner_editor):
    return told(twinning, partner_editor)


def add_photo(browser, story, token, field="picture", **given):
    data = FILLED | once() | {"arrived": f"{field}:{token}"} | given
    return browser.post(url("photo-add", story.pk), data)


def test_a_photo_that_arrived_in_pieces_is_drawn_like_any_other(browser, story):
    answer = add_photo(browser, story, sent(browser))
    photo = Photo.objects.get()
    assert (answer.status_code, photo.width, Upload.objects.count()) == (302, 8, 0)


def test_the_same_form_again_adds_nothing(browser, story):
    token, again = sent(browser), once()
    answers = [add_photo(browser, story, token, **again).status_code for _ in range(2)]
    assert (answers, Photo.objects.count()) == ([302, 302], 1)


def test_a_form_with_an_error_keeps_what_arrived(browser, story):
    token = sent(browser)
    wrong = add_photo(browser, story, token, alt="")
    right = add_photo(browser, story, token)
    assert (wrong.status_code, right.status_code, Photo.objects.count()) == (200, 302, 1)


def test_what_is_no_photo_is_refused_by_name(browser, story):
    token = sent(browser, b"#!/bin/sh\nrm -rf /\n")
    assert "“street.png” is not a photo" in text_of(add_photo(browser, story, token))


NOBODYS = "b7600fb7-646f-4bb6-af0c-b09a5240312f"


@pytest.mark.parametrize("token", ["", "x", NOBODYS, "../../etc/passwd"])
def test_a_token_that_nobody_was_given_is_no_file(browser, story, token):
    answer = add_photo(browser, story, token)
    assert (answer.status_code, Photo.objects.count()) == (200, 0)


@pytest.mark.parametrize("number", [1, uploads.MOST_FILES])
def test_a_form_is_not_done_without_a_file_that_should_be_there(browser, twinning, number):
    data = {"main_target": "11.6", "state": "planned", "language": "es", "level": "people"}
    given = {"title": "Un barrio", "version": "0"} | data | once()
    arrived = [f"uploads:{NOBODYS}"] * number + [f"uploads:{sent(browser)}"]
    answer = browser.post(url("deed-add", twinning.slug), given | {"arrived": arrived})
    found = (answer.status_code, list(answer.context["form"].errors), Deed.objects.count())
    assert found == (200, ["uploads"], 0)


def test_an_upload_that_is_not_complete_is_no_file(browser, story):
    token = begin(browser).json()["token"]
    go_on(browser, token, 0, CONTENT[:-1])
    assert (add_photo(browser, story, token).status_code, Photo.objects.count()) == (200, 0)


def test_other_bytes_than_were_announced_are_no_file(browser, story):
    token = begin(browser).json()["token"]
    go_on(browser, token, 0, b"x" * len(CONTENT))
    assert (add_photo(browser, story, token).status_code, Photo.objects.count()) == (200, 0)


def test_the_upload_of_another_is_no_file(browser, story, editor):
    token = sent(visit(editor))
    answer = add_photo(browser, story, token)
    assert (answer.status_code, Photo.objects.count(), Upload.objects.count()) == (200, 0, 1)


# --- A report whose files follow ------------------------------------------------------------------


def hand_in(browser, milestone, **headers):
    given = {"what_happened": "Hecho.", "happened_on": "2026-01-31", "hand_in": "1"}
    more = {"language": "es", "summary_language": "nl", "version": "0"}
    address = url("progress-write", milestone.pk)
    return browser.post(address, given | more | once(), headers=headers)


def add_evidence(browser, milestone, token, **given):
    data = once() | {"arrived": f"uploads:{token}"} | given
    return browser.post(url("evidence-add", milestone.pk), data, headers={"X-Typed": "1"})


def test_a_script_is_told_where_a_form_leads_and_the_message_waits_there(browser, milestone):
    answer = hand_in(browser, milestone, **{"X-Typed": "1"})
    assert answer.headers["X-Location"] == url("milestone-detail", milestone.pk)
    assert "Your report was handed in." in text_of(browser.get(answer.headers["X-Location"]))


def test_a_script_is_given_the_page_when_there_is_something_to_correct(browser, milestone):
    answer = browser.post(url("progress-write", milestone.pk), once() | {"hand_in": "1"})
    assert (answer.status_code, "What happened?" in text_of(answer)) == (200, True)


def test_a_file_follows_a_report_that_was_handed_in(browser, milestone):
    hand_in(browser, milestone)
    answer = add_evidence(browser, milestone, sent(browser))
    report, evidence = ProgressReport.objects.get(), Evidence.objects.get()
    assert answer.headers["X-Location"] == url("milestone-detail", milestone.pk)
    assert (report.rounds, evidence.sent_in_round, evidence.name) == (1, 1, "street.png")


def test_a_file_that_follows_twice_is_there_once(browser, milestone):
    hand_in(browser, milestone)
    token, again = sent(browser), once()
    for _ in range(2):
        add_evidence(browser, milestone, token, **again)
    assert Evidence.objects.count() == 1


def test_nothing_follows_once_somebody_decided(browser, milestone, coordinator):
    hand_in(browser, milestone)
    approve(ProgressReport.objects.get(), coordinator)
    answer = add_evidence(browser, milestone, sent(browser))
    said = "Somebody decided on this report already: nothing is added to it."
    assert (said in text_of(answer), Evidence.objects.count()) == (True, 0)


def test_a_file_follows_a_draft_and_is_handed_in_with_it(milestone, browser, partner_editor):
    given = {"language": "es", "summary_language": "nl", "version": "0"}
    browser.post(url("progress-write", milestone.pk), given | once())
    add_evidence(browser, milestone, sent(browser))
    before = Evidence.objects.get().sent_in_round
    report = ProgressReport.objects.get()
    words = {"what_happened": "Hecho.", "happened_on": clock.today(), "language": "es"}
    done = {"milestone": milestone, "reporter": report.reporter, "by": partner_editor}
    actions.write_progress(**done, version=report.version, hand_in=True, **words)
    assert (before, reload(Evidence.objects.get()).sent_in_round) == (None, 1)
