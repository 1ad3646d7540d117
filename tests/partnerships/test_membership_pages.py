"""Ending a membership in the portal: what is left, and who takes it over."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partnerships import actions
from partnerships.models import Event, Membership, Role, Verb, grants_of
from partnerships.unfinished import unfinished_of
from tests.factories import (
    MembershipFactory,
    MilestoneFactory,
    draft,
    handed_in,
    jotted,
    learned,
    let_through,
    member,
    opened,
    reload,
    send_back,
    submitted,
    told,
)
from tests.handing import left
from tests.pages import text_of, url, visit, words_of
from tests.sessions import promised


def ending(user, by, successor=None):
    membership = user.memberships.get()
    return actions.end_membership(membership=membership, by=by, successor=successor)


def busy(trajectory, editor, coordinator):
    """An editor of the Flemish side with work of every kind in hand."""
    own = {"trajectory": trajectory, "duty": "flemish"}
    draft(MilestoneFactory(**own), editor)
    send_back(submitted(MilestoneFactory(**own), editor), coordinator)
    told(trajectory.twinning, editor, title="Half a story")
    let_through(handed_in(trajectory.twinning, editor), coordinator)
    jotted(opened(trajectory, coordinator), editor)
    promised(trajectory.twinning, editor)
    learned(trajectory.twinning, editor, visibility="side")


def counted(membership):
    return {one.kind: one.number for one in unfinished_of(membership)}


def test_what_somebody_has_in_hand_is_counted(trajectory, editor, coordinator):
    busy(trajectory, editor, coordinator)
    assert counted(editor.memberships.get()) == {
        "reports": 2,
        "stories": 2,
        "answers": 1,
        "promises": 1,
        "lessons": 1,
    }


def test_nothing_of_a_colleague_or_of_another_organisation_is_counted(
    trajectory, editor, signatory, coordinator, herent
):
    busy(trajectory, editor, coordinator)
    elsewhere = MembershipFactory(user=editor, organisation=herent)
    assert (counted(signatory.memberships.get()), counted(elsewhere)) == ({}, {})


def test_the_page_says_how_much_and_never_what(trajectory, editor, coordinator):
    busy(trajectory, editor, coordinator)
    response = visit(coordinator).get(url("membership-end", editor.memberships.get().pk))
    said = words_of(response)
    assert "Stories (a draft, returned, or approved and not published): 2" in said
    assert ("Half a story" in said, "nobody yet" in said) == (False, True)
    assert "you can give a new membership at any time" in said
    assert "Nobody else writes for Edegem" in said


def test_the_successor_gets_mail_in_their_own_language(
    twinning, partner_editor, partner_signatory, coordinator, mailoutbox
):
    told(twinning, partner_editor)
    mailoutbox.clear()
    ended = ending(partner_editor, coordinator, partner_signatory)
    (mail,) = mailoutbox
    assert (mail.to, ended.successor, ended.is_handover_open) == (
        [partner_signatory.email],
        partner_signatory,
        False,
    )
    assert f"/es/twinnings/{twinning.slug}/handover/" in mail.body
    verbs = Event.objects.filter(organisation=twinning.partner).values_list("verb", "old", "new")
    assert sorted(verbs) == [
        (Verb.MEMBERSHIP_ENDED, "editor: Editora San Jerónimo", ""),
        (Verb.WORK_TAKEN_OVER, "Editora San Jerónimo", "Alcaldía San Jerónimo (1)"),
    ]


def test_what_belongs_to_a_side_changes_no_hands(twinning, editor, signatory, coordinator):
    """Who wrote a story stays written there: it decides who may not review it."""
    story = told(twinning, editor)
    ending(editor, coordinator, signatory)
    assert reload(story).written_by == editor
    changed = actions.change_story(story=reload(story), by=signatory, title="Whole")
    assert (changed.written_by, changed.updated_by) == (editor, signatory)


def test_without_a_successor_coordinators_see_it_until_somebody_is_named(
    twinning, editor, coordinator, facilitator
):
    ended = left(twinning.flemish, coordinator)
    seen = [
        url("membership-succeed", ended.pk) in text_of(visit(user).get(url("work")))
        for user in (coordinator, facilitator)
    ]
    where = url("membership-succeed", ended.pk)
    done = visit(coordinator).post(where, {"successor": editor.pk})
    again = visit(coordinator).get(where)
    assert (seen, done.status_code, again.status_code) == ([True, False], 302, 404)
    assert not Membership.objects.awaiting_successor().exists()


def test_who_leaves_nothing_behind_leaves_nothing_open(editor, coordinator):
    assert ending(editor, coordinator).is_handover_open is False


def test_who_stays_in_another_role_keeps_the_work(twinning, editor, coordinator):
    told(twinning, editor)
    MembershipFactory(user=editor, organisation=twinning.flemish, role=Role.SIGNATORY)
    membership = editor.memberships.get(role=Role.EDITOR)
    assert actions.end_membership(membership=membership, by=coordinator).is_handover_open is False


@pytest.mark.parametrize("who", ["stranger", "partner_editor", "former", "editor"])
def test_the_successor_acts_for_the_same_organisation_today(request, editor, coordinator, who):
    successor = request.getfixturevalue(who)
    with pytest.raises(ValidationError) as refusal:
        ending(editor, coordinator, successor)
    assert refusal.value.messages == ["Choose somebody who acts for this organisation today."]
    assert grants_of(reload(editor)).by_role != {}


def test_nobody_ends_a_membership_of_their_own(coordinator):
    membership = coordinator.memberships.get()
    where = url("membership-end", membership.pk)
    shown = words_of(visit(coordinator).get(where))
    answer = visit(coordinator).post(where, {"successor": ""})
    assert "Ask another coordinator." in shown
    assert (answer.status_code, reload(membership).ends_on) == (200, None)
    assert "Nobody ends a membership of their own." in str(answer.context["form"].errors)


def test_what_ended_is_not_ended_again(former, coordinator):
    where = url("membership-end", former.memberships.get().pk)
    assert visit(coordinator).get(where).status_code == 404


@pytest.mark.parametrize(
    ("email", "says"),
    [
        ("nobody@elsewhere.example", ""),
        ("NOBODY@elsewhere.example", ""),
        ("no-such@elsewhere.example", "There is no account with this address: invite them."),
        ("coordinator@vvsg.example", "Nobody gives a membership to themselves."),
        ("editor@edegem.example", "This account holds this role here already."),
    ],
)
def test_a_membership_is_given_to_an_account_that_exists(
    edegem, nobody, editor, coordinator, email, says
):
    given = {"email": email, "role": Role.EDITOR, "starts_on": ""}
    answer = visit(coordinator).post(url("membership-give", edegem.slug), given)
    assert answer.status_code == (200 if says else 302)
    assert says in text_of(answer)
    assert grants_of(reload(nobody)).holds(edegem.pk, Role.EDITOR) is not bool(says)


def test_who_has_no_account_yet_is_invited_from_there(edegem, coordinator):
    page = text_of(visit(coordinator).get(url("membership-give", edegem.slug)))
    assert url("invitation-send", edegem.slug) in page


def test_the_list_finds_an_organisation_for_which_nobody_acts(edegem, herent, coordinator):
    said = words_of(visit(coordinator).get(url("membership-list"), {"q": "heren"}))
    assert ("Herent" in said, "Edegem" in said) == (True, False)
    assert "Nobody acts for this organisation." in said


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_as_many_queries_for_three_rows_as_for_one(
    rows, edegem, san_jeronimo, herent, twinning, coordinator
):
    for place in (edegem, san_jeronimo, herent)[:rows]:
        for _ in range(rows):
            member(place, Role.READER)
    for _ in range(rows):
        left(edegem, coordinator)
    browser, where = visit(coordinator), url("membership-list")
    browser.get(where)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(where).status_code == 200
    assert len(queries) == 8


def test_mail_on_a_report_of_the_coordination_goes_to_who_is_there(
    coordination_milestone, facilitator, coordinator, second_coordinator, mailoutbox
):
    report = submitted(coordination_milestone, facilitator)
    ending(facilitator, coordinator)
    mailoutbox.clear()
    send_back(report, coordinator)
    assert [mail.to for mail in mailoutbox] == [[second_coordinator.email]]
