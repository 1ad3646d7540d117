"""What ends is said in time: by mail once at six and at three months, in calendars, on one file."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from partnerships import actions, mailbox
from partnerships.actions.reminder import remind
from partnerships.continuity import ends_to_remind_of
from partnerships.models import ReminderSent
from stedenband import clock
from tests.continuity import covered, funded, post_of, signed
from tests.factories import member
from tests.pages import text_of, url, visit
from tests.sessions import promised

ENDS = [date(2027, 2, 28), date(2027, 8, 31), date(2027, 12, 31), date(2028, 2, 29)]


def morning(day):
    return clock.at(datetime(day.year, day.month, day.day, 7, tzinfo=ZoneInfo("Europe/Brussels")))


def months_before(day, months):
    """The day on which it is so many months before an end."""
    near = (day - timedelta(days=31 * months + 3 - one) for one in range(8))
    return next(one for one in near if day in ends_to_remind_of(one, [months]))


@pytest.fixture
def agreement(twinning, editor):
    def entered(ends):
        return signed(twinning, editor, ends - timedelta(days=900), ends)

    return entered


@pytest.mark.parametrize("ends", ENDS)
@pytest.mark.parametrize("months", [6, 3])
def test_a_clock_moved_to_months_before_sends_one_mail_to_each_concerned(
    agreement, editor, partner_editor, coordinator, reader, mailoutbox, ends, months
):
    day = months_before(ends, months)
    with morning(day - timedelta(days=40)):
        agreement(ends)
    mailoutbox.clear()
    for hour in (0, 3):
        with clock.at(datetime(day.year, day.month, day.day, 7 + hour, tzinfo=ZoneInfo("UTC"))):
            remind()
    told = sorted(mail.to[0] for mail in mailoutbox if "/agreements/" in mail.body)
    assert told == sorted([editor.email, partner_editor.email, coordinator.email])


def test_each_reads_it_in_their_own_language(agreement, editor, partner_editor, mailoutbox):
    ends = date(2027, 12, 31)
    agreement(ends)
    mailoutbox.clear()
    with morning(months_before(ends, 6)):
        remind()
    said = {mail.to[0]: mail.body for mail in mailoutbox}
    words = {"nl": "loopt af", "es": "vence", "fr": "expire", "en": "ends on"}
    found = [words[user.language] in said[user.email] for user in (editor, partner_editor)]
    assert found == [True, True]


def test_day_by_day_it_is_said_twice_and_no_more(agreement, editor):
    ends = date(2027, 12, 31)
    agreement(ends)
    for number in range(260):
        with morning(ends - timedelta(days=250 - number)):
            remind()
    rows = ReminderSent.objects.filter(user=editor, kind="agreement")
    assert [row.offset for row in rows.order_by("sent_at")] == [-184, -92]


def test_what_is_followed_by_another_needs_no_reminder(twinning, agreement, editor):
    ends = date(2027, 12, 31)
    agreement(ends)
    signed(twinning, editor, ends + timedelta(days=1), ends + timedelta(days=800))
    with morning(months_before(ends, 3)):
        remind()
    assert not ReminderSent.objects.filter(kind="agreement").exists()


def test_nobody_is_reminded_in_a_twinning_that_ended(twinning, agreement, editor, coordinator):
    ends = date(2027, 12, 31)
    agreement(ends)
    actions.change_state(
        twinning=twinning, by=coordinator, state="ended", reason="Samen besloten.", language="nl"
    )
    with morning(months_before(ends, 3)):
        remind()
    assert not ReminderSent.objects.filter(kind="agreement").exists()


def test_a_members_calendar_holds_its_end_and_that_of_the_money(
    twinning, agreement, editor, partner_editor
):
    agreement(date(2027, 12, 31))
    funded(twinning, partner_editor, ends_on=date(2028, 6, 30))
    path = url("calendar-own", mailbox.renew_calendar(by=editor).token)
    events = Calendar.from_ical(visit(None).get(path).content).walk("VEVENT")
    days = {str(one["uid"]).split("-")[0]: one.decoded("dtstart") for one in events}
    assert (days["agreement"], days["funding"]) == (date(2027, 12, 31), date(2028, 6, 30))


def test_a_public_calendar_holds_only_what_is_documented(twinning, agreement, editor):
    agreement(date(2027, 12, 31))
    content = visit(None).get(url("calendar-twinning", twinning.slug)).content.decode()
    assert "agreement-" not in content


def test_the_handover_file_says_what_pays_who_holds_and_what_lapsed(
    twinning, agreement, editor, partner_editor
):
    agreement(date(2021, 12, 31))
    promise = promised(twinning, editor, what="Twee stagiairs.")
    funding = funded(twinning, editor, name="Begroting 2027", side="flemish")
    covered(funding, editor, promise)
    post_of(twinning, title="Coördinatie ginder", needed_until=date(2090, 1, 1))
    said = text_of(visit(editor).get(url("handover-detail", twinning.slug) + "?language=nl"))
    told = [
        "Begroting 2027 (0150-01), tot",
        "Coördinatie ginder",
        "1 januari 2022",
        "Twee stagiairs.",
    ]
    assert [one for one in told if one not in said] == []


def test_somebody_who_came_today_is_told_of_what_ends_soon(agreement, twinning, mailoutbox):
    ends = date(2027, 12, 31)
    newcomer = member(twinning.flemish, "editor")
    signed(twinning, newcomer, ends - timedelta(days=900), ends)
    mailoutbox.clear()
    with morning(ends - timedelta(days=50)):
        remind()
    assert [mail.to for mail in mailoutbox if "/agreements/" in mail.body]
