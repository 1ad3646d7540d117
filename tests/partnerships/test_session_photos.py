"""Photos of a session: shown when every side agreed, in the language of whoever wrote."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError

from partnerships import actions
from partnerships.models import Photo, Session
from tests.factories import photo_file, photographed, reload
from tests.pages import text_of, upload, url, visit
from tests.sessions import agreed, planned, reported

SENT = {
    "alt": "A hall",
    "written_in": "es",
    "position": "1",
    "consent": "no_people",
    "version": "0",
}


@pytest.fixture
def session(twinning, editor):
    """Held a week ago, and told of."""
    return reported(planned(twinning, editor, days=-7), editor)


@pytest.fixture
def photo(session, editor):
    return photographed(session, editor, written_in="nl")


def shown_to(user, session):
    return "<img" in text_of(visit(user).get(url("session-detail", session.pk)))


def test_an_editor_adds_one_and_it_stands_with_the_session(session, partner_editor, media):
    where = url("session-illustrate", session.pk)
    visit(partner_editor).post(where, SENT | {"picture": upload("hall.png")})
    photo = Photo.objects.get()
    assert (photo.session, photo.language, photo.about, shown_to(partner_editor, session)) == (
        session,
        "es",
        session,
        True,
    )


def test_it_is_public_when_every_side_agreed_and_not_before(session, photo, editor, partner_editor):
    before = Photo.objects.public().exists()
    agreed(session, flemish=editor, partner=partner_editor)
    assert (before, Photo.objects.public().exists(), shown_to(None, session)) == (
        False,
        True,
        True,
    )


def test_another_photo_asks_every_side_again(session, editor, partner_editor):
    agreed(session, flemish=editor, partner=partner_editor)
    photographed(session, editor, written_in="nl")
    assert Session.objects.public().exists() is False


def test_who_sees_it_before(photo, editor, partner_editor, coordinator, stranger):
    users = (editor, partner_editor, coordinator, stranger, AnonymousUser())
    found = [Photo.objects.visible_to(user).exists() for user in users]
    assert found == [True, True, True, False, False]


@pytest.mark.parametrize("days", [7, -7])
def test_none_before_a_session_or_of_one_that_was_cancelled(twinning, editor, days):
    session = planned(twinning, editor, days=days)
    if days < 0:
        actions.cancel_session(session=session, by=editor, reason="Rain.", language="nl")
    with pytest.raises(ValidationError):
        photographed(session, editor, written_in="nl")


def test_a_photo_of_nothing_and_one_without_a_language_are_refused(session, editor):
    with pytest.raises(ValidationError):
        actions.add_photo(about=session, by=editor, alt="A hall", picture=photo_file())


def test_withdrawn_its_words_go_in_every_language(session, photo, editor, partner_editor):
    given = {"thing": photo, "language": "es", "by": partner_editor, "version": 0}
    actions.save_translation(words={"alt": "Una calle"}, **given)
    actions.withdraw_photo(photo=photo, by=editor)
    kept = reload(photo)
    assert (kept.alt, kept.translations.exists(), shown_to(editor, session)) == ("", False, False)


def test_the_form_says_it_asks_again_when_the_session_is_public(session, editor, partner_editor):
    agreed(session, flemish=editor, partner=partner_editor)
    page = text_of(visit(editor).get(url("session-illustrate", session.pk)))
    assert "each side is asked again" in page


@pytest.mark.parametrize("name", ["photo-change", "photo-withdraw"])
def test_its_forms_lead_back_to_the_session(session, photo, editor, name):
    page = visit(editor).get(url(name, photo.pk)).content.decode()
    assert url("session-detail", session.pk) in page
