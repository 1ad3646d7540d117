"""Memberships: the only grant there is, from when till when."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from partnerships import actions
from partnerships.models import Event, Membership, Role, grants_of
from stedenband import clock
from tests.factories import MembershipFactory, OrganisationFactory, member, reload, submitted

DAY = timedelta(days=1)


def days(number):
    return clock.today() + number * DAY


@pytest.mark.parametrize(
    ("starts", "ends", "counts"),
    [
        (0, None, True),
        (-365, None, True),
        (1, None, False),
        (-10, 1, True),
        (-10, 0, False),
        (-10, -1, False),
        (0, 0, False),
        (0, 1, True),
    ],
)
def test_a_membership_counts_from_its_first_day_until_its_last(db, starts, ends, counts):
    ends_on = None if ends is None else days(ends)
    membership = MembershipFactory(starts_on=days(starts), ends_on=ends_on)
    assert Membership.objects.current().filter(pk=membership.pk).exists() is counts


def test_a_membership_of_an_account_that_is_not_active_does_not_count(editor):
    editor.is_active = False
    editor.save()
    assert not Membership.objects.current().exists()


def test_it_ends_at_midnight_in_brussels(db):
    membership = MembershipFactory(ends_on=days(1))
    midnight = clock.now() + DAY
    with clock.at(midnight):
        assert not Membership.objects.current().filter(pk=membership.pk).exists()


def test_an_ended_membership_grants_nothing_from_the_next_request_on(editor, edegem, coordinator):
    assert grants_of(editor).holds(edegem.pk, Role.EDITOR)
    actions.end_membership(membership=editor.memberships.get(), by=coordinator)
    assert grants_of(reload(editor)).by_role == {}


def test_what_a_former_member_did_stays(milestone, partner_editor, coordinator):
    report = submitted(milestone, partner_editor)
    actions.end_membership(membership=partner_editor.memberships.get(), by=coordinator)
    assert reload(report).latest.by == partner_editor


def test_an_account_with_memberships_cannot_be_deleted(editor):
    with pytest.raises(ProtectedError):
        editor.delete()
    assert reload(editor) == editor


@pytest.mark.parametrize(
    ("role", "coordinates", "facilitates", "reads_all"),
    [
        ("editor", False, False, False),
        ("signatory", False, False, False),
        ("reader", False, False, False),
        ("coordinator", True, False, True),
        ("facilitator", False, True, True),
        ("staff", False, False, False),
        ("superuser", False, False, False),
        ("nobody", False, False, False),
        ("former", False, False, False),
    ],
)
def test_what_each_role_is(request, role, coordinates, facilitates, reads_all):
    grants = grants_of(request.getfixturevalue(role))
    found = (grants.is_coordinator, grants.is_facilitator, grants.reads_all)
    assert found == (coordinates, facilitates, reads_all)


@pytest.mark.parametrize("who", [None, "editor", AnonymousUser()])
def test_whoever_has_no_account_holds_nothing(db, who):
    assert grants_of(who).by_role == {}


def test_an_account_that_was_closed_holds_nothing(editor):
    editor.is_active = False
    assert grants_of(editor).by_role == {}


def test_grants_are_read_once_for_each_loaded_account(editor, django_assert_num_queries):
    editor = reload(editor)
    with django_assert_num_queries(1):
        held = [grants_of(editor).organisations for _ in range(3)]
    assert held == [held[0]] * 3


def test_somebody_may_hold_several_roles_at_several_organisations(editor, edegem, vvsg):
    MembershipFactory(user=editor, organisation=edegem, role=Role.SIGNATORY)
    MembershipFactory(user=editor, organisation=vvsg, role=Role.COORDINATOR)
    here, there = frozenset({edegem.pk}), frozenset({vvsg.pk})
    held = {Role.EDITOR: here, Role.SIGNATORY: here, Role.COORDINATOR: there}
    assert grants_of(reload(editor)).by_role == held


def test_the_same_role_twice_at_once_is_refused(editor, edegem, coordinator):
    with pytest.raises(ValidationError) as refusal:
        actions.give_membership(user=editor, organisation=edegem, role=Role.EDITOR, by=coordinator)
    assert refusal.value.messages == ["This account holds this role here already."]


def test_the_database_insists_on_one_open_membership(editor, edegem):
    with pytest.raises(IntegrityError), transaction.atomic():
        MembershipFactory(user=editor, organisation=edegem, role=Role.EDITOR)
    assert editor.memberships.count() == 1


def test_a_role_may_be_given_again_after_it_ended(former, edegem, coordinator):
    actions.give_membership(user=former, organisation=edegem, role=Role.EDITOR, by=coordinator)
    assert grants_of(reload(former)).holds(edegem.pk, Role.EDITOR)


def test_an_overlapping_membership_that_ends_leaves_the_other(editor, edegem):
    MembershipFactory(user=editor, organisation=edegem, role=Role.EDITOR, ends_on=days(1))
    with clock.at(clock.now() + 2 * DAY):
        assert grants_of(reload(editor)).holds(edegem.pk, Role.EDITOR)


def test_a_membership_that_ends_before_it_starts_is_refused(db):
    membership = MembershipFactory.build(
        user=member(OrganisationFactory(), Role.READER),
        organisation=OrganisationFactory(),
        starts_on=days(0),
        ends_on=days(-1),
    )
    with pytest.raises(ValidationError) as refusal:
        membership.full_clean()
    assert refusal.value.messages == ["A membership cannot end before it starts."]


def test_a_membership_given_for_later_does_not_count_yet(nobody, edegem, coordinator):
    actions.give_membership(
        user=nobody, organisation=edegem, role=Role.EDITOR, by=coordinator, starts_on=days(3)
    )
    assert grants_of(reload(nobody)).by_role == {}


def test_giving_and_ending_are_told_in_the_history(nobody, edegem, coordinator):
    membership = actions.give_membership(
        user=nobody, organisation=edegem, role=Role.READER, by=coordinator
    )
    actions.end_membership(membership=membership, by=coordinator)
    rows = Event.objects.order_by("pk").values_list("verb", "organisation", "old", "new")
    assert list(rows) == [
        ("membership_given", edegem.pk, "", "reader: Nobody"),
        ("membership_ended", edegem.pk, "reader: Nobody", ""),
    ]


def test_ending_what_ended_already_leaves_its_last_day(former, coordinator):
    membership = former.memberships.get()
    actions.end_membership(membership=membership, by=coordinator)
    assert reload(membership).ends_on == days(-1)


def test_a_membership_that_has_not_begun_can_be_ended(nobody, edegem, coordinator):
    membership = MembershipFactory(user=nobody, organisation=edegem, starts_on=days(30))
    actions.end_membership(membership=membership, by=coordinator)
    with clock.at(clock.now() + 40 * DAY):
        assert grants_of(reload(nobody)).by_role == {}
