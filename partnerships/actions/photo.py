"""Photos of a story: added, described, and withdrawn with their files."""

from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from partnerships.actions.event import record
from partnerships.actions.story import rework
from partnerships.models import Photo, Rendition, Story, Verb
from partnerships.models.photo import MOST_PHOTOS
from stedenband.accounts.models import User
from stedenband.photos import CheckedPhoto, Drawn
from stedenband.versions import locked, locked_at


@transaction.atomic
def add_photo(*, story: Story, by: User, picture: CheckedPhoto, **words: Any) -> Photo:
    """A side puts a photo with its story, which makes that a draft again."""
    story = locked(story)
    if story.photos.standing().count() >= MOST_PHOTOS:
        full = _("A story has at most %(most)s photos: withdraw one first.")
        raise ValidationError(full, params={"most": MOST_PHOTOS})
    size = {"width": picture.width, "height": picture.height}
    photo = Photo(story=story, updated_by=by, **size, **words)
    photo.full_clean()
    photo.save()
    rework(story, by)
    record(Verb.PHOTO_ADDED, by=by, twinning=story.twinning, story=story)
    keep_renditions(photo, picture)
    return photo


def keep_renditions(photo: Photo, picture: CheckedPhoto) -> None:
    """Store the pictures: the action's last step, undone when anything goes wrong here."""
    written: list[Rendition] = []
    try:
        for drawn in picture.drawn:
            written.append(written_row(photo, drawn))
            written[-1].full_clean(exclude=["file"])
            written[-1].save()
    except BaseException:
        for row in written:
            row.file.delete(save=False)
        raise


def written_row(photo: Photo, drawn: Drawn) -> Rendition:
    row = Rendition(photo=photo, width=drawn.width, size=drawn.content.size)
    row.file.save("photo.webp", drawn.content, save=False)
    return row


@transaction.atomic
def change_photo(*, photo: Photo, by: User, version: int | None = None, **words: Any) -> Photo:
    """A side says otherwise what is to be seen, or records the consent."""
    story = locked(photo.story)
    photo = locked_at(photo, version)
    photo.refuse_if_withdrawn()
    for name, value in words.items():
        setattr(photo, name, value)
    photo.updated_by, photo.version = by, photo.version + 1
    photo.full_clean()
    photo.save()
    rework(story, by)
    record(Verb.PHOTO_CHANGED, by=by, twinning=story.twinning, story=story)
    return photo


@transaction.atomic
def withdraw_photo(*, photo: Photo, by: User) -> Photo:
    """Take a photo away at once, its files too; that there was one, and when it went, is kept."""
    photo = locked(photo)
    photo.withdraw()
    photo.version += 1
    photo.save()
    for rendition in photo.renditions.all():
        storage, name = rendition.file.storage, str(rendition.file.name)
        transaction.on_commit(partial(storage.delete, name))
    photo.renditions.all().delete()
    record(Verb.PHOTO_WITHDRAWN, by=by, twinning=photo.twinning, story=photo.story)
    return photo
