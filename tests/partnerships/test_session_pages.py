"""The pages of sessions: what stands on them, what their forms do, whom the mail reaches."""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partnerships import actions
from partnerships.management.documented import load_documented
from partnerships.management.sessions import load_documented_sessions
from partnerships.models import Minutes, Session
from stedenband import clock
from stedenband.zones import moment_of
from tests.factories import TwinningFactory, photographed, reload, translated
from tests.pages import url, visit, words_of
from tests.sessions import PLAN, agreed, contributed, planned, promised, reported

LINK = "https://meet.example/secret-room"


@pytest.fixture
def session(twinning, editor):
    given = {"link": LINK, "is_online": True, "place": "Town hall"}
    return planned(twinning, editor, **given)


def plan(twinning, **given):
    return PLAN | {"version": "0", "title": "On bins", "host": str(twinning.flemish_id)} | given


# --- Planned --------------------------------------------------------------------------------------


def test_the_hours_of_the_form_are_those_of_the_host(twinning, editor, san_jeronimo):
    given = plan(twinning, host=str(san_jeronimo.pk), starts_on="2027-01-13", starts_time="09u30")
    response = visit(editor).post(url("session-add", twinning.slug), given | {"ends_time": "11:00"})
    found = Session.objects.get()
    assert (response.status_code, found.starts_at, found.ends_at) == (
        302,
        datetime(2027, 1, 13, 14, 30, tzinfo=UTC),
        datetime(2027, 1, 13, 16, 0, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("changed", "field", "says"),
    [
        (
            {"starts_on": "2027-03-28", "starts_time": "02:30"},
            "starts_time",
            "On this night the clocks go forward in Brussels and 02:30 does not exist: "
            "choose an hour earlier or later.",
        ),
        (
            {"starts_on": "2027-10-31", "starts_time": "00:30", "ends_time": "02:15"},
            "ends_time",
            "On this night the clocks go back in Brussels and 02:15 comes twice: "
            "choose an hour earlier or later.",
        ),
        (
            {"starts_time": "17:00", "ends_time": "15:30"},
            "__all__",
            "A session ends after it starts: look at both hours.",
        ),
        ({"starts_time": "teatime"}, "starts_time", "This is no hour: write it like 15:30."),
    ],
)
def test_an_hour_that_cannot_be_comes_back_with_the_text(twinning, editor, changed, field, says):
    response = visit(editor).post(url("session-add", twinning.slug), plan(twinning, **changed))
    errors = response.context["form"].errors
    kept = "On bins" in response.content.decode()
    assert (errors, kept, Session.objects.exists()) == ({field: [says]}, True, False)


def test_a_form_that_is_opened_and_saved_changes_no_hour(twinning, editor):
    starts = moment_of(date(2027, 6, 2), time(22, 0), "Europe/Brussels")
    session = planned(twinning, editor, starts_at=starts, ends_at=starts + timedelta(hours=20))
    page = visit(editor)
    form = page.get(url("session-change", session.pk)).context["form"]
    given = {name: form[name].value() for name in form.fields if name not in ("once", "invited")}
    given = {name: "" if value is None else value for name, value in given.items()}
    response = page.post(url("session-change", session.pk), given)
    after = reload(session)
    assert (response.status_code, after.starts_at, after.ends_at, after.version) == (
        302,
        session.starts_at,
        session.ends_at,
        1,
    )


def test_another_twinning_on_its_way_is_invited(
    twinning, trajectory, other_trajectory, editor, mailoutbox, stranger
):
    invited = other_trajectory.twinning
    given = plan(twinning, invited=[str(invited.pk)])
    visit(editor).post(url("session-add", twinning.slug), given)
    together = sorted(one.slug for one in Session.objects.get().twinnings.all())
    told = [mail.to for mail in mailoutbox]
    assert (together, told) == (sorted([twinning.slug, invited.slug]), [[stranger.email]])


def test_a_twinning_that_is_no_choice_is_not_invited(twinning, other_trajectory, editor):
    given = plan(twinning, invited=[str(twinning.pk)])
    response = visit(editor).post(url("session-add", twinning.slug), given)
    assert list(response.context["form"].errors) == ["invited"]


# --- Mail -----------------------------------------------------------------------------------------


def hours_in(mail):
    return re.findall(r"^(\S.*): \w+ .*, (\d\d:\d\d)–(\d\d:\d\d)$", mail.body, re.MULTILINE)


def test_each_side_reads_its_own_hour_first(
    twinning, editor, signatory, partner_editor, coordinator, reader, mailoutbox
):
    starts = moment_of(date(2027, 1, 13), time(15, 30), "Europe/Brussels")
    given = {"starts_at": starts, "ends_at": starts + timedelta(hours=1)}
    planned(twinning, coordinator, **given)
    here, there = ("Edegem", "15:30", "16:30"), ("San Jerónimo", "09:30", "10:30")
    assert {mail.to[0]: hours_in(mail) for mail in mailoutbox} == {
        editor.email: [here, there],
        signatory.email: [here, there],
        partner_editor.email: [there, here],
    }


def test_a_mail_is_in_the_language_of_its_reader(twinning, editor, partner_editor, mailoutbox):
    session = planned(twinning, editor)
    assert f"/es/sessions/{session.pk}/" in mailoutbox[0].body


def test_a_cancelled_session_is_told_with_its_reason(session, editor, partner_editor, mailoutbox):
    mailoutbox.clear()
    given = {"reason": "The road is flooded.", "language": "nl"}
    actions.cancel_session(session=session, by=editor, **given)
    [mail] = mailoutbox
    assert (mail.to, given["reason"] in mail.body) == ([partner_editor.email], True)


@pytest.mark.parametrize(("change", "told"), [({"place": "Elsewhere"}, 1), ({"title": "Else"}, 0)])
def test_another_time_or_place_is_told(session, editor, partner_editor, mailoutbox, change, told):
    mailoutbox.clear()
    actions.change_session(session=session, by=editor, **change)
    assert len(mailoutbox) == told


# --- Read -----------------------------------------------------------------------------------------


def test_the_link_is_for_those_who_take_part(session, twinning, editor, partner_editor, stranger):
    Session.objects.update(visibility="twinnings")
    agreed(session, flemish=editor, partner=partner_editor)
    where = url("session-detail", session.pk)
    found = [LINK in visit(user).get(where).content.decode() for user in (editor, stranger, None)]
    assert found == [True, False, False]


def test_a_public_session_tells_no_post_no_promise_and_no_history(
    session, twinning, editor, partner_editor
):
    contributed(session, partner_editor, twinning.partner)
    promised(twinning, editor, session=session)
    agreed(session, flemish=editor, partner=partner_editor)
    said = words_of(visit(None).get(url("session-detail", session.pk)))
    hidden = (partner_editor.name, "A phone number on every bin.", "History")
    assert ("Sin bolsas" in said, [one in said for one in hidden]) == (True, [False] * 3)


def test_an_open_session_hides_what_was_said(session, twinning, editor, stranger):
    Session.objects.update(visibility="twinnings")
    contributed(session, editor, twinning.flemish)
    said = words_of(visit(stranger).get(url("session-detail", session.pk)))
    assert ("Town hall" in said, "Sin bolsas" in said) == (True, False)


def test_minutes_stand_with_the_readers_language_first(twinning, editor):
    session = reported(planned(twinning, editor, days=-1), editor)
    reported(session, editor, language="es", text="Acta")
    pages = {code: visit(editor).get(url("session-detail", session.pk, language=code))
             for code in ("nl", "es")}  # fmt: skip
    firsts = {code: page.context["minutes"][0].language for code, page in pages.items()}
    assert firsts == {"nl": "nl", "es": "es"}


def test_markup_is_harmless(twinning, editor):
    nasty = "**Bold** <script>alert(1)</script> [x](javascript:alert(1))"
    session = reported(planned(twinning, editor, days=-1), editor, text=nasty)
    page = visit(editor).get(url("session-detail", session.pk)).content.decode()
    assert (
        "<strong>Bold</strong>" in page,
        "<script>alert" in page,
        'href="javascript' in page,
    ) == (
        True,
        False,
        False,
    )


def test_a_report_is_written_in_the_language_that_is_asked(twinning, editor):
    session = planned(twinning, editor, days=-1)
    given = {"version": "0", "text": "Acta", "number_joint_experts": "2"}
    where = url("session-report", session.pk) + "?language=es"
    visit(editor).post(where, given)
    numbers = list(session.attendance.values_list("side", "group", "number"))
    assert (Minutes.objects.get().language, numbers) == ("es", [("joint", "experts", 2)])


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["On compost", "On water"]),
        ("?kind=listening", ["On water"]),
        ("?twinning=edegem-san-jeronimo", ["On compost"]),
        ("?kind=party", ["On compost", "On water"]),
    ],
)
def test_the_list_is_narrowed(
    twinning, other_twinning, editor, coordinator, stranger, query, found
):
    planned(twinning, editor)
    planned(other_twinning, stranger, title="On water", kind="listening", days=9)
    rows = visit(coordinator).get(url("session-list") + query).context["coming_rows"]
    assert [one.title for one, _times in rows] == found


