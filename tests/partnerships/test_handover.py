"""The handover file: all that a successor needs, in their language, and what they may read."""

import re
import zipfile
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partnerships import actions, handover
from partnerships.exports import handover as archive
from partnerships.models import Duty
from stedenband import clock
from tests.factories import (
    DeedFactory,
    MilestoneFactory,
    TwinningFactory,
    agree,
    approve,
    contest,
    documented,
    draft,
    jotted,
    learned,
    measured_pair,
    member,
    minutes,
    opened,
    send_back,
    submitted,
    taken_over,
    told,
    translated,
)
from tests.handing import customs_written
from tests.pages import text_of, url, visit, words_of
from tests.sessions import planned, promised, reported

# Session, account, grants; the twinning; and what each section asks.
QUERIES = 54


@pytest.fixture
def page(twinning):
    """What somebody reads of the file, in a language of the page and one of its own."""

    def read(user, language="en", file_in="", spoken=text_of):
        where = url("handover-detail", twinning.slug, language=language)
        return spoken(visit(user).get(where, {"language": file_in} if file_in else {}))

    return read


def unpacked(user, twinning, language="nl"):
    response = visit(user).get(url("handover-file", twinning.slug), {"language": language})
    return zipfile.ZipFile(BytesIO(b"".join(response.streaming_content)))


class Office:
    """So many rows of everything that the file tells."""

    def __init__(self, rows, trajectory, editor, partner, signatory, coordinator):
        self.trajectory, self.twinning = trajectory, trajectory.twinning
        self.editor, self.partner = editor, partner
        self.signatory, self.coordinator = signatory, coordinator
        for number in range(rows):
            self.road(number)
            self.talk(number)
            self.learn(number)
        customs_written(self.twinning, editor)
        customs_written(self.twinning, partner, language="es")

    def road(self, number):
        partners = {"trajectory": self.trajectory, "duty": Duty.PARTNER}
        done = submitted(MilestoneFactory(month=8, **partners), self.partner)
        agree(done, self.signatory)
        approve(done, self.coordinator)
        contest(submitted(MilestoneFactory(month=9, **partners), self.partner), self.signatory)
        send_back(submitted(MilestoneFactory(month=10, **partners), self.partner), self.coordinator)
        moved = MilestoneFactory(trajectory=self.trajectory, month=14, duty=Duty.FLEMISH)
        actions.replan_milestone(milestone=moved, by=self.editor, month=20, reason="weather")
        draft(MilestoneFactory(trajectory=self.trajectory, month=15, duty="flemish"), self.editor)
        DeedFactory(twinning=self.twinning)
        DeedFactory(twinning=self.twinning, side="partner")
        measured_pair(self.twinning, self.editor, self.partner)

    def talk(self, number):
        planned(self.twinning, self.editor, days=3 + number)
        held = planned(self.twinning, self.editor, days=-3 - number)
        reported(held, self.editor)
        promised(self.twinning, self.editor, session=held)
        documented(self.twinning, self.partner, valid_until=clock.today())
        told(self.twinning, self.editor)

    def learn(self, number):
        own = learned(self.twinning, self.editor, visibility="twinnings")
        learned(self.twinning, self.editor, visibility="side")
        other = TwinningFactory()
        reader = member(other.flemish, "editor")
        taken_over(own, other, reader)
        foreign = learned(other, reader, visibility="twinnings")
        taken_over(foreign, self.twinning, self.editor)
        member(self.twinning.flemish, "reader")
        day = self.trajectory.due_on(number + 2)
        jotted(opened(self.trajectory, self.coordinator, held_on=day), self.editor)


@pytest.mark.parametrize("rows", [1, 3])
def test_it_takes_so_many_queries_however_much_it_tells(
    rows, trajectory, editor, partner_editor, signatory, coordinator
):
    Office(rows, trajectory, editor, partner_editor, signatory, coordinator)
    browser, where = visit(editor), url("handover-detail", trajectory.twinning.slug)
    browser.get(where)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(where).status_code == 200
    assert len(queries) == QUERIES


