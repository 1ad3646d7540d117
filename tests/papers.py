"""What tests share about stories, photos and documents: who gets which page, and each deed."""

from partnerships import actions
from partnerships.models import Verb
from tests.factories import (
    documented,
    handed_in,
    let_through,
    minutes,
    photographed,
    told,
)

# Rows of the table in test_access.py, in its columns.
PAPER_ACCESS = """\
partnerships:story-list       GET  200 200 200 200 200 200 200 200 200 200 200 200 200
partnerships:story-list       POST 405 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:story-feed       GET  200 200 200 200 200 200 200 200 200 200 200 200 200
partnerships:story-feed       POST 405 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:story-add        GET  302 403 403 403 403 403 403 200 200 200 200 403 403
partnerships:story-add        POST 302 403 403 403 403 403 403 200 200 200 200 403 403
partnerships:story-detail     GET  404 404 404 404 404 404 404 404 404 200 200 200 200
partnerships:story-detail     POST 405 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:story-change     GET  302 404 404 404 404 404 404 404 404 200 200 403 403
partnerships:story-change     POST 302 404 404 404 404 404 404 404 404 200 200 403 403
partnerships:story-submit     GET  302 404 404 404 404 404 403 200 200 404 404 404 404
partnerships:story-submit     POST 302 404 404 404 404 404 403 200 200 404 404 404 404
partnerships:story-review     GET  302 404 404 404 404 404 404 404 404 403 403 200 403
partnerships:story-review     POST 302 404 404 404 404 404 404 404 404 403 403 200 403
partnerships:story-publish    GET  302 404 404 404 404 404 404 404 404 200 200 403 403
partnerships:story-publish    POST 302 404 404 404 404 404 404 404 404 200 200 403 403
partnerships:story-withdraw   GET  302 403 403 403 403 403 403 403 403 200 200 403 403
partnerships:story-withdraw   POST 302 403 403 403 403 403 403 403 403 200 200 403 403
partnerships:story-print      GET  200 200 200 200 200 200 200 200 200 200 200 200 200
partnerships:story-print      POST 405 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:photo-image      GET  200 200 200 200 200 200 200 200 200 200 200 200 200
partnerships:photo-image      POST 405 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:photo-add        GET  302 404 404 404 404 404 403 200 200 404 404 404 404
partnerships:photo-add        POST 302 404 404 404 404 404 403 200 200 404 404 404 404
partnerships:photo-change     GET  302 404 404 404 404 404 404 404 404 200 200 403 403
partnerships:photo-change     POST 302 404 404 404 404 404 404 404 404 200 200 403 403
partnerships:photo-withdraw   GET  302 404 404 404 404 404 404 404 404 200 200 200 403
partnerships:photo-withdraw   POST 302 404 404 404 404 404 404 404 404 200 200 200 403
partnerships:document-list    GET  200 200 200 200 200 200 200 200 200 200 200 200 200
partnerships:document-list    POST 405 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:document-add     GET  302 403 403 403 403 403 403 200 200 200 200 403 403
partnerships:document-add     POST 302 403 403 403 403 403 403 200 200 200 200 403 403
partnerships:document-detail  GET  404 404 404 404 404 404 200 200 200 200 200 200 200
partnerships:document-detail  POST 405 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:document-download GET  404 404 404 404 404 404 200 200 200 200 200 200 200
partnerships:document-download POST 405 405 405 405 405 405 405 405 405 405 405 405 405
partnerships:document-change  GET  302 404 404 404 404 404 403 403 403 200 200 403 403
partnerships:document-change  POST 302 404 404 404 404 404 403 403 403 200 200 403 403
partnerships:document-replace GET  302 404 404 404 404 404 403 403 403 200 200 403 403
partnerships:document-replace POST 302 404 404 404 404 404 403 403 403 200 200 403 403
partnerships:document-withdraw GET  302 404 404 404 404 404 403 403 403 200 200 403 403
partnerships:document-withdraw POST 302 404 404 404 404 404 403 403 403 200 200 403 403
"""


def paper_things(world):
    """What each page is about, of `tests.pages.furnished`."""
    of_twinning = ("document-add", "document-list", "story-add")
    return {
        **dict.fromkeys(of_twinning, world.twinning.slug),
        "document-detail": world.document,
        "document-change": world.document,
        "document-download": (world.document, 1),
        "document-replace": world.document,
        "document-withdraw": world.document,
        "photo-add": world.draft_story,
        "photo-change": world.photo,
        "photo-image": (world.public_photo, 8),
        "photo-withdraw": world.photo,
        "story-change": world.story,
        "story-detail": world.story,
        "story-feed": None,
        "story-list": None,
        "story-print": world.public_story,
        "story-publish": world.approved_story,
        "story-review": world.story,
        "story-submit": world.draft_story,
        "story-withdraw": world.public_story,
    }


def tell_story(world):
    return told(world.twinning, world.editor)


def change_story(world):
    actions.change_story(story=tell_story(world), by=world.editor, title="Two streets")


def hand_story_in(world):
    return handed_in(world.twinning, world.editor)


def approve_story(world):
    return let_through(hand_story_in(world), world.coordinator)


def return_story(world):
    given = {"decision": "returned", "note": "Which street?"}
    actions.review_story(story=hand_story_in(world), by=world.coordinator, **given)


def publish_story(world):
    return actions.publish_story(story=approve_story(world), by=world.editor)


def withdraw_story(world):
    actions.withdraw_story(story=publish_story(world), by=world.editor)


def photograph(world):
    return photographed(tell_story(world), world.editor)


def change_photo(world):
    actions.change_photo(photo=photograph(world), by=world.editor, caption="In May.")


def withdraw_photo(world):
    actions.withdraw_photo(photo=photograph(world), by=world.editor)


def add_document(world):
    return documented(world.twinning, world.editor)


def change_document(world):
    actions.change_document(document=add_document(world), by=world.editor, title="Minutes")


def replace_document(world):
    given = {"document": add_document(world), "upload": minutes()}
    actions.replace_document(by=world.editor, **given)


def withdraw_document(world):
    given = {"document": add_document(world), "reason": "The wrong file."}
    actions.withdraw_document(by=world.editor, **given)


# Rows of the table in test_event.py: verb, action, deed, lines written before.
PAPER_DEEDS = [
    (Verb.STORY_ADDED, "add_story", tell_story, 0),
    (Verb.STORY_CHANGED, "change_story", change_story, 1),
    (Verb.STORY_SUBMITTED, "submit_story", hand_story_in, 1),
    (Verb.STORY_APPROVED, "review_story", approve_story, 2),
    (Verb.STORY_RETURNED, "review_story", return_story, 2),
    (Verb.STORY_PUBLISHED, "publish_story", publish_story, 3),
    (Verb.STORY_WITHDRAWN, "withdraw_story", withdraw_story, 4),
    (Verb.PHOTO_ADDED, "add_photo", photograph, 1),
    (Verb.PHOTO_CHANGED, "change_photo", change_photo, 2),
    (Verb.PHOTO_WITHDRAWN, "withdraw_photo", withdraw_photo, 2),
    (Verb.DOCUMENT_ADDED, "add_document", add_document, 0),
    (Verb.DOCUMENT_CHANGED, "change_document", change_document, 1),
    (Verb.DOCUMENT_REPLACED, "replace_document", replace_document, 1),
    (Verb.DOCUMENT_WITHDRAWN, "withdraw_document", withdraw_document, 1),
]