def test_the_list_is_for_everybody_and_says_when_it_is_empty(session):
    said = words_of(visit(None).get(url("session-list")))
    assert ("On compost" in said, "No session is planned that you may see." in said) == (
        False,
        True,
    )


def test_coming_sessions_stand_on_my_work_and_on_the_twinning(session, twinning, editor):
    pages = (url("work"), url("twinning-detail", twinning.slug))
    assert ["On compost" in words_of(visit(editor).get(page)) for page in pages] == [True, True]


def test_a_session_stands_in_the_history_of_every_twinning(
    twinning, other_twinning, editor, stranger
):
    planned(twinning, editor, together=[other_twinning])
    page = visit(stranger).get(url("twinning-history", other_twinning.slug))
    assert "planned the session On compost" in words_of(page)


# --- Documented -----------------------------------------------------------------------------------


def test_the_meeting_in_vaalbeek_is_public_with_its_source_and_no_invented_day(db):
    load_documented()
    for _ in range(2):
        load_documented_sessions()
    session = Session.objects.get(title__contains="Vaalbeek")
    said = words_of(visit(None).get(url("session-detail", session.pk)))
    shown = ["June 2019", "The exact days are not documented.", "facilitating", "herent"]
    assert ([one in said.lower() or one in said for one in shown], session.twinnings.count()) == (
        [True] * 4,
        3,
    )


