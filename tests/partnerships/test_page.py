"""Pages: what one side says about itself, and whether it says so in public."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from partnerships import actions
from partnerships.models import Page, Side, Trajectory, Twinning
from stedenband import clock
from stedenband.versions import StaleVersion
from tests.factories import reload, submitted
from tests.pages import text_of, url, visit

DAY = timedelta(days=1)


@pytest.fixture
def page(twinning):
    """San Jerónimo's."""
    return twinning.pages.get(side=Side.PARTNER)


@pytest.fixture
def flemish_page(twinning):
    return twinning.pages.get(side=Side.FLEMISH)


def change(page, by, **words):
    words = {"text": "Nuestra calle.", "language": "es"} | words
    return actions.change_page(page=page, by=by, **words)


def test_a_page_is_changed_by_its_side(page, partner_editor):
    change(page, partner_editor, lead_service="Medio ambiente", summary="Onze straat.")
    found = reload(page)
    assert (found.text, found.lead_service, found.updated_by, found.version) == (
        "Nuestra calle.",
        "Medio ambiente",
        partner_editor,
        1,
    )


def test_who_is_in_charge_stands_there_in_the_sides_language(page, partner_editor):
    change(page, partner_editor, lead_service="Medio ambiente")
    found = text_of(visit(partner_editor).get(url("twinning-detail", page.twinning.slug)))
    assert '<dd lang="es">Medio ambiente</dd>' in found


def test_a_new_twinning_can_enter_its_first_deed(twinning, editor, reader):
    pages = [
        text_of(visit(one).get(url("twinning-detail", twinning.slug))) for one in (editor, reader)
    ]
    names = ("deed-add", "plan-import", "own-goal-add", "local-target-add")
    shown = [[url(name, twinning.slug) in page for name in names] for page in pages]
    assert shown == [[True] * 4, [False] * 4]


def test_an_older_version_overwrites_nothing(page, partner_editor, partner_signatory):
    change(page, partner_editor, version=0)
    with pytest.raises(StaleVersion) as meanwhile:
        change(page, partner_signatory, version=0, text="Otra cosa.")
    assert (reload(page).text, meanwhile.value.current.text) == ("Nuestra calle.",) * 2


def test_every_version_is_kept(page, partner_editor):
    change(page, partner_editor)
    change(page, partner_editor, text="Nuestra plaza.")
    texts = [version.text for version in page.history.all()]
    assert texts[:2] == ["Nuestra plaza.", "Nuestra calle."]


def test_an_unknown_language_is_refused(page, partner_editor):
    with pytest.raises(ValidationError) as refusal:
        change(page, partner_editor, language="xx")
    assert (list(refusal.value.message_dict), reload(page).text) == (["language"], "")


def test_hidden_characters_are_refused(page, partner_editor):
    with pytest.raises(ValidationError) as refusal:
        change(page, partner_editor, text="a\u202eb")
    message = "This text has invisible control characters: type it again."
    assert refusal.value.message_dict == {"text": [message]}


def test_nothing_is_public_by_default(page, flemish_page):
    assert not Page.objects.public().exists()


def test_a_side_publishes_its_own_page_alone(page, flemish_page, partner_editor):
    actions.publish_page(page=page, by=partner_editor)
    assert list(Page.objects.public()) == [page]


def test_publishing_twice_keeps_the_first_moment(page, partner_editor):
    actions.publish_page(page=page, by=partner_editor)
    first = reload(page).published_at
    actions.publish_page(page=page, by=partner_editor)
    assert reload(page).published_at == first


def test_withdrawing_is_publishing_undone_at_once(page, partner_editor):
    actions.publish_page(page=page, by=partner_editor)
    actions.withdraw_page(page=page, by=partner_editor)
    assert (reload(page).is_public, Page.objects.public().exists()) == (False, False)


def test_a_page_of_a_twinning_that_is_not_listed_is_not_public(page, partner_editor):
    actions.publish_page(page=page, by=partner_editor)
    Twinning.objects.update(is_listed=False)
    assert not Page.objects.public().exists()


@pytest.mark.parametrize(
    ("role", "reads"),
    [
        ("editor", True),
        ("reader", True),
        ("partner_signatory", True),
        ("coordinator", True),
        ("facilitator", True),
        ("stranger", False),
        ("nobody", False),
        ("former", False),
    ],
)
def test_who_reads_a_page_before_it_is_published(request, page, role, reads):
    user = request.getfixturevalue(role)
    seen = (page.is_readable_by(user), page in Page.objects.visible_to(user))
    assert seen == (reads, reads)


def test_everybody_reads_a_published_page(page, partner_editor):
    actions.publish_page(page=page, by=partner_editor)
    seen = (reload(page).is_readable_by(AnonymousUser()), Page.objects.visible_to(None).get())
    assert seen == (True, page)


def test_a_side_has_one_page(page, twinning):
    with pytest.raises(IntegrityError), transaction.atomic():
        Page.objects.create(twinning=twinning, side=Side.PARTNER)
    assert twinning.pages.count() == 2


def test_a_page_belongs_to_one_side(twinning):
    with pytest.raises(ValidationError) as refusal:
        Page(twinning=twinning, side=Side.JOINT).full_clean()
    assert refusal.value.message_dict["__all__"] == ["A page belongs to one side."]


# --- Signs of life --------------------------------------------------------------------------------


def test_what_a_member_does_is_a_sign_of_life_of_their_side(milestone, page, partner_editor):
    submitted(milestone, partner_editor)
    silent_days = [one.silent_days for one in Page.objects.order_by("side")]
    assert silent_days == [None, 0]


def test_what_a_coordinator_does_is_no_sign_of_life(page, milestone, coordinator):
    actions.replan_milestone(milestone=milestone, by=coordinator, month=20, reason="money")
    assert {one.last_contribution_at for one in Page.objects.all()} == {None}


def test_a_sign_of_life_is_no_version_of_the_page(page, milestone, partner_editor):
    versions = page.history.count()
    submitted(milestone, partner_editor)
    assert (reload(page).version, page.history.count()) == (0, versions)


@pytest.mark.parametrize(("days", "silent"), [(59, False), (60, True)])
def test_a_side_is_silent_after_sixty_days(trajectory, page, flemish_page, days, silent):
    now = clock.now()
    Page.objects.filter(pk=flemish_page.pk).update(last_contribution_at=now)
    Page.objects.filter(pk=page.pk).update(last_contribution_at=now - days * DAY)
    assert list(Page.objects.silent()) == ([page] if silent else [])


def test_the_longest_silence_is_first_and_none_at_all_before_that(
    trajectory, other_trajectory, page, flemish_page
):
    now = clock.now()
    Page.objects.filter(pk=page.pk).update(last_contribution_at=now - 80 * DAY)
    Page.objects.filter(pk=flemish_page.pk).update(last_contribution_at=now - 70 * DAY)
    never = list(Page.objects.filter(twinning=other_trajectory.twinning).order_by("pk"))
    assert list(Page.objects.silent()) == [*never, page, flemish_page]


def test_nobody_is_silent_where_nothing_runs(trajectory):
    Trajectory.objects.update(state=Trajectory.State.CLOSED)
    assert not Page.objects.silent().exists()


def test_a_reminder_is_no_sign_of_life(trajectory, page, coordinator, partner_editor):
    actions.remind_side(page=page, by=coordinator)
    assert reload(page).silent_days is None
