"""Sessions: whose clock says what, what is ever true, who reads it and when it is public."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from partnerships import actions
from partnerships.balance import balances_of
from partnerships.models import (
    Attendance,
    Contribution,
    Minutes,
    Participation,
    Session,
    Twinning,
)
from stedenband import clock
from stedenband.versions import StaleVersion
from stedenband.zones import moment_of, wall_clock
from tests.factories import SourceFactory, reload
from tests.sessions import agreed, contributed, planned, reported

BRUSSELS = "Europe/Brussels"
STRANGERS = ["stranger", "nobody", "former", "staff", "superuser"]


def titles(sessions):
    return [one.title for one in sessions]


# --- Whose clock says what ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        (date(2026, 3, 28), {"Edegem": "15:30", "San Jerónimo": "09:30", "Nimlaha'kok": "08:30"}),
        (date(2026, 3, 29), {"Edegem": "15:30", "San Jerónimo": "08:30", "Nimlaha'kok": "07:30"}),
        (date(2026, 10, 24), {"Edegem": "15:30", "San Jerónimo": "08:30", "Nimlaha'kok": "07:30"}),
        (date(2026, 10, 25), {"Edegem": "15:30", "San Jerónimo": "09:30", "Nimlaha'kok": "08:30"}),
    ],
)
def test_each_place_reads_its_own_hour_on_both_sides_of_summer_time(
    twinning, other_twinning, editor, day, hours
):
    starts = moment_of(day, time(15, 30), BRUSSELS)
    given = {"starts_at": starts, "ends_at": starts + timedelta(hours=2)}
    session = planned(twinning, editor, together=[other_twinning], **given)
    session = Session.objects.with_names().get(pk=session.pk)
    found = {one.names[0]: f"{one.starts:%H:%M}" for one in session.times_for(editor)}
    assert found == hours


def test_places_with_one_clock_stand_together_and_the_readers_own_first(
    twinning, other_twinning, editor, partner_editor
):
    session = planned(twinning, editor, together=[other_twinning])
    session = Session.objects.with_names().get(pk=session.pk)
    found = [[one.names for one in session.times_for(user)] for user in (editor, partner_editor)]
    flemish, peru, guatemala = ["Edegem", "Herent"], ["San Jerónimo"], ["Nimlaha'kok"]
    assert found == [[flemish, peru, guatemala], [peru, flemish, guatemala]]


def test_late_in_brussels_is_another_day_than_in_cusco(twinning, editor):
    starts = moment_of(date(2026, 6, 4), time(3, 0), BRUSSELS)
    session = planned(twinning, editor, starts_at=starts, ends_at=starts + timedelta(hours=5))
    session = Session.objects.with_names().get(pk=session.pk)
    found = [(one.starts.day, one.is_of_one_day) for one in session.times_for(editor)]
    assert found == [(4, True), (3, False)]


@pytest.mark.parametrize(
    ("day", "hour", "says"),
    [
        (
            date(2026, 3, 29),
            time(2, 30),
            "On this night the clocks go forward in Brussels and 02:30 does not exist: "
            "choose an hour earlier or later.",
        ),
        (
            date(2026, 10, 25),
            time(2, 30),
            "On this night the clocks go back in Brussels and 02:30 comes twice: "
            "choose an hour earlier or later.",
        ),
    ],
)
def test_an_hour_that_is_none_or_two_is_refused(day, hour, says):
    with pytest.raises(ValidationError) as refusal:
        moment_of(day, hour, BRUSSELS)
    assert refusal.value.messages == [says]


@pytest.mark.parametrize(
    ("day", "hour"),
    [
        (date(2026, 3, 29), time(1, 59)),
        (date(2026, 3, 29), time(3, 0)),
        (date(2026, 10, 25), time(1, 59)),
        (date(2026, 10, 25), time(3, 0)),
    ],
)
def test_the_hours_beside_the_change_are_hours(day, hour):
    assert wall_clock(moment_of(day, hour, BRUSSELS), BRUSSELS) == datetime.combine(day, hour)


@given(
    st.datetimes(datetime(2019, 1, 1), datetime(2040, 1, 1)),
    st.sampled_from(["America/Lima", "America/La_Paz", "America/Guatemala", BRUSSELS]),
)
def test_there_and_back_again_it_is_the_same_hour(local, zone):
    try:
        moment = moment_of(local.date(), local.time(), zone)
    except ValidationError:
        assert zone == BRUSSELS
        return
    assert (wall_clock(moment, zone), moment.tzinfo) == (local, UTC)


# --- What is ever true, and what may follow what --------------------------------------------------


def test_a_session_that_ends_before_it_starts_is_refused(twinning, editor):
    now = clock.now()
    with pytest.raises(ValidationError) as refusal:
        planned(twinning, editor, starts_at=now, ends_at=now - timedelta(hours=1))
    says = "A session ends after it starts: look at both hours."
    assert (refusal.value.messages, Session.objects.exists()) == ([says], False)


def test_the_database_insists_that_it_ends_after_it_starts(twinning, editor):
    session = planned(twinning, editor)
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.filter(pk=session.pk).update(ends_at=session.starts_at)


def test_a_municipality_hosts_only_where_it_takes_part(twinning, editor, herent, vvsg):
    with pytest.raises(ValidationError) as refusal:
        planned(twinning, editor, host=herent)
    assert (list(refusal.value.message_dict), planned(twinning, editor, host=vvsg).host) == (
        ["host"],
        vvsg,
    )


def test_the_time_zone_is_that_of_the_host(twinning, editor, san_jeronimo):
    assert planned(twinning, editor, host=san_jeronimo).time_zone == "America/Lima"


CANCELLED = "This session was cancelled: plan a new one."
DOCUMENTED = "This session is documented: it says what its source says."
COMING = "This session is still to come: report on it afterwards."
STARTED = "This session has started: what you wanted to say belongs in its minutes now."
TOLD = "This session was reported on: what took place is not cancelled."


def cancel(session, by):
    return actions.cancel_session(session=session, by=by, reason="Rain.", language="nl")


def do(name, session, by):
    """One of the things that people do with a session."""
    organisation = session.host or session.twinnings.get().flemish
    return {
        "cancel": lambda: cancel(session, by),
        "change": lambda: actions.change_session(session=session, by=by, title="Else"),
        "report": lambda: reported(session, by),
        "contribute": lambda: contributed(session, by, organisation),
        "agree": lambda: agreed(session, flemish=by),
    }[name]()


@pytest.mark.parametrize(
    ("when", "name", "says"),
    [
        ("coming", "report", COMING),
        ("past", "contribute", STARTED),
        ("reported", "cancel", TOLD),
        *(("cancelled", name, CANCELLED) for name in ("cancel", "change", "contribute", "agree")),
        *(("documented", name, DOCUMENTED) for name in ("cancel", "change", "report", "agree")),
    ],
)
def test_what_cannot_follow_says_why(twinning, editor, when, name, says):
    session = planned(twinning, editor, days=7 if when in ("coming", "cancelled") else -7)
    if when == "cancelled":
        cancel(session, editor)
    if when == "reported":
        reported(session, editor)
    if when == "documented":
        Session.objects.filter(pk=session.pk).update(source=SourceFactory())
    with pytest.raises(ValidationError) as refusal:
        do(name, reload(session), editor)
    assert refusal.value.messages == [says]


def test_what_did_not_take_place_may_be_cancelled_afterwards(twinning, editor):
    assert cancel(planned(twinning, editor, days=-1), editor).shown_state == "dropped"


def test_a_report_says_something(twinning, editor):
    with pytest.raises(ValidationError) as refusal:
        reported(planned(twinning, editor, days=-1), editor, text="", missing_voices="", numbers={})
    says = "Write the minutes, or say how many of whom were there."
    assert refusal.value.messages == [says]


def test_minutes_stand_once_in_each_language(twinning, editor):
    session = planned(twinning, editor, days=-1)
    for language, text in (("nl", "Eerst"), ("es", "Acta"), ("nl", "**Dan**")):
        reported(session, editor, language=language, text=text)
    found = Minutes.objects.order_by("language").values_list("language", "text_html", "version")
    assert list(found) == [("es", "<p>Acta</p>", 0), ("nl", "<p><strong>Dan</strong></p>", 1)]


def test_numbers_are_replaced_and_zero_is_a_number(twinning, editor):
    session = planned(twinning, editor, days=-1)
    reported(session, editor)
    reported(session, editor, numbers={("joint", "interpreters"): 0})
    found = Attendance.objects.values_list("side", "group", "number")
    assert list(found) == [("joint", "interpreters", 0)]


@pytest.mark.parametrize("number", [-1, 10**9])
def test_a_number_of_people_is_no_debt_and_no_nation(twinning, editor, number):
    session = planned(twinning, editor, days=-1)
    with pytest.raises(ValidationError):
        reported(session, editor, numbers={("flemish", "women"): number})
    assert not Attendance.objects.exists()


def test_who_saves_second_overwrites_nothing(twinning, editor, partner_editor):
    session = planned(twinning, editor)
    actions.change_session(session=session, by=editor, version=0, title="First")
    with pytest.raises(StaleVersion):
        actions.change_session(session=session, by=partner_editor, version=0, title="Second")
    assert reload(session).title == "First"


# --- Who reads it ---------------------------------------------------------------------------------


@pytest.mark.parametrize("role", STRANGERS)
def test_a_session_of_one_twinning_is_read_inside(request, twinning, editor, role):
    planned(twinning, editor)
    assert not Session.objects.visible_to(request.getfixturevalue(role)).exists()


@pytest.mark.parametrize("role", ["reader", "partner_editor", "coordinator", "facilitator"])
def test_both_sides_and_who_accompanies_read_it(request, twinning, editor, role):
    session = reported(planned(twinning, editor, days=-1), editor)
    user = request.getfixturevalue(role)
    doors = [Session.objects.visible_to(user).get(), Minutes.objects.visible_to(user).get().session]
    assert doors == [session, session]


def test_a_session_open_to_all_twinnings_tells_no_minutes(twinning, editor, stranger, nobody):
    session = planned(twinning, editor, visibility="twinnings")
    contributed(session, editor, twinning.flemish)
    seen = [Session.objects.visible_to(user).exists() for user in (stranger, nobody)]
    assert (seen, Contribution.objects.visible_to(stranger).exists()) == ([True, False], False)


def test_an_invited_twinning_reads_all_of_it(twinning, other_twinning, editor, stranger):
    session = planned(twinning, editor, together=[other_twinning])
    contributed(session, editor, twinning.flemish)
    assert Contribution.objects.visible_to(stranger).exists()


# --- When it is public ----------------------------------------------------------------------------


def is_public():
    anybody = AnonymousUser()
    doors = (Session.objects.public(), Session.objects.visible_to(anybody))
    return [one.exists() for one in (*doors, Minutes.objects.visible_to(anybody))]


def test_it_is_public_only_when_both_sides_agreed(twinning, editor, partner_editor):
    session = reported(planned(twinning, editor, days=-1), editor)
    found = [is_public()]
    agreed(session, flemish=editor)
    found.append(is_public())
    agreed(session, partner=partner_editor)
    found.append(is_public())
    assert found == [[False] * 3, [False] * 3, [True] * 3]


def test_of_several_twinnings_every_side_has_to_agree(
    twinning, other_twinning, editor, partner_editor, stranger
):
    session = planned(twinning, editor, together=[other_twinning])
    for user, one, side in (
        (editor, twinning, "flemish"),
        (partner_editor, twinning, "partner"),
        (stranger, other_twinning, "flemish"),
    ):
        actions.agree_session(session=session, by=user, seats=[(one.pk, side)])
    before = Session.objects.public().exists()
    seats = [(other_twinning.pk, "partner")]
    actions.agree_session(session=session, by=stranger, seats=seats)
    assert (before, Session.objects.public().exists()) == (False, True)


def test_of_a_twinning_that_is_not_listed_nothing_is_public(twinning, editor, partner_editor):
    agreed(planned(twinning, editor), flemish=editor, partner=partner_editor)
    Twinning.objects.update(is_listed=False)
    session = Session.objects.with_names().get()
    assert (session.is_public, Session.objects.public().exists()) == (False, False)


def test_a_side_takes_its_agreement_back(twinning, editor, partner_editor):
    session = agreed(planned(twinning, editor), flemish=editor, partner=partner_editor)
    seats = [(twinning.pk, "partner")]
    actions.retract_session(session=session, by=partner_editor, seats=seats)
    [row] = Participation.objects.all()
    assert (Session.objects.public().exists(), bool(row.flemish_agreed_at)) == (False, True)


@pytest.mark.parametrize("name", ["change", "report"])
def test_whoever_agreed_agreed_to_what_it_said_then(twinning, editor, partner_editor, name):
    session = reported(planned(twinning, editor, days=-1), editor)
    agreed(session, flemish=editor, partner=partner_editor)
    do(name, session, editor)
    assert is_public() == [False] * 3


def test_what_is_said_beforehand_is_public_once_all_agree_to_it_too(
    twinning, editor, partner_editor
):
    session = agreed(planned(twinning, editor), flemish=editor, partner=partner_editor)
    seen = session.version
    contributed(session, editor, twinning.flemish)
    assert is_public() == [False] * 3
    given = {"seats": [(twinning.pk, "partner")], "version": seen}
    with pytest.raises(StaleVersion):
        actions.agree_session(session=session, by=partner_editor, **given)


def test_nobody_agrees_to_words_that_changed_meanwhile(twinning, editor, partner_editor):
    session = planned(twinning, editor)
    do("change", session, editor)
    given = {"seats": [(twinning.pk, "partner")], "version": 0}
    with pytest.raises(StaleVersion):
        actions.agree_session(session=session, by=partner_editor, **given)
    assert not Participation.objects.exclude(partner_agreed_at=None).exists()


def test_a_documented_session_is_public(twinning, editor):
    Session.objects.filter(pk=planned(twinning, editor).pk).update(source=SourceFactory())
    assert Session.objects.visible_to(AnonymousUser()).exists()


# --- Hosting counts -------------------------------------------------------------------------------


def balance(twinning):
    today = clock.today()
    [found] = balances_of([twinning], today - timedelta(days=365), today)
    return found


def test_hosting_is_counted_by_side_and_its_gap_named(twinning, editor, vvsg):
    for days, host in ((-9, twinning.flemish), (-5, twinning.flemish), (-3, vvsg)):
        planned(twinning, editor, days=days, host=host)
    found = balance(twinning)
    sentence = "San Jerónimo hosted no session; the other side hosted 2."
    counts = (found.flemish.hosting, found.partner.hosting)
    assert (counts, sentence in found.gaps) == ((2, 0), True)


def test_what_is_to_come_or_was_cancelled_is_not_hosted(twinning, editor):
    planned(twinning, editor)
    cancel(planned(twinning, editor, days=-1), editor)
    assert balance(twinning).flemish.hosting == 0


def test_where_both_hosted_there_is_no_gap(twinning, editor):
    for host in (twinning.flemish, twinning.partner):
        planned(twinning, editor, days=-2, host=host)
    assert not [one for one in balance(twinning).gaps if "hosted" in one]


def test_titles_of_coming_sessions_stand_by_date(twinning, editor):
    for days in (9, -3, 2):
        planned(twinning, editor, days=days, title=str(days))
    lists = (Session.objects.coming(), Session.objects.past())
    assert [titles(one) for one in lists] == [["2", "9"], ["-3"]]
