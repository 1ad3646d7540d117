"""Calendars: what they hold for whom, read by two libraries, and what changes in them."""

from datetime import UTC, date, datetime, timedelta

import pytest
import vobject
from icalendar import Calendar

from partnerships import actions, mailbox
from partnerships.models import CalendarAddress, Replanning, Session
from partnerships.models.trajectory import add_months
from stedenband import clock
from tests.factories import MilestoneFactory, SourceFactory, documented, reload
from tests.pages import publish, url, visit
from tests.sessions import agreed, planned, promised

LONG = "Ñandú, “kookpot”; één\\twee " + "Nimlaha’kok – çà et là 水 " * 6


def entries(response):
    """The entries of a calendar by their identity."""
    calendar = Calendar.from_ical(response.content)
    return {str(one["uid"]).partition("@")[0]: one for one in calendar.walk("VEVENT")}


def feed(twinning, language="nl", **headers):
    where = url("calendar-twinning", twinning.slug, language=language)
    return visit(None).get(where, headers=headers)


def own(user, language="nl"):
    address = mailbox.renew_calendar(by=user)
    return visit(None).get(url("calendar-own", address.token, language=language))


@pytest.fixture
def open_twinning(twinning, editor, partner_editor):
    publish(twinning, "flemish", editor)
    publish(twinning, "partner", partner_editor)
    return twinning


# --- What stands in it ----------------------------------------------------------------------------


def test_a_milestone_stands_on_its_day(open_twinning, milestone):
    found = entries(feed(open_twinning, "es"))[f"milestone-{milestone.pk}"]
    said = (found.decoded("dtstart"), found.decoded("dtend"), str(found["summary"]))
    after = milestone.due_on + timedelta(days=1)
    assert said == (milestone.due_on, after, "Calle de reciclaje abierta")


@pytest.mark.parametrize(
    ("starts", "hours"),
    [
        (datetime(2027, 3, 27, 20, tzinfo=UTC), ["21:00–22:00", "15:00–16:00"]),
        (datetime(2027, 3, 28, 20, tzinfo=UTC), ["22:00–23:00", "15:00–16:00"]),
        (datetime(2027, 10, 30, 20, tzinfo=UTC), ["22:00–23:00", "15:00–16:00"]),
        (datetime(2027, 10, 31, 20, tzinfo=UTC), ["21:00–22:00", "15:00–16:00"]),
    ],
)
def test_a_session_keeps_its_moment_when_the_clocks_change(twinning, editor, starts, hours):
    session = planned(twinning, editor)
    Session.objects.update(starts_at=starts, ends_at=starts + timedelta(hours=1))
    found = entries(own(editor))[f"session-{session.pk}"]
    said = [one in str(found["description"]) for one in hours]
    assert (found.decoded("dtstart"), said) == (starts, [True, True])


def test_a_session_known_to_the_month_takes_the_whole_month(twinning, editor):
    session = planned(twinning, editor)
    starts = datetime(2024, 2, 10, 12, tzinfo=UTC)
    given = {"starts_at": starts, "ends_at": starts + timedelta(hours=1)}
    Session.objects.update(precision="month", source=SourceFactory(), **given)
    found = entries(own(editor))[f"session-{session.pk}"]
    days = (found.decoded("dtstart"), found.decoded("dtend"), str(found["transp"]))
    assert days == (date(2024, 2, 1), date(2024, 3, 1), "TRANSPARENT")


def test_what_is_cancelled_or_dropped_stays_and_says_so(twinning, milestone, editor, coordinator):
    session = planned(twinning, editor)
    given = {"reason": "Ill", "language": "nl"}
    actions.cancel_session(session=session, by=editor, **given)
    actions.drop_milestone(milestone=milestone, by=coordinator, reason="money")
    found = entries(own(editor))
    names = (f"session-{session.pk}", f"milestone-{milestone.pk}")
    assert [str(found[name]["status"]) for name in names] == ["CANCELLED", "CANCELLED"]


def test_what_moves_keeps_its_identity_and_counts_up(twinning, milestone, editor, coordinator):
    name = f"milestone-{milestone.pk}"
    before = entries(own(editor))[name]
    given = {"month": 18, "reason": Replanning.Reason.MONEY}
    with clock.at(clock.now() + timedelta(hours=1)):
        actions.replan_milestone(milestone=milestone, by=coordinator, **given)
    after = entries(own(editor))[name]
    assert (
        str(after["uid"]) == str(before["uid"]),
        after["sequence"] > before["sequence"],
        after.decoded("last-modified") > before.decoded("last-modified"),
        after.decoded("dtstart"),
    ) == (True, True, True, reload(milestone).due_on)


def test_a_calendar_of_ones_own_holds_promises_and_what_ends(twinning, editor):
    promise = promised(twinning, editor)
    paper = documented(twinning, editor, valid_until=date(2028, 2, 29))
    found = entries(own(editor))
    days = [
        found[name].decoded("dtstart") for name in (f"promise-{promise.pk}", f"document-{paper.pk}")
    ]
    assert days == [promise.due_on, date(2028, 2, 29)]


def test_two_libraries_read_a_long_title_as_it_was_written(open_twinning, trajectory):
    title = LONG[:190].strip()
    MilestoneFactory(trajectory=trajectory, title_nl=title, duty="joint")
    content = feed(open_twinning).content
    [event] = Calendar.from_ical(content).walk("VEVENT")
    [other] = vobject.readOne(content.decode()).vevent_list
    longest = max(len(line) for line in content.split(b"\r\n"))
    assert (str(event["summary"]), other.summary.value, longest <= 75) == (title, title, True)


