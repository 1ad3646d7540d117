"""Stories: written, handed in, read over, published and taken offline."""

from typing import Any

from django.db import transaction

from partnerships import notifications
from partnerships.actions.event import record
from partnerships.models import Decision, Event, Story, Twinning, Verb
from stedenband import clock
from stedenband.accounts.models import User
from stedenband.versions import locked, locked_at


@transaction.atomic
def add_story(*, twinning: Twinning, side: str, by: User, **words: Any) -> Story:
    """A side begins a story: a draft that its own side alone reads."""
    words.pop("version", None)
    story = Story(twinning=twinning, side=side, written_by=by, updated_by=by, **words)
    story.full_clean()
    story.save()
    note_event(Verb.STORY_ADDED, story, by)
    return story


@transaction.atomic
def change_story(*, story: Story, by: User, version: int | None = None, **words: Any) -> Story:
    """A side changes its story, which makes it a draft again wherever it stood."""
    story = locked_at(story, version)
    for name, value in words.items():
        setattr(story, name, value)
    rework(story, by)
    note_event(Verb.STORY_CHANGED, story, by)
    return story


def rework(story: Story, by: User) -> None:
    """Save a locked story of which something changed: nobody outside its side sees it now."""
    story.rework()
    story.updated_by, story.updated_at, story.version = by, clock.now(), story.version + 1
    story.full_clean()
    story.save()


@transaction.atomic
def submit_story(*, story: Story, by: User) -> Story:
    """A side hands its story in; coordinators are asked to read it over."""
    story = locked(story)
    story.hand_in()
    story.submitted_by, story.version = by, story.version + 1
    story.full_clean()
    story.save()
    note_event(Verb.STORY_SUBMITTED, story, by)
    notifications.story_submitted(story, by=by)
    return story


@transaction.atomic
def review_story(
    *, story: Story, by: User, version: int | None = None, decision: str, note: str = ""
) -> Story:
    """A coordinator approves a story or returns it with a note. Approved is not yet published."""
    story = locked_at(story, version)
    story.decide(decision, note)
    story.reviewed_by, story.version = by, story.version + 1
    story.full_clean()
    story.save()
    approved = decision == Decision.APPROVED
    verb = Verb.STORY_APPROVED if approved else Verb.STORY_RETURNED
    note_event(verb, story, by)  # the note stays with the story, between its side and the reviewer
    notifications.story_reviewed(story, by=by)
    return story


@transaction.atomic
def publish_story(*, story: Story, by: User) -> Story:
    """The side that wrote an approved story shows it to everybody, at once or after its embargo."""
    story = locked(story)
    story.publish()
    story.save(update_fields=["published_at"])
    note_event(Verb.STORY_PUBLISHED, story, by)
    return story


@transaction.atomic
def withdraw_story(*, story: Story, by: User) -> Story:
    """The side that published a story takes it offline, at once."""
    story = locked(story)
    story.published_at = None
    story.save(update_fields=["published_at"])
    note_event(Verb.STORY_WITHDRAWN, story, by)
    return story


def note_event(verb: Verb, story: Story, by: User) -> Event:
    return record(verb, by=by, twinning=story.twinning, story=story)