def test_a_road_of_36_milestones_asks_no_more(
    trajectory, editor, partner_editor, signatory, coordinator
):
    Office(1, trajectory, editor, partner_editor, signatory, coordinator)
    for month in range(1, 32):
        MilestoneFactory(trajectory=trajectory, month=month)
    browser, where = visit(editor), url("handover-detail", trajectory.twinning.slug)
    browser.get(where)
    with CaptureQueriesContext(connection) as queries:
        response = browser.get(where)
    told_of = re.findall(r"/milestones/(\d+)/", response.content.decode())
    assert (len(queries), len(set(told_of)) >= 36) == (QUERIES, True)


def test_each_section_says_that_nothing_is_on_record(twinning, editor, page):
    said = page(editor, spoken=words_of)
    named = [str(one.title) for one in handover.SECTIONS if str(one.title) not in said]
    empty = said.count("Nothing on record.")  # all but who is who, and what happened: the founding
    assert (named, empty) == ([], len(handover.SECTIONS) - 2)


def test_what_was_promised_by_whom_until_when_and_paid_by_what(twinning, editor, page, monkeypatch):
    promised(twinning, editor, amount=850, currency="EUR")
    before = page(editor, spoken=words_of)
    covers = {one.pk: ["VVSG, call of 2026"] for one in twinning.promises.all()}
    monkeypatch.setattr(handover, "paid_by", lambda _promises, _user: covers)
    said = page(editor, spoken=words_of)
    due = twinning.promises.get().due_on
    words = ["A phone number on every bin.", "EUR 850", str(due.year), "not confirmed by:"]
    assert ([one for one in words if one not in said], "nothing on record" in before) == ([], True)
    assert "VVSG, call of 2026" in said


def test_why_a_milestone_stands_where_it_stands(
    trajectory, editor, partner_editor, signatory, coordinator, page
):
    Office(1, trajectory, editor, partner_editor, signatory, coordinator)
    said = page(partner_editor, spoken=words_of)
    reasons = ["We saw no street.", "Which street?", "weather", "The other side contests this"]
    assert [one for one in reasons if one not in said] == []


def test_it_says_why_a_lesson_was_taken_over_and_what_came_of_it(
    twinning, other_twinning, editor, stranger, page
):
    ours = taken_over(learned(twinning, editor, visibility="twinnings"), other_twinning, stranger)
    theirs = learned(other_twinning, stranger, visibility="twinnings")
    theirs = taken_over(theirs, twinning, editor, why="Our street is as narrow.")
    given = {"state": "stopped", "reason": "The street was closed.", "result": "Half a year of it."}
    for adoption, by in ((ours, stranger), (theirs, editor)):
        actions.report_adoption(adoption=adoption, by=by, version=None, **given)
    said = page(editor)
    words = [ours.why, theirs.why, given["reason"], given["result"]]
    heads = list(re.findall(r"<h(\d)[^>]*>What came of it<", said))
    assert ([one for one in words if one not in said], heads) == ([], ["5", "5"])


def test_drafts_of_a_side_are_read_by_that_side(twinning, milestone, editor, partner_editor, page):
    draft(milestone, partner_editor, what_happened="Only we know of it.")
    told(twinning, editor, title="Half a story")
    learned(twinning, editor, title="Half a lesson", visibility="side")
    customs_written(twinning, editor, visibility="side", text="Ring, do not write.")
    ours, theirs = page(editor), page(partner_editor)
    secret = ["Half a story", "Half a lesson", "Ring, do not write."]
    assert [one in ours for one in secret] == [True] * 3
    assert [one in theirs for one in secret] == [False] * 3
    assert ("Only we know of it." in theirs, "Only we know of it." in ours) == (True, False)


def test_it_comes_in_the_language_that_was_asked_for(twinning, editor, page):
    said = page(editor, language="nl", file_in="es")
    body = re.search(r'<article[^>]*lang="es">(.*)</article>', said).group(1)
    assert ("Mijn werk" in said, "Idiomas" in body, "Talen" in body) == (
        True,
        True,
        False,
    )


