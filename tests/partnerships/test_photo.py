"""Photos of a story: shown with consent, handed out carefully, gone when it is withdrawn."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError

from partnerships import actions
from partnerships.actions import photo as photo_actions
from partnerships.models import Event, Photo, Rendition, Verb
from partnerships.models.photo import MOST_PHOTOS
from tests.factories import let_through, photo_file, photographed, reload, told
from tests.pages import picture, text_of, upload, url, visit, words_of

GIVEN = {
    "consent": "given",
    "consent_how": "guardian",
    "consent_on": date(2026, 5, 1),
    "consent_by": "the school",
}
SENT = {"alt": "A street", "position": "1", "consent": "no_people", "version": "0"}


@pytest.fixture
def photo(twinning, editor):
    """Of a draft of Edegem."""
    return photographed(told(twinning, editor), editor)


@pytest.fixture
def shown(photo, editor, coordinator):
    """The same, in public."""
    return make_public(photo, editor, coordinator)


def make_public(photo, editor, coordinator):
    actions.submit_story(story=photo.story, by=editor)
    let_through(photo.story, coordinator)
    actions.publish_story(story=photo.story, by=editor)
    return reload(photo)


def files_in(media):
    return [path for path in media.rglob("*") if path.is_file()]


def image(photo, width=8):
    return url("photo-image", photo.pk, width)


# --- Consent ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("consent", "is_shown"),
    [({"consent": "no_people"}, True), (GIVEN, True), ({"consent": ""}, False)],
)
def test_a_photo_is_public_with_consent_alone(twinning, editor, coordinator, consent, is_shown):
    photo = photographed(told(twinning, editor), editor, **consent)
    make_public(photo, editor, coordinator)
    page = text_of(visit(None).get(url("story-detail", photo.story.pk)))
    answer = visit(None).get(image(photo)).status_code
    assert (Photo.objects.public().exists(), "<img" in page, answer) == (
        is_shown,
        is_shown,
        200 if is_shown else 404,
    )


def test_without_consent_its_own_side_and_the_coordination_see_it(
    twinning, editor, coordinator, partner_editor, facilitator, stranger
):
    photo = photographed(told(twinning, editor), editor, consent="")
    make_public(photo, editor, coordinator)
    users = (editor, coordinator, facilitator, partner_editor, stranger, AnonymousUser())
    found = [Photo.objects.visible_to(user).exists() for user in users]
    assert found == [True, True, True, False, False, False]


@pytest.mark.parametrize("missing", ["consent_how", "consent_on", "consent_by"])
def test_consent_that_was_given_says_how_when_and_by_whom(photo, editor, missing):
    empty = None if missing == "consent_on" else ""
    with pytest.raises(ValidationError) as refusal:
        actions.change_photo(photo=photo, by=editor, **(GIVEN | {missing: empty}))
    assert refusal.value.messages == ["Say how consent was given, when and by whom."]


def test_without_anybody_on_it_nothing_more_is_kept_of_consent(photo, editor):
    actions.change_photo(photo=photo, by=editor, **GIVEN)
    data = SENT | {"version": "1", "consent_how": "oral", "consent_by": "Somebody"}
    visit(editor).post(url("photo-change", photo.pk), data)
    found = reload(photo)
    assert (found.consent, found.consent_how, found.consent_by, found.consent_on) == (
        "no_people",
        "",
        "",
        None,
    )


# --- Withdrawn --------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_withdrawn_its_files_are_gone_and_the_row_says_when(shown, editor, media):
    before = len(files_in(media))
    actions.withdraw_photo(photo=shown, by=editor)
    kept = reload(shown)
    assert (before, files_in(media), Rendition.objects.count(), kept.is_withdrawn, kept.alt) == (
        1,
        [],
        0,
        True,
        "",
    )


@pytest.mark.parametrize("who", ["editor", "coordinator"])
def test_withdrawn_it_is_gone_from_pages_and_feed_at_once(request, shown, twinning, who):
    answer = visit(request.getfixturevalue(who)).post(url("photo-withdraw", shown.pk), {"once": ""})
    pages = [url("story-detail", shown.story.pk), url("story-list"), url("story-feed")]
    seen = [f"photos/{shown.pk}/" in visit(None).get(page).content.decode() for page in pages]
    images = [visit(user).get(image(shown)).status_code for user in (None, *shown_to(request))]
    assert (answer.status_code, seen, set(images)) == (302, [False] * 3, {404})


def shown_to(request):
    return [request.getfixturevalue(name) for name in ("editor", "coordinator", "partner_editor")]


def test_its_story_stays_public_when_it_goes(shown, editor):
    actions.withdraw_photo(photo=shown, by=editor)
    assert visit(None).get(url("story-detail", shown.story.pk)).status_code == 200


def test_inside_it_is_told_that_there_was_one(shown, editor):
    actions.withdraw_photo(photo=shown, by=editor)
    where = url("story-detail", shown.story.pk)
    said = ["it was withdrawn on" in words_of(visit(user).get(where)) for user in (editor, None)]
    assert said == [True, False]


@pytest.mark.parametrize("deed", [actions.withdraw_photo, actions.change_photo])
def test_what_was_withdrawn_does_not_come_back(shown, editor, deed):
    actions.withdraw_photo(photo=shown, by=editor)
    with pytest.raises(ValidationError, match="does not come back"):
        deed(photo=shown, by=editor)


def test_history_does_not_say_what_was_to_be_seen(photo, editor):
    actions.withdraw_photo(photo=photo, by=editor)
    verbs = [Verb.PHOTO_ADDED, Verb.PHOTO_WITHDRAWN]
    events = Event.objects.filter(verb__in=verbs)
    assert [(one.old, one.new, one.note) for one in events] == [("", "", "")] * 2


# --- Added and changed ------------------------------------------------------------------------


@pytest.mark.parametrize("deed", ["add", "change"])
def test_a_story_that_gets_another_photo_is_read_over_again(shown, editor, deed):
    if deed == "add":
        photographed(shown.story, editor)
    else:
        actions.change_photo(photo=shown, by=editor, caption="In May.")
    story = reload(shown.story)
    assert (story.state, story.published_at) == ("draft", None)


def test_a_photo_is_stored_under_a_random_name(twinning, editor, media):
    story = told(twinning, editor)
    data = SENT | {"picture": upload("María en la calle.png", picture())}
    answer = visit(editor).post(url("photo-add", story.pk), data)
    paths = [path.relative_to(media) for path in files_in(media)]
    assert (answer.status_code, [len(path.stem) for path in paths], paths[0].parts[0]) == (
        302,
        [32],
        "photos",
    )


def test_a_photo_that_is_refused_leaves_the_text_alone(twinning, editor, media):
    story = told(twinning, editor, text="Our words.")
    data = SENT | {"picture": upload("page.jpg", b"<html></html>"), "caption": "In May."}
    response = visit(editor).post(url("photo-add", story.pk), data)
    found = (
        response.context["form"].errors["picture"],
        "In May." in text_of(response),
        reload(story).text,
        files_in(media),
    )
    says = "“page.jpg” is not a photo (JPEG, PNG or WebP)."
    assert found == ([says], True, "Our words.", [])


def test_when_storing_fails_nothing_is_left(twinning, editor, media, monkeypatch):
    story = told(twinning, editor)
    real = photo_actions.written_row

    def once_then_broken(photo, drawn):
        monkeypatch.setattr(photo_actions, "written_row", lambda *given: 1 / 0)
        return real(photo, drawn)

    monkeypatch.setattr(photo_actions, "written_row", once_then_broken)
    two = photo_file()
    with pytest.raises(ZeroDivisionError):
        photographed(story, editor, picture=type(two)(two.drawn * 2))
    assert (files_in(media), Photo.objects.count()) == ([], 0)


def test_a_story_has_a_dozen_photos_at_most(photo, editor):
    for _ in range(MOST_PHOTOS - 1):
        photographed(photo.story, editor)
    with pytest.raises(ValidationError, match="at most 12 photos"):
        photographed(photo.story, editor)


def test_photos_stand_in_their_order(photo, editor):
    photographed(photo.story, editor, alt="Third", position=3)
    photographed(photo.story, editor, alt="Second", position=2)
    assert [one.alt for one in photo.story.photos.all()] == ["A street", "Second", "Third"]


# --- Handed out -------------------------------------------------------------------------------


def test_a_public_picture_may_be_kept_for_an_hour(shown):
    response = visit(None).get(image(shown))
    headers = {name: response.headers[name] for name in ("Cache-Control", "Content-Type")}
    assert headers == {"Cache-Control": "public, max-age=3600", "Content-Type": "image/webp"}


@pytest.mark.parametrize("who", ["editor", "coordinator"])
def test_a_picture_that_is_not_public_is_kept_nowhere(request, photo, editor, who):
    actions.submit_story(story=photo.story, by=editor)
    response = visit(request.getfixturevalue(who)).get(image(photo))
    kept = response.headers["Cache-Control"]
    assert (response.status_code, kept) == (200, "private, no-store")


def test_a_picture_is_nothing_but_a_picture(shown):
    response = visit(None).get(image(shown))
    policy = response.headers["Content-Security-Policy"]
    found = (response.headers["X-Content-Type-Options"], "sandbox" in policy)
    assert found == ("nosniff", True)


def test_a_width_that_was_not_drawn_is_not_found(shown):
    assert visit(None).get(image(shown, 9)).status_code == 404


def test_a_picture_whose_file_is_gone_is_not_found(shown):
    shown.renditions.get().file.storage.delete(shown.renditions.get().file.name)
    assert visit(None).get(image(shown)).status_code == 404


def test_the_page_lets_a_browser_choose(shown):
    page = text_of(visit(None).get(url("story-detail", shown.story.pk)))
    tag = page.split("<img", 1)[1].split(">", 1)[0]
    wanted = ("srcset=", "sizes=", 'loading="lazy"', 'width="8"', 'height="6"', 'alt="A street"')
    assert [one for one in wanted if one not in tag] == []
