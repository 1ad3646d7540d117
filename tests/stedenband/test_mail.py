"""Mail: queued with its cause, sent once, and a mail server that fails stops nothing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from inspect import signature
from threading import Barrier

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import call_command
from django.db import connection, transaction

from partnerships.models import ProgressReport
from stedenband import clock
from stedenband.mail import send_waiting
from stedenband.models import MAX_TRIES, RETRY_AFTER, OutgoingMail
from tests.factories import submitted

LATER = RETRY_AFTER + timedelta(seconds=1)


class Down(BaseEmailBackend):
    """A mail server that cannot be reached."""

    def send_messages(self, email_messages):
        raise ConnectionRefusedError("nobody answers")


class Picky(BaseEmailBackend):
    """A mail server that refuses one address and takes the others."""

    def send_messages(self, email_messages):
        if email_messages[0].to == ["bad@example.org"]:
            raise ValueError("550 no such user")
        mail.outbox.extend(email_messages)
        return len(email_messages)


@pytest.fixture(autouse=True)
def queue(settings):
    settings.EMAIL_BACKEND = "stedenband.mail.QueueBackend"
    settings.MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"


def write(*to, subject="Hello", body="Words\n", **given):
    return EmailMessage(subject, body, "from@example.org", to, **given).send()


def waiting():
    return list(OutgoingMail.objects.waiting().order_by("pk").values_list("to", flat=True))


def test_each_recipient_has_a_row(db):
    count = write("a@example.org", "b@example.org", cc=["c@example.org"], bcc=["d@example.org"])
    found = sorted(waiting())
    assert (count, found) == (4, [f"{letter}@example.org" for letter in "abcd"])


def test_nothing_is_sent_until_the_queue_is(db, mailoutbox):
    write("a@example.org")
    assert (mailoutbox, len(waiting())) == ([], 1)


def test_what_was_sent_is_what_was_written(db, mailoutbox):
    write("a@example.org", subject="¿Señal?", body="Dos líneas.\n", headers={"X-Kind": "reminder"})
    counts = send_waiting()
    (sent,) = mailoutbox
    found = (sent.to, sent.subject, sent.body, sent.from_email, sent.extra_headers)
    wanted = (
        ["a@example.org"],
        "¿Señal?",
        "Dos líneas.\n",
        "from@example.org",
        {"X-Kind": "reminder"},
    )
    assert (counts, found) == ((1, 0), wanted)


def test_sending_twice_sends_nothing_twice(db, mailoutbox):
    write("a@example.org", "b@example.org")
    assert [send_waiting(), send_waiting(), len(mailoutbox)] == [(2, 0), (0, 0), 2]


@pytest.mark.parametrize("subject", ["Two\nBcc: x@example.org", "Two\r\nlines", "x" * 400])
def test_a_subject_is_one_line_that_fits(db, mailoutbox, subject):
    write("a@example.org", subject=subject)
    counts = send_waiting()
    found = mailoutbox[0].subject
    assert (counts, "\n" in found, "\r" in found, len(found) <= 250) == ((1, 0), False, False, True)


# --- A mail server that fails ---------------------------------------------------------------------


def test_a_mail_that_fails_does_not_stop_the_others(db, settings, mailoutbox):
    settings.MAIL_TRANSPORT = "tests.stedenband.test_mail.Picky"
    write("a@example.org", "bad@example.org", "c@example.org")
    counts = send_waiting()
    sent = [one.to[0] for one in mailoutbox]
    assert (counts, sent) == ((2, 1), ["a@example.org", "c@example.org"])


def test_why_it_failed_is_kept_beside_it(db, settings):
    settings.MAIL_TRANSPORT = "tests.stedenband.test_mail.Down"
    write("a@example.org")
    send_waiting()
    row = OutgoingMail.objects.get()
    assert (row.error, row.sent_at, row.tries) == ("nobody answers", None, 1)


def test_a_mail_that_failed_waits_before_it_is_tried_again(db, settings, mailoutbox):
    settings.MAIL_TRANSPORT = "tests.stedenband.test_mail.Down"
    write("a@example.org")
    first = send_waiting()
    settings.MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
    at_once = send_waiting()
    with clock.at(clock.now() + LATER):
        later = send_waiting()
    assert [first, at_once, later, len(mailoutbox)] == [(0, 1), (0, 0), (1, 0), 1]


def test_a_mail_that_was_sent_at_last_has_no_error(db, settings):
    settings.MAIL_TRANSPORT = "tests.stedenband.test_mail.Down"
    write("a@example.org")
    send_waiting()
    settings.MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
    with clock.at(clock.now() + LATER):
        send_waiting()
    row = OutgoingMail.objects.get()
    assert (row.error, row.sent_at is None) == ("", False)


def test_trying_ends_some_day(db, settings):
    settings.MAIL_TRANSPORT = "tests.stedenband.test_mail.Down"
    write("a@example.org")
    now = clock.now()
    counts = []
    for number in range(MAX_TRIES + 2):
        with clock.at(now + number * LATER):
            counts.append(send_waiting())
    assert counts == [(0, 1)] * MAX_TRIES + [(0, 0)] * 2


def test_a_save_does_not_notice_a_mail_server_that_is_down(
    settings, milestone, partner_editor, coordinator
):
    settings.MAIL_TRANSPORT = "tests.stedenband.test_mail.Down"
    report = submitted(milestone, partner_editor)
    found = (ProgressReport.objects.get(), waiting(), send_waiting())
    assert found == (report, [coordinator.email], (0, 1))


def test_a_deed_that_is_undone_leaves_no_mail(db):
    with transaction.atomic():
        write("a@example.org")
        transaction.set_rollback(True)
    assert waiting() == []


# --- Two processes --------------------------------------------------------------------------------


def test_what_one_process_took_another_does_not_take(db):
    write("a@example.org", "b@example.org")
    first, second = OutgoingMail.objects.lease(10), OutgoingMail.objects.lease(10)
    assert (len(first), second) == (2, [])


def test_the_mail_of_a_process_that_died_comes_back(db):
    write("a@example.org")
    OutgoingMail.objects.lease(10)
    with clock.at(clock.now() + LATER):
        assert len(OutgoingMail.objects.lease(10)) == 1


def test_the_oldest_are_taken_first_and_no_more_than_asked(db):
    write(*[f"{number}@example.org" for number in range(5)])
    taken = [[row.to[0] for row in OutgoingMail.objects.lease(2)] for _ in range(3)]
    assert taken == [["0", "1"], ["2", "3"], ["4"]]


def test_two_processes_at_once_take_each_mail_once(transactional_db):
    write(*[f"{number}@example.org" for number in range(12)])
    start = Barrier(2)

    def take(_process):
        start.wait()
        taken = [row.pk for row in OutgoingMail.objects.lease(12)]
        connection.close()
        return taken

    with ThreadPoolExecutor(2) as processes:
        taken = sorted(pk for part in processes.map(take, range(2)) for pk in part)
    assert taken == list(OutgoingMail.objects.order_by("pk").values_list("pk", flat=True))


def test_a_lease_lasts_until_the_slowest_of_its_mails_is_sent(settings):
    most = signature(send_waiting).parameters["limit"].default
    assert most * timedelta(seconds=settings.EMAIL_TIMEOUT) <= RETRY_AFTER


# --- The command ----------------------------------------------------------------------------------


def test_the_command_sends_and_says_how_many(db, capsys):
    write("a@example.org", "b@example.org")
    call_command("send_mail")
    assert capsys.readouterr().out == "2 sent, 0 failed\n"


def test_the_command_sends_no_more_than_asked(db, capsys):
    write("a@example.org", "b@example.org")
    call_command("send_mail", limit=1)
    assert (capsys.readouterr().out, len(waiting())) == ("1 sent, 0 failed\n", 1)
