"""Promises: confirmed by both sides, word for word; kept, adjusted or not."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partnerships import actions, mailbox
from partnerships.models import Promise
from stedenband import clock
from stedenband.versions import StaleVersion
from tests.factories import reload
from tests.pages import typed, url, visit, words_of
from tests.sessions import planned, promised


@pytest.fixture
def promise(twinning, editor):
    return promised(twinning, editor)


def confirm(promise, by, side):
    return actions.confirm_promise(promise=promise, by=by, side=side)


def settle(promise, by, state, **given):
    return actions.settle_promise(promise=promise, by=by, state=state, **given)


@pytest.fixture
def confirmed(promise, partner_editor):
    return confirm(promise, partner_editor, "partner")


# --- What is ever true, and what may follow what --------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"amount": Decimal(5)}, "Give an amount and its currency, or neither."),
        ({"currency": "EUR"}, "Give an amount and its currency, or neither."),
        ({"amount": Decimal(0), "currency": "EUR"}, "An amount is more than zero."),
    ],
)
def test_a_promise_that_cannot_be_says_why(twinning, editor, fields, says):
    with pytest.raises(ValidationError) as refusal:
        promised(twinning, editor, **fields)
    assert (refusal.value.messages, Promise.objects.exists()) == ([says], False)


def test_a_promise_is_of_a_session_of_its_twinning(twinning, other_twinning, editor, stranger):
    with pytest.raises(ValidationError) as refusal:
        promised(twinning, editor, session=planned(other_twinning, stranger))
    assert list(refusal.value.message_dict) == ["session"]


def test_a_month_is_due_on_its_last_day(twinning, editor):
    given = {"due_on": date(2028, 2, 3), "is_due_in_month": True}
    assert promised(twinning, editor, **given).due_on == date(2028, 2, 29)


def test_whoever_writes_it_down_confirms_it_for_their_side(promise, coordinator, twinning):
    ours, nobodys = promise, promised(twinning, coordinator)
    assert [one.awaited for one in (ours, nobodys)] == [
        ["San Jerónimo"],
        ["Edegem", "San Jerónimo"],
    ]


def test_both_sides_confirm_it(confirmed, editor, partner_editor):
    row = reload(confirmed)
    assert (row.is_confirmed, row.flemish_confirmed_by, row.partner_confirmed_by) == (
        True,
        editor,
        partner_editor,
    )


def test_a_side_confirms_once(confirmed, partner_editor):
    with pytest.raises(ValidationError, match="Your side confirmed this"):
        confirm(confirmed, partner_editor, "partner")


@pytest.mark.parametrize(
    ("change", "awaited"),
    [
        ({"what": "Two phone numbers."}, ["San Jerónimo"]),
        ({"due_on": date(2031, 1, 1)}, ["San Jerónimo"]),
        ({"amount": Decimal(12), "currency": "PEN"}, ["San Jerónimo"]),
        ({"side": "partner"}, ["San Jerónimo"]),
        ({"is_due_in_month": True}, ["San Jerónimo"]),
        ({"language": "es"}, []),
    ],
)
def test_other_words_side_date_or_amount_are_confirmed_anew(confirmed, editor, change, awaited):
    given = {"due_on": confirmed.due_on, "confirms_for": "flemish", **change}
    actions.change_promise(promise=confirmed, by=editor, **given)
    assert reload(confirmed).awaited == awaited


def test_a_coordinator_who_changes_it_confirms_for_nobody(confirmed, coordinator):
    given = {"due_on": confirmed.due_on, "what": "Else."}
    actions.change_promise(promise=confirmed, by=coordinator, **given)
    assert reload(confirmed).awaited == ["Edegem", "San Jerónimo"]


def test_nobody_confirms_words_that_changed_meanwhile(promise, editor, partner_editor):
    actions.change_promise(promise=promise, by=editor, due_on=promise.due_on, what="Else.")
    with pytest.raises(StaleVersion):
        actions.confirm_promise(promise=promise, by=partner_editor, side="partner", version=0)
    assert reload(promise).partner_confirmed_at is None


@pytest.mark.parametrize(
    ("state", "given", "says"),
    [
        ("broken", {}, "Say why it was adjusted or not kept."),
        ("adjusted", {"due_on": date(2031, 1, 1)}, "Say why it was adjusted or not kept."),
        ("adjusted", {"reason": "Rain."}, "Say by when it will be kept instead."),
    ],
)
def test_what_became_of_it_is_said_in_full(confirmed, editor, state, given, says):
    with pytest.raises(ValidationError) as refusal:
        settle(confirmed, editor, state, **given)
    assert (refusal.value.messages, reload(confirmed).state) == ([says], "open")


def test_an_adjusted_promise_stays_open_and_is_confirmed_anew(confirmed, partner_editor):
    given = {"reason": "Lluvia.", "language": "es", "due_on": date(2031, 1, 1)}
    settle(confirmed, partner_editor, "adjusted", confirms_for="partner", **given)
    row = reload(confirmed)
    assert (row.due_on, row.is_settled, row.awaited) == (date(2031, 1, 1), False, ["Edegem"])


@pytest.mark.parametrize(("state", "reason"), [("kept", ""), ("broken", "No money.")])
def test_a_settled_promise_is_settled(confirmed, editor, partner_editor, state, reason):
    settle(confirmed, editor, state, reason=reason)
    says = "This promise was settled already."
    with pytest.raises(ValidationError, match=says):
        settle(confirmed, partner_editor, "kept")
    with pytest.raises(ValidationError, match=says):
        actions.change_promise(promise=confirmed, by=editor, due_on=confirmed.due_on, what="x")


# --- Who reads it ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "reads"),
    [
        ("reader", True),
        ("partner_editor", True),
        ("coordinator", True),
        ("facilitator", True),
        ("stranger", False),
        ("nobody", False),
        ("former", False),
        ("staff", False),
        ("superuser", False),
    ],
)
def test_a_promise_is_read_inside(request, promise, role, reads):
    user = request.getfixturevalue(role)
    assert Promise.objects.visible_to(user).exists() is reads


def test_a_promise_is_never_public(promise):
    assert not Promise.objects.visible_to(AnonymousUser()).exists()


# --- When it is due -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "soon", "overdue"), [(-1, 1, 1), (0, 1, 0), (62, 1, 0), (63, 0, 0)]
)
def test_what_is_due_within_two_months_is_soon(promise, days, soon, overdue):
    Promise.objects.update(due_on=clock.today() + timedelta(days=days))
    lists = (Promise.objects.due_soon(), Promise.objects.overdue())
    assert [one.count() for one in lists] == [soon, overdue]


def test_a_kept_promise_is_not_overdue(promise, editor):
    Promise.objects.update(due_on=clock.today() - timedelta(days=9))
    settle(reload(promise), editor, "kept")
    assert not Promise.objects.overdue().exists()


def test_it_stands_on_my_work_and_an_overdue_one_on_the_overview(promise, editor, coordinator):
    before = [
        promise.what in words_of(visit(one).get(url("work"))) for one in (editor, coordinator)
    ]
    Promise.objects.update(due_on=clock.today() - timedelta(days=1))
    after = [promise.what in words_of(visit(one).get(url("work"))) for one in (editor, coordinator)]
    assert (before, after) == ([True, False], [True, True])


def test_it_stands_on_the_page_of_its_twinning_for_members_alone(promise, twinning, reader):
    where = url("twinning-detail", twinning.slug)
    assert [promise.what in words_of(visit(one).get(where)) for one in (reader, None)] == [
        True,
        False,
    ]


# --- Mail -----------------------------------------------------------------------------------------


def test_the_other_side_is_asked(twinning, editor, signatory, partner_editor, reader, mailoutbox):
    made = promised(twinning, editor)
    [mail] = mailoutbox
    assert (mail.to, made.what in mail.body, f"/es/promises/{made.pk}/" in mail.body) == (
        [partner_editor.email],
        True,
        True,
    )


def test_both_sides_hear_what_became_of_it(
    confirmed, editor, signatory, partner_editor, mailoutbox
):
    mailoutbox.clear()
    settle(confirmed, editor, "broken", reason="No money.")
    told = sorted(mail.to[0] for mail in mailoutbox)
    assert (told, "No money." in mailoutbox[0].body) == (
        sorted([signatory.email, partner_editor.email]),
        True,
    )


def test_who_has_to_confirm_it_anew_is_asked_whatever_they_switched_off(
    confirmed, editor, signatory, partner_editor, mailoutbox
):
    mailbox.switch_mail(by=partner_editor, kind="news", is_off=True)
    mailoutbox.clear()
    given = {"reason": "No money yet.", "due_on": date(2031, 1, 1), "confirms_for": "flemish"}
    settle(confirmed, editor, "adjusted", **given)
    may_stop = {mail.to[0]: bool(mail.extra_headers) for mail in mailoutbox}
    reasons = {"No money yet." in mail.body for mail in mailoutbox}
    assert (len(mailoutbox), may_stop, reasons) == (
        2,
        {partner_editor.email: False, signatory.email: True},
        {True},
    )


# --- Pages ----------------------------------------------------------------------------------------


def test_a_promise_is_written_down_from_its_session(twinning, editor):
    session = planned(twinning, editor, days=-1)
    where = url("promise-add", twinning.slug) + f"?session={session.pk}"
    form = visit(editor).get(where).context["form"]
    assert (form["session"].value(), form["side"].value()) == (str(session.pk), "flemish")


def test_a_session_cancelled_since_stays_with_its_promise(twinning, editor):
    session = planned(twinning, editor)
    promise = promised(twinning, editor, session=session)
    given = {"reason": "Flooded.", "language": "nl"}
    actions.cancel_session(session=session, by=editor, **given)
    browser, where = visit(editor), url("promise-change", promise.pk)
    assert browser.post(where, typed(browser.get(where)) | {"what": "A bench."}).status_code == 302
    found = reload(promise)
    assert (found.what, found.session) == ("A bench.", session)


def test_a_stranger_s_session_is_no_choice(twinning, other_twinning, editor, stranger):
    session = planned(other_twinning, stranger)
    given = {"side": "joint", "what": "x", "language": "nl", "due_on": "2031-01-01", "version": "0"}
    given |= {"session": str(session.pk)}
    response = visit(editor).post(url("promise-add", twinning.slug), given)
    assert ("session" in response.context["form"].errors, Promise.objects.exists()) == (True, False)


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_take_so_many_queries_however_much_they_show(twinning, editor, rows):
    session = planned(twinning, editor)
    for number in range(rows):
        made = promised(twinning, editor, session=session, what=str(number))
        due = {"due_on": made.due_on}
        for words in range(rows):
            actions.change_promise(promise=made, by=editor, what=f"{number} {words}", **due)
    pages = (url("promise-list", twinning.slug), url("promise-detail", made.pk))
    assert [taken(editor, page) for page in pages] == [6, 6]


def taken(user, where):
    browser = visit(user)
    browser.get(where)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(where).status_code == 200
    return len(queries)