@pytest.mark.parametrize("asked", ["zz", "kek", "<script>"])
def test_a_language_that_there_is_not_is_left_out(twinning, editor, page, asked):
    assert "Who is who" in page(editor, file_in=asked)


def test_a_checked_translation_is_read_and_a_draft_is_not(twinning, editor, partner_editor, page):
    custom = customs_written(twinning, editor, text="Bel liever dan te schrijven.")
    translation = translated(custom, editor, "es", text="Mejor llamar que escribir.")
    before = page(partner_editor, file_in="es")
    actions.check_translation(translation=translation, by=partner_editor, version=None)
    after = page(partner_editor, file_in="es")
    source = '<div class="rich" lang="nl"><p>Bel liever dan te schrijven.</p></div>'
    assert (source in before, "Mejor llamar" in before) == (True, False)
    assert ("Mejor llamar que escribir." in after, source in after) == (True, False)


def test_accounts_are_shown_by_role_and_post_never_by_their_address(twinning, editor, page):
    member(twinning.flemish, "reader", name="", email="an.private@edegem.example")
    said = page(editor, spoken=words_of)
    assert ("Editor : Editor Edegem" in said, "an.private" in said) == (True, False)


# --- The archive --------------------------------------------------------------------------------


def test_the_archive_opens_without_the_portal(twinning, editor, partner_editor):
    documented(twinning, partner_editor)
    packed = unpacked(editor, twinning, "es")
    page = packed.read("handover.html").decode()
    fetched = re.findall(r'<(?:link|script|img)\b|(?:src|href)="/', page)
    names = ["handover.html", "documents/01-minutes.pdf"]
    assert (packed.namelist(), packed.testzip(), fetched) == (names, None, [])
    assert '<html lang="es">' in page
    assert ("<style>" in page, 'href="documents/01-minutes.pdf"' in page) == (True, True)
    assert packed.read("documents/01-minutes.pdf") == b"%PDF-1.7 minutes"


def test_only_the_newest_version_goes_along_and_nothing_of_another_side_alone(
    twinning, editor, partner_editor
):
    ours = documented(twinning, editor, visibility="side")
    actions.replace_document(document=ours, by=editor, upload=minutes(b"%PDF-1.7 second"))
    found = unpacked(editor, twinning)
    assert found.read("documents/01-minutes.pdf") == b"%PDF-1.7 second"
    assert unpacked(partner_editor, twinning).namelist() == ["handover.html"]


@pytest.mark.parametrize(
    ("name", "stored"),
    [
        ("../../etc/passwd.pdf", "documents/01-etcpasswd.pdf"),
        ("C:\\con.pdf", "documents/01-ccon.pdf"),
        ("¿Qué?.pdf", "documents/01-que.pdf"),
        ("%%%", "documents/01-document.pdf"),
        ("a" * 190 + ".pdf", f"documents/01-{'a' * 60}.pdf"),
    ],
)
def test_what_a_file_was_called_leads_nowhere(twinning, editor, name, stored):
    document = documented(twinning, editor)
    document.versions.update(name=name)
    assert unpacked(editor, twinning).namelist() == ["handover.html", stored]


def test_what_finds_no_room_or_no_file_is_said(twinning, editor, monkeypatch):
    lost = documented(twinning, editor, title="Lost")
    lost.versions.get().file.storage.delete(lost.versions.get().file.name)
    documented(twinning, editor, title="Small")
    documented(twinning, editor, title="Too much")
    monkeypatch.setattr(archive, "MOST_BYTES", 20)
    packed = unpacked(editor, twinning, "en")
    page = packed.read("handover.html").decode()
    assert packed.namelist() == ["handover.html", "documents/02-minutes.pdf"]
    assert "not enclosed: its file could not be found" in page
    assert "not enclosed: there was no room left for it" in page
    assert "Not everything is enclosed" in page


def test_it_says_what_it_is(twinning, editor):
    response = visit(editor).get(url("handover-file", twinning.slug), {"language": "fr"})
    assert response["Content-Type"] == "application/zip"
    assert f'filename="handover-{twinning.slug}-fr.zip"' in response["Content-Disposition"]