# --- As much for three as for one -----------------------------------------------------------------

QUERIES = {
    "anonymous: session-list": 6,
    "anonymous: session-detail": 10,
    "editor: session-list": 12,
    "editor: session-detail": 15,
    "editor: session-report": 9,
    "editor: session-change": 9,
    "editor: work": 17,
    "editor: twinning-detail": 17,
    "coordinator: work": 20,
}


@pytest.mark.parametrize("rows", [1, 3])
def test_a_page_takes_so_many_queries_however_much_it_shows(
    twinning, editor, partner_editor, coordinator, rows
):
    others = [TwinningFactory(is_listed=True) for _ in range(rows)]
    for days in range(1, rows + 1):
        planned(twinning, editor, days=days)
        past = planned(twinning, editor, days=-days, together=others)
        for one in range(rows):
            promised(twinning, editor, session=past, what=str(one))
            reported(past, editor, language=("nl", "es", "fr")[one])
        numbers = {("flemish", ("women", "young", "schools")[one]): 2 for one in range(rows)}
        reported(past, editor, numbers=numbers)
        with clock.at(past.starts_at - timedelta(days=1)):
            for _ in range(rows):
                contributed(past, editor, twinning.flemish)
        for _ in range(rows):
            photo = photographed(past, editor, written_in="nl")
            translated(photo, editor, "es")
    for one in [twinning, *others]:
        for side in ("flemish", "partner"):
            actions.agree_session(session=past, by=coordinator, seats=[(one.pk, side)])
    about = {"session-list": [], "work": [], "twinning-detail": [twinning.slug]}
    found = {}
    for key in QUERIES:
        who, name = key.split(": ")
        user = {"anonymous": None, "editor": editor, "coordinator": coordinator}[who]
        found[key] = taken(user, url(name, *about.get(name, [past.pk])))
    assert found == QUERIES


def taken(user, where):
    browser = visit(user)
    browser.get(where)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(where).status_code == 200
    return len(queries)
