"""What is kept of whom: taken out whole, erased without the record, forgotten in time."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection

from partnerships import actions
from partnerships.actions.erasure import erase_account, forget_unused_accounts
from partnerships.exports.report import document_of
from partnerships.models import SWITCHABLE, CalendarAddress, Event, MailPreference, Membership
from stedenband import clock
from stedenband.accounts.models import Invitation, User
from stedenband.models import HandledForm, KeptText, OutgoingMail, Upload
from stedenband.retention import CATEGORIES, MONTH, forget_by_category
from tests.entrances import invited, with_app
from tests.factories import UserFactory, member, reload, submitted
from tests.kept import kept_by
from tests.pages import text_of, url, visit
from tests.reports import generated
from tests.security.figures import figure

CANARY = "Coordinadora Zafiro"
ADDRESS = "zafiro@san-jeronimo.example"


@pytest.fixture
def leaver(san_jeronimo, milestone, coordinator):
    """Somebody with a name and an address in every noun, who acts for nobody any more."""
    user = member(san_jeronimo, "editor", email=ADDRESS, name=CANARY)
    submitted(milestone, user)
    with_app(user)
    MailPreference.objects.create(user=user, kind=SWITCHABLE[0], is_off=True)
    CalendarAddress.objects.create(user=user)
    UserSession.objects.create(user=user, ip="192.0.2.1", user_agent="A phone", session_key="k")
    OutgoingMail.objects.create(to=ADDRESS, subject="To you", body="Dear Zafiro")
    another = member(san_jeronimo, "reader", email="other@san-jeronimo.example", name="Other")
    membership = Membership.objects.get(user=user)
    actions.end_membership(membership=membership, by=coordinator, successor=another)
    return user


def everywhere(said):
    """The tables in which a text stands, whatever the column; histories and mail included."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            if any(said in str(row) for row in cursor.fetchall()):
                found.add(table)
    return found


def test_the_person_stands_in_many_places_before(leaver):
    tables = everywhere(CANARY) | everywhere(ADDRESS)
    assert {"accounts_user", "partnerships_event", "stedenband_outgoingmail"} <= tables


def test_who_is_erased_stands_nowhere(leaver):
    visit(leaver)
    before = everywhere(CANARY) | everywhere(ADDRESS)
    erase_account(user=leaver, by=leaver)
    left = everywhere(CANARY) | everywhere(ADDRESS) | everywhere("Zafiro")
    looked = len(connection.introspection.table_names())
    figure("F30 erased", tables=looked, with_it_before=len(before), with_it_after=len(left))
    assert left == set()
    assert not Authenticator.objects.filter(user=leaver).exists()


def test_the_record_stays_without_the_person(leaver, milestone, editor):
    erase_account(user=leaver, by=leaver)
    report = milestone.reports.get()
    assert (str(report.latest.by), report.rounds) == ("somebody who left", 1)
    assert visit(editor).get(url("progress-detail", report.pk)).status_code == 200


def test_a_name_that_only_holds_it_stays(san_jeronimo, coordinator):
    leaver, other = (
        UserFactory(name=name, email=f"{name.lower().replace(' ', '')}@x.example")
        for name in ("Jan", "Jan Janssens")
    )
    for user in (other, leaver):
        actions.give_membership(user=user, organisation=san_jeronimo, role="editor", by=coordinator)
        actions.end_membership(membership=Membership.objects.get(user=user), by=coordinator)
    erase_account(user=leaver, by=leaver)
    lines = Event.objects.filter(organisation=san_jeronimo).order_by("pk")
    assert [(one.old, one.new) for one in lines] == [
        ("", "editor: Jan Janssens"),
        ("editor: Jan Janssens", ""),
        ("", "editor: …"),
        ("editor: …", ""),
    ]


def test_a_report_that_was_kept_does_not_name_who_left(leaver, twinning):
    report = generated(leaver, twinning=twinning)
    erase_account(user=leaver, by=leaver)
    said = dict(document_of(reload(report)).facts)
    assert [one.text for one in said.values()][-1] == "iemand die weg is"


def test_who_is_erased_is_out_at_once(leaver):
    browser = visit(leaver)
    erase_account(user=leaver, by=leaver)
    assert browser.get(url("work")).status_code == 302
    assert not reload(leaver).has_usable_password()


def test_who_still_acts_for_somebody_is_not_erased(editor):
    with pytest.raises(ValidationError, match="still act for an organisation"):
        erase_account(user=editor, by=editor)
    page = visit(editor).get(url("account-erase"))
    assert ("First somebody takes over" in text_of(page), reload(editor).erased_at) == (True, None)


def test_leaving_asks_first(leaver):
    browser, address = visit(leaver), url("account-erase")
    assert browser.post(address, {"once": ""}).status_code == 200
    assert reload(leaver).erased_at is None
    assert browser.post(address, {"sure": "on"}).url == url("home")
    assert reload(leaver).erased_at is not None


def test_who_runs_the_portal_is_not_erased(superuser):
    with pytest.raises(ValidationError, match="runs the portal"):
        erase_account(user=superuser, by=superuser)


