"""Twinnings: one for each pair, read from the reader's own side."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from partnerships import actions
from partnerships.models import Page, Programme, Side, Trajectory, Twinning, reading_order
from tests.factories import (
    OrganisationFactory,
    ProgrammeFactory,
    TrajectoryFactory,
    TwinningFactory,
)


def founding(flemish, partner, by):
    with pytest.raises(ValidationError) as refusal:
        actions.found_twinning(flemish=flemish, partner=partner, slug="again", by=by)
    return refusal.value.messages


def test_the_same_pair_is_twinned_once(twinning, coordinator):
    messages = founding(twinning.flemish, twinning.partner, coordinator)
    assert messages == ["These two organisations are twinned already."]


def test_a_and_b_are_b_and_a(twinning, coordinator):
    messages = founding(twinning.partner, twinning.flemish, coordinator)
    assert messages == ["These two organisations are twinned already."]


def test_the_database_insists_that_a_and_b_are_b_and_a(twinning):
    with pytest.raises(IntegrityError), transaction.atomic():
        Twinning.objects.create(flemish=twinning.partner, partner=twinning.flemish, slug="again")
    assert Twinning.objects.get() == twinning


def test_nobody_is_twinned_with_itself(edegem, coordinator):
    messages = founding(edegem, edegem, coordinator)
    assert messages == ["A twinning binds two different organisations."]


def test_a_new_twinning_has_both_pages_in_each_sides_language_and_neither_public(twinning):
    pages = Page.objects.values_list("side", "language", "published_at")
    assert list(pages) == [("flemish", "nl", None), ("partner", "es", None)]


def test_a_new_twinning_is_not_listed_unless_said():
    assert Twinning().is_listed is False


def visible(user):
    return list(Twinning.objects.visible_to(user))


@pytest.mark.parametrize("role", ["stranger", "nobody", "staff", "former"])
def test_an_unlisted_twinning_is_not_there_for_strangers(request, twinning, role):
    user = request.getfixturevalue(role)
    Twinning.objects.update(is_listed=False)
    assert twinning not in visible(user)


@pytest.mark.parametrize(
    "role",
    ["editor", "signatory", "reader", "partner_editor", "coordinator", "facilitator"],
)
def test_an_unlisted_twinning_is_there_for_those_inside(request, twinning, role):
    user = request.getfixturevalue(role)
    Twinning.objects.update(is_listed=False)
    assert twinning in visible(user)


def test_the_public_sees_what_is_listed(twinning, other_twinning):
    Twinning.objects.filter(pk=other_twinning.pk).update(is_listed=False)
    assert visible(AnonymousUser()) == list(Twinning.objects.public()) == [twinning]


def test_inside_is_not_what_the_public_sees(twinning, other_twinning, editor):
    assert list(Twinning.objects.inside(editor)) == [twinning]


def test_a_coordinator_is_inside_everywhere(twinning, other_twinning, coordinator):
    assert set(Twinning.objects.inside(coordinator)) == {twinning, other_twinning}


def test_a_programme_that_is_not_listed_is_there_for_those_who_take_part(trajectory, editor):
    Programme.objects.update(is_listed=False)
    assert list(Programme.objects.visible_to(editor)) == [trajectory.programme]


def test_a_programme_that_is_not_listed_is_not_there_for_others(trajectory, stranger):
    hidden = ProgrammeFactory(is_listed=False)
    TrajectoryFactory(twinning=trajectory.twinning, programme=hidden)
    seen = Programme.objects.visible_to(stranger), Trajectory.objects.visible_to(stranger)
    assert [list(rows) for rows in seen] == [[trajectory.programme], [trajectory]]


@pytest.mark.parametrize(
    ("role", "side"),
    [
        ("editor", "flemish"),
        ("reader", "flemish"),
        ("partner_signatory", "partner"),
        ("stranger", ""),
        ("coordinator", ""),
        ("former", ""),
    ],
)
def test_the_side_somebody_belongs_to(request, twinning, role, side):
    assert twinning.side_of(request.getfixturevalue(role)) == side


FLEMISH_FIRST = (Side.FLEMISH, Side.PARTNER)
PARTNER_FIRST = (Side.PARTNER, Side.FLEMISH)


@pytest.mark.parametrize(
    ("language", "order"),
    [
        ("nl", FLEMISH_FIRST),
        ("es", PARTNER_FIRST),
        ("fr", FLEMISH_FIRST),
        ("en", FLEMISH_FIRST),
    ],
)
def test_the_readers_language_says_which_side_is_first(twinning, language, order):
    with translation.override(language):
        assert reading_order(twinning) == order


@pytest.mark.parametrize("language", ["fr", "en"])
def test_in_french_and_english_the_names_say_which_is_first(db, language):
    flemish = OrganisationFactory(name="Zoersel")
    twinning = TwinningFactory(flemish=flemish, partner__name="Cobán")
    with translation.override(language):
        assert reading_order(twinning) == PARTNER_FIRST


@pytest.mark.parametrize("language", ["nl", "es", "fr", "en"])
@pytest.mark.parametrize(("own", "order"), [("flemish", FLEMISH_FIRST), ("partner", PARTNER_FIRST)])
def test_ones_own_side_is_first_in_every_language(twinning, language, own, order):
    with translation.override(language):
        assert reading_order(twinning, own) == order


def test_names_of_the_sides_the_joint_and_the_coordination(twinning):
    names = [twinning.name_of(side) for side in ("flemish", "partner", "joint", "coordination")]
    assert names == ["Edegem", "San Jerónimo", "Together", "Coordination"]


def test_joint_is_no_organisation(twinning):
    with pytest.raises(ValueError, match="joint is not one side"):
        twinning.organisation_of(Side.JOINT)


@pytest.mark.parametrize("words", ["nimlajacoc", "herent", "HERENT"])
def test_a_twinning_is_found_by_either_side(twinning, other_twinning, words):
    assert list(Twinning.objects.search(words)) == [other_twinning]


def test_twinnings_are_found_by_either_sides_country(twinning, other_twinning):
    found = [list(Twinning.objects.in_country(code)) for code in ("PE", "BE", "BO")]
    assert found == [[twinning], [twinning, other_twinning], []]


def test_the_other_side_of_a_side():
    others = {side.value: side.other.value for side in Side}
    assert others == {"flemish": "partner", "partner": "flemish", "joint": "joint"}