def test_a_shift_of_the_road_changes_when_its_days_were_told(
    twinning, trajectory, milestone, editor, coordinator
):
    name = f"milestone-{milestone.pk}"
    before = entries(own(editor))[name].decoded("last-modified")
    later = clock.now().replace(microsecond=0) + timedelta(hours=1)
    with clock.at(later):
        first = add_months(trajectory.first_month, 2)
        actions.shift_trajectory(trajectory=trajectory, by=coordinator, first_month=first)
    after = entries(own(editor))[name]
    assert (before < later, after.decoded("last-modified"), after.decoded("dtstamp")) == (
        True,
        later,
        later,
    )


def test_a_calendar_is_no_message(open_twinning, milestone):
    assert "METHOD" not in Calendar.from_ical(feed(open_twinning).content)


# --- For whom -------------------------------------------------------------------------------------


def test_what_is_not_public_is_in_no_public_calendar(twinning, milestone, editor):
    session = planned(twinning, editor)
    promised(twinning, editor)
    documented(twinning, editor, valid_until=date(2028, 2, 29))
    publish(twinning, "flemish", editor)
    found = (
        entries(feed(twinning)),
        entries(visit(editor).get(url("calendar-twinning", twinning.slug))),
    )
    assert (found, session.pk > 0) == (({}, {}), True)


def test_a_session_on_which_all_agreed_is_public(open_twinning, editor, partner_editor):
    session = planned(open_twinning, editor)
    agreed(session, flemish=editor, partner=partner_editor)
    assert list(entries(feed(open_twinning))) == [f"session-{session.pk}"]


def test_the_calendar_of_a_programme_holds_all_its_roads(
    open_twinning, programme, milestone, editor, partner_editor
):
    session = agreed(planned(open_twinning, editor), flemish=editor, partner=partner_editor)
    response = visit(None).get(url("calendar-programme", programme.slug))
    assert set(entries(response)) == {f"milestone-{milestone.pk}", f"session-{session.pk}"}


def test_what_is_not_listed_has_no_calendar(twinning, programme):
    for one in (twinning, programme):
        type(one).objects.update(is_listed=False)
    where = (url("calendar-twinning", twinning.slug), url("calendar-programme", programme.slug))
    assert [visit(None).get(one).status_code for one in where] == [404, 404]


def test_nobody_sees_another_twinning_in_their_own_calendar(milestone, twinning, stranger, editor):
    planned(twinning, editor)
    assert entries(own(stranger)) == {}


def test_the_coordination_sees_its_own_duties_and_all_sessions(
    twinning, milestone, coordination_milestone, editor, coordinator
):
    session = planned(twinning, editor)
    expected = {f"milestone-{coordination_milestone.pk}", f"session-{session.pk}"}
    assert set(entries(own(coordinator))) == expected


# --- How it is handed out -------------------------------------------------------------------------


def test_a_public_calendar_is_asked_again_only_when_it_changed(open_twinning, milestone, editor):
    first = feed(open_twinning)
    again = feed(open_twinning, **{"If-None-Match": first.headers["ETag"]})
    MilestoneFactory(trajectory=milestone.trajectory, duty="joint")
    changed = feed(open_twinning, **{"If-None-Match": first.headers["ETag"]})
    head = {name: first.headers[name] for name in ("Content-Type", "Cache-Control")}
    assert (head, "Last-Modified" in first.headers, again.status_code, changed.status_code) == (
        {"Content-Type": "text/calendar; charset=utf-8", "Cache-Control": "public, max-age=3600"},
        True,
        304,
        200,
    )


def test_a_private_calendar_is_kept_nowhere(editor):
    response = own(editor)
    assert (response.headers["Cache-Control"], response.headers["X-Robots-Tag"]) == (
        "private, no-store",
        "noindex",
    )


def test_a_calendar_says_how_often_it_is_read_again(open_twinning, milestone):
    lines = feed(open_twinning).content.decode().split("\r\n")
    assert {"REFRESH-INTERVAL;VALUE=DURATION:PT12H", "X-PUBLISHED-TTL:PT12H"} <= set(lines)


@pytest.mark.parametrize("token", ["x", "1-1.x", "1-1", "..", "é", "1-1." + "A" * 43])
def test_an_address_that_was_made_up_opens_nothing(editor, token):
    mailbox.renew_calendar(by=editor)
    assert visit(None).get(f"/nl/calendar/{token}.ics").status_code == 404


def test_another_address_closes_the_one_before(editor):
    before = mailbox.renew_calendar(by=editor).token
    after = mailbox.renew_calendar(by=editor).token
    found = [CalendarAddress.of_token(one) is not None for one in (before, after)]
    mailbox.revoke_calendar(by=editor)
    later = mailbox.renew_calendar(by=editor).token
    withdrawn = [CalendarAddress.of_token(one) is not None for one in (after, later)]
    assert (found, withdrawn) == ([False, True], [False, True])


def test_withdrawn_or_of_a_closed_account_it_opens_nothing(editor, partner_editor):
    tokens = [mailbox.renew_calendar(by=user).token for user in (editor, partner_editor)]
    mailbox.revoke_calendar(by=editor)
    type(partner_editor).objects.filter(pk=partner_editor.pk).update(is_active=False)
    assert [CalendarAddress.of_token(one) for one in tokens] == [None, None]


def test_the_page_shows_the_address_again_and_asks_before_it_closes_it(editor):
    browser = visit(editor)
    browser.post(url("calendar-renew"), {"once": ""})
    pages = [browser.get(url("calendar-share")).content.decode() for _ in range(2)]
    token = CalendarAddress.objects.get().token
    browser.get(url("calendar-revoke"))
    kept = CalendarAddress.of_token(token) is not None
    browser.post(url("calendar-revoke"), {"once": ""})
    assert ([token in page for page in pages], kept, CalendarAddress.of_token(token)) == (
        [True, True],
        True,
        None,
    )
