"""Which mail people get: every mail has a kind, a button stops one kind, the week in one mail."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from partnerships import actions, mailbox, notifications
from partnerships.actions.reminder import remind
from partnerships.models import (
    EXPLAINED,
    MAILS,
    SWITCHABLE,
    MailKind,
    MailPreference,
    ReminderSent,
    unsubscribe_token,
)
from stedenband import clock
from tests.continuity import signed
from tests.factories import learned
from tests.pages import text_of, url, visit
from tests.sessions import planned

MONDAY = datetime(2027, 1, 11, 6, tzinfo=UTC)
HEADERS = {"List-Unsubscribe", "List-Unsubscribe-Post"}


def add_deed(twinning, by, title="Bees"):
    given = {"title": title, "main_target_id": "15.5", "state": "planned", "language": "nl"}
    return actions.add_deed(twinning=twinning, side=twinning.side_of(by), by=by, **given)


# --- Kinds ----------------------------------------------------------------------------------------


def test_every_mail_has_a_kind_and_every_kind_an_explanation():
    names = {path.stem for path in (Path(settings.BASE_DIR) / "templates" / "mail").iterdir()}
    assert (names, set(EXPLAINED)) == (set(MAILS), set(MailKind))


def test_who_switched_a_kind_off_gets_none_of_it(
    twinning, editor, signatory, partner_editor, mailoutbox
):
    mailbox.switch_mail(by=signatory, kind="news", is_off=True)
    add_deed(twinning, partner_editor)
    assert [mail.to for mail in mailoutbox] == [[editor.email]]


@pytest.mark.parametrize("kind", ["asked", "due"])
def test_what_asks_for_a_deed_cannot_be_switched_off(editor, kind):
    with pytest.raises(IntegrityError), transaction.atomic():
        MailPreference.objects.create(user=editor, kind=kind, is_off=True)


def test_the_page_keeps_what_is_ticked(editor):
    data = {"once": "", "kinds": ["news", "digest"]}
    response = visit(editor).post(url("mail-choose"), data, follow=True)
    ticked = re.findall(r'value="(\w+)"[^>]*checked', response.content.decode())
    off = MailPreference.objects.filter(is_off=True).values_list("kind", flat=True)
    assert (set(ticked), set(off)) == (
        {"news", "digest"},
        {kind.value for kind in SWITCHABLE} - {"news", "digest"},
    )


# --- The button in a mail -------------------------------------------------------------------------


def test_mail_that_can_be_stopped_carries_its_button(twinning, editor, partner_editor, mailoutbox):
    add_deed(twinning, partner_editor)
    [mail] = mailoutbox
    where = mail.extra_headers["List-Unsubscribe"]
    path = where.removeprefix(f"<{settings.SITE_URL}").removesuffix(">")
    body = {"List-Unsubscribe": "One-Click"}
    answered = visit(None, enforce_csrf_checks=True).post(path, body).status_code
    add_deed(twinning, partner_editor, "More bees")
    said = mail.extra_headers["List-Unsubscribe-Post"]
    expected = ("List-Unsubscribe=One-Click", True, 200, 1)
    assert (said, path.startswith("/nl/u/"), answered, len(mailoutbox)) == expected


def test_mail_that_asks_for_a_deed_carries_none(report, mailoutbox, editor):
    actions.add_comment(milestone=report.milestone, by=report.updated_by, language="es", text="x")
    found = {frozenset(mail.extra_headers) for mail in mailoutbox}
    assert found <= {frozenset(), frozenset(HEADERS)}


def test_looking_changes_nothing_and_stopping_can_be_taken_back(editor):
    where = url("mail-unsubscribe", unsubscribe_token(editor, "news"))
    browser, off = visit(None), MailPreference.objects.off("news")
    states = []
    for data in (None, {}, {"again": "yes"}):
        response = browser.get(where) if data is None else browser.post(where, data)
        states.append((response.status_code, off.exists()))
    assert states == [(200, False), (200, True), (200, False)]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("token", ["x", "1-news.x", "1-due", "a.b.c", "é"])
def test_a_token_that_is_none_gets_a_clear_page(editor, token, method):
    response = getattr(visit(None), method)(f"/en/u/{token}/")
    clear = "This address does not stop any mail" in text_of(response)
    assert (response.status_code, clear, MailPreference.objects.count()) == (404, True, 0)


def test_a_token_of_a_kind_that_stays_on_is_none(editor):
    where = url("mail-unsubscribe", unsubscribe_token(editor, "due"))
    assert visit(None).post(where).status_code == 404


# --- The week -------------------------------------------------------------------------------------


def week(moment):
    with clock.at(moment):
        return remind()[1]


@pytest.fixture
def news(twinning, editor, partner_editor, reader):
    """On the Wednesday before, San Jerónimo entered ten deeds."""
    type(editor).objects.update(joined_at=MONDAY - timedelta(days=60))
    with clock.at(MONDAY - timedelta(days=5)):
        for number in range(10):
            add_deed(twinning, partner_editor, f"Deed {number}")


def test_the_week_comes_on_monday_to_who_did_not_do_it_themselves(
    news, editor, reader, stranger, nobody, mailoutbox
):
    mailoutbox.clear()
    sent = [week(MONDAY), week(MONDAY + timedelta(hours=9)), week(MONDAY + timedelta(days=2))]
    told = sorted(mail.to[0] for mail in mailoutbox)
    assert (sent, told) == ([2, 0, 0], sorted([editor.email, reader.email]))


def test_the_week_shows_the_newest_and_how_much_more(news, editor, mailoutbox):
    mailoutbox.clear()
    week(MONDAY)
    mail = next(mail for mail in mailoutbox if mail.to == [editor.email])
    shown = [int(number) for number in re.findall(r"Deed (\d)", mail.body)]
    assert (shown, "nog 2" in mail.body or "2 more" in mail.body, set(mail.extra_headers)) == (
        [9, 8, 7, 6, 5, 4, 3, 2],
        True,
        HEADERS,
    )


def test_a_missed_monday_is_made_good_later_in_the_week(news, editor):
    assert [week(MONDAY + timedelta(days=3)), week(MONDAY + timedelta(days=4))] == [2, 0]


def test_nothing_to_tell_is_no_mail_and_is_not_looked_for_again(editor, twinning):
    type(editor).objects.update(joined_at=MONDAY - timedelta(days=60))
    marks = ReminderSent.objects.filter(kind="digest")
    assert (week(MONDAY), marks.count(), week(MONDAY)) == (0, 1, 0)


def test_monday_begins_by_the_clock_of_the_reader(news, editor, reader):
    type(editor).objects.filter(pk=reader.pk).update(is_active=False)
    type(editor).objects.filter(pk=editor.pk).update(time_zone="America/Lima")
    early = MONDAY.replace(hour=4)  # in Lima still Sunday: of the week that began on the fourth
    week(early)
    about = ReminderSent.objects.filter(kind="digest", user=editor).values_list("about", flat=True)
    before = list(about)
    week(MONDAY)
    assert (before, sorted(about.all())) == (["week:2027-W01"], ["week:2027-W01", "week:2027-W02"])


def test_where_it_is_monday_already_nobody_waits_for_where_it_is_sunday(news, editor, reader):
    type(editor).objects.filter(pk=reader.pk).update(time_zone="America/Lima")
    early = MONDAY.replace(hour=4)
    week(early - timedelta(days=7))
    week(early - timedelta(days=6))
    assert [week(early), week(early + timedelta(days=1))] == [1, 1]


def test_a_new_account_hears_nothing_of_the_time_before(news, editor, reader):
    type(editor).objects.update(joined_at=MONDAY + timedelta(hours=1))
    assert week(MONDAY + timedelta(hours=5)) == 0


def test_who_switched_the_week_off_gets_none(news, editor, reader):
    mailbox.switch_mail(by=editor, kind="digest", is_off=True)
    assert week(MONDAY) == 1


def test_the_week_names_the_sessions_to_come(twinning, editor, partner_editor, mailoutbox):
    type(editor).objects.update(joined_at=MONDAY - timedelta(days=60))
    session = planned(twinning, partner_editor)
    starts = MONDAY + timedelta(days=3)
    type(session).objects.update(starts_at=starts, ends_at=starts + timedelta(hours=1))
    mailoutbox.clear()
    week(MONDAY)
    assert {"On compost" in mail.body for mail in mailoutbox} == {True}


def test_what_a_side_keeps_to_itself_is_not_told_across(
    twinning, editor, partner_editor, mailoutbox
):
    type(editor).objects.update(joined_at=MONDAY - timedelta(days=60))
    with clock.at(MONDAY - timedelta(days=5)):
        learned(twinning, partner_editor, title="Among ourselves", visibility="side")
    mailoutbox.clear()
    week(MONDAY)
    assert [mail for mail in mailoutbox if "Among ourselves" in mail.body] == []


def test_one_line_of_text_breaks_no_header(twinning, editor):
    letter = notifications.write(editor, "deed_added", deed=add_deed(twinning, editor, "a b"))
    assert "\n" not in letter.subject


def test_a_session_of_two_twinnings_stands_under_the_readers_own(
    twinning, other_twinning, editor, stranger, mailoutbox
):
    type(editor).objects.update(joined_at=MONDAY - timedelta(days=60))
    with clock.at(MONDAY - timedelta(days=10)):
        session = planned(twinning, editor, days=40, together=[other_twinning])
    with clock.at(MONDAY - timedelta(days=5)):
        given = {"organisation": other_twinning.flemish, "language": "nl", "text": "Zakken."}
        actions.contribute_session(session=session, by=stranger, **given)
    mailoutbox.clear()
    week(MONDAY)
    [mail] = [mail for mail in mailoutbox if mail.to == [editor.email]]
    found = [f"/twinnings/{one.slug}/history/" in mail.body for one in (twinning, other_twinning)]
    assert found == [True, False]


def test_an_agreement_that_ends_is_not_due(twinning, editor, partner_editor, mailoutbox):
    type(editor).objects.update(joined_at=MONDAY - timedelta(days=60), language="en")
    ends = MONDAY.date() + timedelta(days=9)
    signed(twinning, partner_editor, ends - timedelta(days=900), ends)
    with clock.at(MONDAY - timedelta(days=5)):
        add_deed(twinning, partner_editor)
    mailoutbox.clear()
    week(MONDAY)
    [mail] = [one for one in mailoutbox if one.to == [editor.email] and "Bees" in one.body]
    assert ("ends on Jan. 20, 2027" in mail.body, "due by" in mail.body) == (True, False)