def test_ones_own_data_are_whole_and_nobody_elses(leaver, editor, coordinator):
    response = visit(leaver).get(url("account-data"))
    text = response.content.decode()
    data = json.loads(text)
    assert response.headers["Content-Disposition"].startswith("attachment; ")
    assert (data["account"]["email"], data["account"]["name"]) == (ADDRESS, CANARY)
    assert [one["subject"] for one in data["mail to you"]] == ["To you"]
    own = " ".join(data["belongs to you"])
    assert [word for word in ("calendar", "mail", "session") if word not in own.lower()] == []
    others = [one.email for one in User.objects.exclude(pk=leaver.pk)]
    met = [one for one in others if one in text]
    figure("F31 own data", parts=len(data), others=len(others), of_others=len(met))
    assert met == []
    assert "JBSWY3DPEHPK3PXP" not in text


def test_a_file_of_ones_own_data_holds_no_key(leaver):
    text = visit(leaver).get(url("account-data")).content.decode()
    secrets = [reload(leaver).password, "session_key", "token"]
    assert [one for one in secrets if one in text] == []


# --- Time goes by -------------------------------------------------------------------------------


def furnish(coordinator):
    """One row of each category, of now."""
    Invitation.objects.filter(pk=invited(coordinator)[0].pk).update(sent_at=clock.now())
    HandledForm.objects.create(token="00000000-0000-4000-8000-000000000000", user=coordinator)
    OutgoingMail.objects.create(to="a@a.example", subject="A", body="B")
    UserSession.objects.create(user=coordinator, ip="::1", user_agent="A", session_key="k")
    kept_by(coordinator)
    Upload.objects.create(user=coordinator, name="a.png", size=1, digest="0" * 64)


ROWS = {
    "mail": OutgoingMail,
    "form": HandledForm,
    "session": UserSession,
    "letter": Invitation,
    "text": KeptText,
    "file": Upload,
}


@pytest.mark.parametrize(
    ("days", "left"),
    [
        (0, ["mail", "form", "session", "letter", "text", "file"]),
        (2, ["mail", "form", "session", "letter", "text"]),
        (8, ["mail", "form", "session", "letter"]),
        (60, ["mail", "session", "letter"]),
        (200, []),
    ],
)
def test_each_category_goes_on_its_day(coordinator, days, left):
    furnish(coordinator)
    forget_by_category(clock.now() + timedelta(days=days))
    found = {name: model.objects.count() for name, model in ROWS.items()}
    assert found == {name: int(name in left) for name in ROWS}
    gone = len(ROWS) - len(left)
    figure(f"F32 after {days} days", categories=len(ROWS), gone=gone, left=len(left))


def test_the_page_promises_what_is_done(client, db):
    page = text_of(client.get("/en/privacy/"))
    assert [
        one for one in CATEGORIES if str(one.name) not in page or str(one.keeps) not in page
    ] == []


def later(months):
    return clock.at(clock.now() + months * MONTH)


@pytest.fixture
def unused(edegem):
    return member(edegem, "reader", email="away@edegem.example", name="Away")


def test_who_never_comes_is_told_once_and_erased_a_month_later(unused, coordinator):
    User.objects.exclude(pk=unused.pk).update(last_login=clock.now() + 60 * MONTH)
    with later(22):
        assert forget_unused_accounts() == (0, 0)
    with later(23.5):
        assert forget_unused_accounts() == (1, 0)
        assert forget_unused_accounts() == (0, 0)
    assert (mail.outbox[-1].to, len(mail.outbox)) == ([unused.email], 1)
    with later(24.2):
        assert forget_unused_accounts() == (0, 0)
    with later(24.6):
        assert forget_unused_accounts() == (0, 1)
    assert (str(reload(unused)), Membership.objects.get(user=unused).ends_on is None) == (
        "somebody who left",
        False,
    )


def test_who_comes_back_in_time_stays(unused):
    with later(23.5):
        forget_unused_accounts()
    User.objects.filter(pk=unused.pk).update(last_login=clock.now() + 23.8 * MONTH)
    with later(25):
        assert forget_unused_accounts() == (0, 0)


def test_who_stays_away_again_is_told_again_before_being_erased(unused, coordinator):
    User.objects.exclude(pk=unused.pk).update(last_login=clock.now() + 90 * MONTH)
    with later(23.5):
        forget_unused_accounts()
    User.objects.filter(pk=unused.pk).update(last_login=clock.now() + 23.8 * MONTH)
    told = []
    for months in (23.8 + 22, 23.8 + 24.5, 23.8 + 25, 23.8 + 25.6):
        with later(months):
            told.append(forget_unused_accounts())
    assert (told, len(mail.outbox)) == ([(0, 0), (1, 0), (0, 0), (0, 1)], 2)


def test_the_command_says_what_went(db):
    UserFactory(last_login=clock.now() - timedelta(days=1))
    out = StringIO()
    call_command("forget", stdout=out)
    lines = out.getvalue().splitlines()
    assert (len(lines), lines[-1]) == (
        len(CATEGORIES) + 1,
        "0 accounts were told that they go unused, 0 erased",
    )
