"""Reminders: each once, on its day or as soon as somebody runs them, whatever breaks."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partnerships import actions, agenda, notifications
from partnerships.actions import reminder
from partnerships.actions.reminder import remind
from partnerships.models import (
    Milestone,
    ReminderRun,
    ReminderSent,
    Replanning,
    Role,
    Trajectory,
)
from partnerships.models.trajectory import end_of_month
from stedenband import clock
from stedenband.mail import send_waiting
from stedenband.models import OutgoingMail
from tests.factories import (
    MilestoneFactory,
    TrajectoryFactory,
    TwinningFactory,
    member,
    submitted,
)

# One batch of people, its reminders and its digests, with everything around it.
QUERIES = 33


def at(day, hour=6):
    return clock.at(datetime(day.year, day.month, day.day, hour, tzinfo=UTC))


def run(day, hour=6):
    with at(day, hour):
        return remind()[0]


def sent(kind="report"):
    """What was sent: to whom, on which day, for which date and how many days after it."""
    rows = ReminderSent.objects.filter(kind=kind).order_by("sent_at", "user", "about", "offset")
    return [(row.user.email, row.sent_at.date(), row.due_on, row.offset) for row in rows]


def days_sent(first, last, step=1):
    """Run on each day of a span; answers on which days anything was sent."""
    day, found = first, []
    while day <= last:
        if run(day):
            found.append(day)
        day += timedelta(days=step)
    return found


@pytest.fixture
def road(twinning, programme):
    return TrajectoryFactory(twinning=twinning, programme=programme, first_month=date(2027, 1, 1))


@pytest.fixture
def due(road):
    """A milestone of the Flemish side, due on 28 February 2027."""
    return MilestoneFactory(trajectory=road, month=2, duty="flemish")


# --- When -----------------------------------------------------------------------------------------


def test_a_milestone_is_reminded_of_before_on_and_after_its_day(due, editor):
    found = days_sent(date(2027, 1, 1), date(2027, 10, 30))
    days = [-30, -7, 0, 7, 30, 60, 90, 120, 150, 180]
    assert found == [due.due_on + timedelta(days=n) for n in days]


@pytest.mark.parametrize("first_month", [date(2028, 1, 1), date(2027, 12, 1), date(2028, 2, 1)])
def test_at_every_end_of_a_month_also_on_29_february(twinning, programme, editor, first_month):
    trajectory = TrajectoryFactory(twinning=twinning, programme=programme, first_month=first_month)
    for month in (1, 2, 3):
        MilestoneFactory(trajectory=trajectory, month=month, duty="flemish")
    days_sent(date(2027, 11, 1), date(2028, 5, 10))
    found = {(due_on, offset): day for _who, day, due_on, offset in sent()}
    ends = [trajectory.due_on(month) for month in (1, 2, 3)]
    expected = {
        (end, n): end + timedelta(days=n)
        for end in ends
        for n in agenda.BEFORE + agenda.LATE
        if end + timedelta(days=n) <= date(2028, 5, 10)
    }
    assert (found, len(sent())) == (expected, len(expected))


@pytest.mark.parametrize(
    ("end", "hour"), [(date(2027, 3, 28), 0), (date(2027, 3, 28), 1), (date(2027, 10, 31), 0)]
)
def test_the_nights_on_which_the_clocks_change_lose_and_repeat_nothing(road, editor, end, hour):
    due = MilestoneFactory(trajectory=road, month=5, duty="flemish")
    Milestone.objects.filter(pk=due.pk).update(due_on=end)
    days = [run(end + timedelta(days=n), hour) for n in (-1, 0, 1)]
    assert (days, [row[3] for row in sent()]) == ([0, 1, 0], [0])


def test_running_twice_a_day_sends_nothing_twice(due, editor):
    assert [run(due.due_on), run(due.due_on, 18), len(sent())] == [1, 0, 1]


def test_what_was_missed_comes_once_with_the_latest_day_alone(due, editor):
    run(due.due_on - timedelta(days=8))
    assert (run(due.due_on + timedelta(days=3)), [row[3] for row in sent()]) == (1, [0])


def test_after_a_long_silence_nothing_older_than_a_month_comes_back(due, editor):
    run(due.due_on - timedelta(days=40))
    assert (run(due.due_on + timedelta(days=110)), [row[3] for row in sent()]) == (1, [90])


def test_the_first_run_ever_tells_today_alone(due, editor):
    assert [run(due.due_on + timedelta(days=8)), sent()] == [0, []]


def test_a_milestone_that_moves_is_reminded_of_anew(due, editor, coordinator):
    before = date(2027, 2, 1)
    days_sent(date(2027, 1, 20), before)
    with at(before, 9):
        given = {"month": 3, "reason": Replanning.Reason.WEATHER}
        actions.replan_milestone(milestone=due, by=coordinator, **given)
    days_sent(before + timedelta(days=1), date(2027, 3, 31))
    found = [(due_on, offset) for _who, _day, due_on, offset in sent()]
    moved = date(2027, 3, 31)
    assert found == [(date(2027, 2, 28), -30), (moved, -30), (moved, -7), (moved, 0)]


# --- To whom --------------------------------------------------------------------------------------


def asked(day):
    run(day)
    return sorted(row[0] for row in sent())


def test_editors_and_signatories_of_its_side_are_asked_and_nobody_else(
    due, editor, signatory, reader, partner_editor, coordinator, stranger, former, nobody
):
    assert asked(due.due_on) == sorted([editor.email, signatory.email])


def test_of_what_both_report_only_the_side_that_did_not(road, editor, partner_editor, coordinator):
    joint = MilestoneFactory(trajectory=road, month=2, duty="joint")
    with at(joint.due_on - timedelta(days=9)):
        submitted(joint, editor, reporter="flemish", language="nl")
    assert asked(joint.due_on) == [partner_editor.email]


def test_coordinators_are_asked_for_what_the_coordination_reports(
    road, editor, coordinator, facilitator
):
    ours = MilestoneFactory(trajectory=road, month=2, duty="coordination")
    assert asked(ours.due_on) == [coordinator.email]


def test_nobody_is_reminded_in_a_closed_trajectory(due, editor):
    Trajectory.objects.update(state="closed")
    assert asked(due.due_on) == []


def test_what_was_handed_in_or_dropped_is_not_reminded_of(road, editor, coordinator):
    sent_in, dropped = (MilestoneFactory(trajectory=road, month=2, duty="flemish") for _ in "ab")
    with at(date(2027, 1, 5)):
        submitted(sent_in, editor, language="nl")
        actions.drop_milestone(milestone=dropped, by=coordinator, reason="money")
    assert asked(dropped.due_on) == []


def test_a_key_is_asked_for_after_one_and_two_weeks_of_who_turns_it(
    due, editor, partner_editor, partner_signatory, reader
):
    day = date(2027, 2, 1)
    with at(day, 20):
        submitted(due, editor, language="nl")
    days = days_sent(day, day + timedelta(days=60))
    weeks = [day + timedelta(days=n) for n in (7, 14)]
    assert (days, {row[0] for row in sent("key")}) == (weeks, {partner_signatory.email})


def test_without_a_signatory_the_editor_turns_the_key(due, editor, partner_editor):
    day = date(2027, 2, 1)
    with at(day):
        report = submitted(due, editor, language="nl")
    run(day + timedelta(days=7))
    asked = {row[0] for row in sent("key")}
    assert asked == {user.email for user in notifications.key_holders(report)}


def test_late_at_night_counts_by_the_clock_of_the_portal(due, editor, partner_editor):
    with clock.at(datetime(2027, 2, 1, 23, 30, tzinfo=UTC)):  # 0.30 on the second in Brussels
        submitted(due, editor, language="nl")
    assert [run(date(2027, 2, 8)), run(date(2027, 2, 9))] == [0, 1]


def test_a_promise_is_reminded_of_to_the_side_that_made_it(
    twinning, editor, partner_editor, coordinator
):
    promised(twinning, coordinator, "partner")
    days = days_sent(date(2027, 4, 1), date(2027, 8, 1))
    expected = [date(2027, 6, 1) + timedelta(days=n) for n in (-30, -7, 0, 7, 30, 60)]
    assert (days, {row[0] for row in sent("promise")}) == (expected, {partner_editor.email})


def promised(twinning, by, side):
    words = {"side": side, "what": "We send the compost manual.", "language": "nl"}
    with at(date(2027, 3, 1)):
        given = {"due_on": date(2027, 6, 1), **words}
        return actions.make_promise(twinning=twinning, by=by, **given)


# --- One mail -------------------------------------------------------------------------------------


def test_one_mail_groups_what_concerns_somebody_in_their_language(
    road, partner_editor, coordinator, mailoutbox
):
    late = MilestoneFactory(trajectory=road, month=1, title_es="Calle", due_on=date(2027, 1, 29))
    today = MilestoneFactory(trajectory=road, month=2, title_es="Feria")
    promise = promised(road.twinning, coordinator, "partner")
    type(promise).objects.update(due_on=date(2027, 3, 30))
    run(date(2027, 2, 1))
    mailoutbox.clear()
    run(date(2027, 2, 28))
    [mail] = mailoutbox
    order = [mail.body.index(word) for word in ("Calle", "Feria", "compost")]
    links = [f"/es/milestones/{one.pk}/" in mail.body for one in (late, today)]
    assert (mail.to, order == sorted(order), links) == ([partner_editor.email], True, [True] * 2)


def test_a_very_long_mail_says_how_much_more_there_is(road, partner_editor, mailoutbox):
    MilestoneFactory.create_batch(notifications.LINES + 3, trajectory=road, month=2)
    run(date(2027, 2, 28))
    [mail] = mailoutbox
    assert (mail.body.count("/milestones/"), len(sent())) == (notifications.LINES, 33)


def test_a_reminder_asks_for_a_deed_and_cannot_be_switched_off(due, editor, mailoutbox):
    run(due.due_on)
    assert [mail.extra_headers for mail in mailoutbox] == [{}]


# --- Whatever breaks ------------------------------------------------------------------------------


@pytest.fixture
def queue(settings):
    settings.EMAIL_BACKEND = "stedenband.mail.QueueBackend"
    return OutgoingMail.objects.order_by("pk")


def everyone(road, number):
    """So many editors of one side, each due the same."""
    return [member(road.twinning.flemish, Role.EDITOR) for _ in range(number)]


def test_a_crash_in_the_middle_loses_nothing_and_repeats_nothing(due, road, queue, monkeypatch):
    people = everyone(road, 7)
    run(due.due_on - timedelta(days=3))
    monkeypatch.setattr(reminder, "BATCH", 2)
    write, calls = notifications.reminder, []

    def breaks(user, *rest):
        calls.append(user)
        if len(calls) == 4:
            raise RuntimeError("the power went")
        return write(user, *rest)

    monkeypatch.setattr(notifications, "reminder", breaks)
    with pytest.raises(RuntimeError):
        run(due.due_on)
    halfway = list(queue.values_list("to", flat=True))
    monkeypatch.setattr(notifications, "reminder", write)
    run(due.due_on + timedelta(days=1))
    told = sorted(queue.values_list("to", flat=True))
    expected = sorted(user.email for user in people)
    assert (halfway, told, len(sent())) == ([one.email for one in people[:2]], expected, 7)


def test_a_mail_and_its_row_stand_or_fall_together(due, editor, queue, monkeypatch):
    def breaks(letters):
        raise RuntimeError("no queue")

    monkeypatch.setattr(notifications, "post", breaks)
    with pytest.raises(RuntimeError):
        run(due.due_on)
    assert (sent(), queue.count(), ReminderRun.objects.count()) == ([], 0, 0)


class BouncesOne(BaseEmailBackend):
    def send_messages(self, messages):
        for message in messages:
            if message.to == ["bounces@gemeente.example"]:
                raise OSError("550 no such mailbox")
        return len(messages)


def test_an_address_that_fails_stops_nobody_else(due, road, queue, settings):
    settings.MAIL_TRANSPORT = f"{__name__}.BouncesOne"
    bad = member(road.twinning.flemish, Role.EDITOR, email="bounces@gemeente.example")
    good = everyone(road, 2)
    run(due.due_on)
    with at(due.due_on, 7):
        answered = send_waiting()
        kept = dict(queue.values_list("to", "error"))
    expected = {bad.email: "550 no such mailbox"} | {user.email: "" for user in good}
    assert (answered, kept) == ((2, 1), expected)


def test_rows_older_than_a_year_are_cleared_away(due, editor):
    run(due.due_on)
    run(due.due_on + timedelta(days=500))
    assert sent() == []


def test_the_command_says_what_it_did(due, editor, capsys):
    with at(due.due_on):
        call_command("remind")
    assert capsys.readouterr().out == "1 reminders, 0 digests\n"


# --- Forty months, day by day ---------------------------------------------------------------------


def test_over_forty_months_each_reminder_comes_exactly_once(
    twinning, programme, editor, partner_editor, coordinator, monkeypatch
):
    first = date(2026, 11, 1)
    road = TrajectoryFactory(twinning=twinning, programme=programme, first_month=first)
    duties = {5: "flemish", 16: "partner", 17: "joint", 30: "coordination"}  # 16: February 2028
    due = {
        month: MilestoneFactory(trajectory=road, month=month, duty=duty)
        for month, duty in duties.items()
    }
    monkeypatch.setattr(reminder, "KEPT", timedelta(days=4_000))
    days_sent(first - timedelta(days=1), end_of_month(date(2030, 2, 1)))
    offsets = agenda.BEFORE + agenda.LATE
    who = {"flemish": [editor], "partner": [partner_editor], "coordination": [coordinator]}
    who["joint"] = [editor, partner_editor]
    expected = [
        (user.email, due[month].due_on + timedelta(days=n), due[month].due_on, n)
        for month, duty in duties.items()
        for user in who[duty]
        for n in offsets
    ]
    assert sorted(sent()) == sorted(expected)


# --- How much it asks of the database -------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 3])
def test_a_batch_asks_the_same_however_many_it_is_about(number, coordinator):
    for _ in range(number):
        twinning = TwinningFactory()
        road = TrajectoryFactory(twinning=twinning, first_month=date(2027, 1, 1))
        member(twinning.flemish, Role.EDITOR)
        MilestoneFactory(trajectory=road, month=2, duty="flemish")
    with at(date(2027, 2, 28)), CaptureQueriesContext(connection) as asked:
        remind()
    assert len(asked) == QUERIES
