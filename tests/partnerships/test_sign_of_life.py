"""Signs of life, silence at two levels, and the state of a twinning through time."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from partnerships import actions
from partnerships.models import Page, SignOfLife, Twinning, TwinningState, state_on
from stedenband import clock
from stedenband.models import OutgoingMail
from stedenband.versions import StaleVersion
from tests.factories import TwinningFactory, reload
from tests.mandates import alive, stated
from tests.pages import url, visit, words_of


def on(year, month, day):
    return clock.at(datetime(year, month, day, 12, tzinfo=ZoneInfo("Europe/Brussels")))


def silence(twinning, side, days):
    moment = None if days is None else clock.now() - timedelta(days=days)
    pages = Page.objects.filter(twinning=twinning, side=side)
    pages.update(last_contribution_at=moment)
    return pages.get()


# --- Two fields in a month ------------------------------------------------------------------------


def test_the_second_in_a_month_changes_the_first(twinning, editor):
    with on(2028, 2, 1):
        alive(twinning, editor)
    with on(2028, 2, 29):
        alive(twinning, editor, what_happened="It closed again.")
    found = SignOfLife.objects.values_list("month", "what_happened", "version")
    assert list(found) == [(date(2028, 2, 1), "It closed again.", 2)]


def test_the_next_month_has_its_own(twinning, editor):
    with on(2026, 12, 31):
        alive(twinning, editor)
    with on(2027, 1, 1):
        alive(twinning, editor)
    found = SignOfLife.objects.order_by("month").values_list("month", flat=True)
    assert list(found) == [date(2026, 12, 1), date(2027, 1, 1)]


def test_each_side_gives_its_own(twinning, editor, partner_editor):
    for user in (editor, partner_editor):
        alive(twinning, user)
    found = sorted(SignOfLife.objects.values_list("side", flat=True))
    assert found == ["flemish", "partner"]


def test_a_second_writer_who_saw_none_overwrites_nothing(twinning, editor, signatory):
    alive(twinning, editor, version=0)
    with pytest.raises(StaleVersion):
        alive(twinning, signatory, version=0)


def test_last_month_s_put_right_is_not_this_month_s(twinning, editor):
    with on(2026, 11, 30):
        seen = alive(twinning, editor).version
    browser, where = visit(editor), url("sign-of-life", twinning.slug)
    given = {"what_happened": "It closed again.", "language": "nl", "version": str(seen)}
    with on(2026, 12, 1):
        page = browser.post(where, given)
        assert page.context["form"].non_field_errors()[0].startswith("A new month has begun")
        assert ("It closed again." in words_of(page), SignOfLife.objects.count()) == (True, 1)
        again = {"version": page.context["form"]["version"].value()}
        assert browser.post(where, given | again).status_code == 302


def test_last_month_s_put_right_does_not_replace_this_month_s(twinning, editor, signatory):
    with on(2026, 11, 30):
        seen = alive(twinning, editor).version
    with on(2026, 12, 1):
        alive(twinning, signatory, version=0)
        with pytest.raises(StaleVersion):
            alive(twinning, editor, version=seen)


def test_it_counts_as_a_contribution(twinning, editor):
    page = silence(twinning, "flemish", 200)
    alive(twinning, editor)
    assert (page.silent_level, reload(page).silent_level) == (90, 0)


def test_it_is_read_inside_the_twinning(twinning, editor, partner_editor, stranger, coordinator):
    alive(twinning, editor)
    found = [
        SignOfLife.objects.visible_to(user).count()
        for user in (None, stranger, partner_editor, coordinator)
    ]
    assert found == [0, 0, 1, 1]
    page = visit(partner_editor).get(url("sign-of-life", twinning.slug))
    assert "The market opened." in words_of(page)


# --- Silence --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "level"), [(0, 0), (59, 0), (60, 60), (89, 60), (90, 90), (400, 90), (None, 90)]
)
def test_silence_has_two_levels(twinning, days, level):
    assert silence(twinning, "partner", days).silent_level == level


def test_last_contributions_of_many_twinnings_in_one_query(twinning, django_assert_num_queries):
    moment = silence(twinning, "partner", 70).last_contribution_at
    twinnings = [twinning, *(TwinningFactory() for _ in range(3))]
    with django_assert_num_queries(1):
        found = Page.objects.last_contributions(twinnings)
    expected = {(one.pk, side): None for one in twinnings for side in ("flemish", "partner")}
    assert found == expected | {(twinning.pk, "partner"): moment}


@pytest.mark.parametrize(("days", "offered"), [(59, False), (60, True)])
def test_a_silent_side_is_offered_the_form(twinning, editor, reader, days, offered):
    silence(twinning, "flemish", days)
    found = ["Give a sign of life" in words_of(visit(u).get(url("work"))) for u in (editor, reader)]
    assert found == [offered, False]


def test_the_overview_says_how_long(trajectory, coordinator):
    silence(trajectory.twinning, "flemish", 61)
    silence(trajectory.twinning, "partner", 91)
    page = visit(coordinator).get(url("work"))
    assert [one.silent_level for one in page.context["silent"]] == [90, 60]
    assert all(f"{days} days or more" in words_of(page) for days in (60, 90))


def test_a_dormant_twinning_is_not_called_silent(trajectory, editor):
    stated(trajectory.twinning, editor)
    assert not Page.objects.silent().exists()


# --- The state ------------------------------------------------------------------------------------


def test_the_state_on_a_day(twinning, editor):
    stated(twinning, editor, since=date(2024, 2, 29))
    stated(twinning, editor, state="active", since=date(2024, 12, 31))
    stated(twinning, editor, state="ended", since=date(2025, 1, 1))
    days = [
        date(2024, 2, 28),
        date(2024, 2, 29),
        date(2024, 12, 31),
        date(2025, 1, 1),
    ]
    found = [state_on(twinning, day) for day in days]
    assert (found, reload(twinning).state) == (["active", "dormant", "active", "ended"], "ended")


def test_entered_as_ended_it_was_never_active(editor):
    entered = TwinningFactory(state="ended")
    days = [date(2024, 2, 28), clock.today()]
    assert [state_on(entered, day) for day in days] == ["ended", "ended"]
    stated(entered, editor, state="active", since=date(2024, 2, 29))
    stated(entered, editor, since=date(2024, 12, 31))
    days = [date(2024, 2, 28), date(2024, 2, 29), date(2024, 12, 31)]
    assert [state_on(entered, day) for day in days] == ["ended", "active", "dormant"]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"state": "active"}, "That is its state already."),
        ({"reason": ""}, "This field cannot be blank."),
        ({"since": date(2999, 1, 1)}, "This day is still to come."),
    ],
)
def test_a_state_that_cannot_be_is_refused(twinning, editor, given, message):
    with pytest.raises(ValidationError) as refusal:
        stated(twinning, editor, **given)
    assert (message in refusal.value.messages, TwinningState.objects.count()) == (True, 0)


def test_states_follow_one_another(twinning, editor):
    stated(twinning, editor, since=date(2024, 2, 29))
    with pytest.raises(ValidationError) as refusal:
        stated(twinning, editor, state="ended", since=date(2024, 2, 28))
    expected = ["The last change was later than this. Choose a day from then on."]
    assert (refusal.value.messages, reload(twinning).state) == (expected, "dormant")


def test_the_others_hear_of_it(twinning, editor, partner_editor, coordinator):
    stated(twinning, editor)
    told = sorted(OutgoingMail.objects.values_list("to", flat=True)) or sorted(
        one.to[0] for one in mail.outbox
    )
    assert told == sorted([partner_editor.email, coordinator.email])


def test_everybody_reads_state_day_and_reason(client, twinning, editor):
    stated(twinning, editor, since=date(2024, 2, 29))
    said = words_of(client.get(url("twinning-detail", twinning.slug)))
    assert "Dormant since Feb. 29, 2024" in said
    assert "The council paused it." in said


def test_ended_is_asked_twice(twinning, editor):
    browser, where = visit(editor), url("state-change", twinning.slug)
    given = {"state": "ended", "since": "2024-02-29", "reason": "Done.", "language": "nl"}
    first = browser.post(where, given)
    errors = first.context["form"].errors
    assert (errors["is_sure"], Twinning.objects.get().state) == (
        ["Tick this to say that it has ended."],
        "active",
    )
    assert browser.post(where, given | {"is_sure": "on"}).status_code == 302
    assert Twinning.objects.get().state == "ended"


def test_the_admin_says_state_in_the_portal(twinning, coordinator):
    change = actions.change_state(
        twinning=twinning, by=coordinator, state="dormant", reason="No money."
    )
    assert (change.since, change.by) == (clock.today(), coordinator)
