"""Photos of a story or a session: added, described, and withdrawn with their files."""

from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from partnerships.actions import session as sessions
from partnerships.actions import story as stories
from partnerships.actions.event import record
from partnerships.models import Photo, Rendition, Session, Story, Verb, at_home
from partnerships.models.photo import MOST_PHOTOS
from stedenband.accounts.models import User
from stedenband.photos import CheckedPhoto, Drawn
from stedenband.versions import locked, locked_at


@transaction.atomic
def add_photo(*, about: Story | Session, by: User, picture: CheckedPhoto, **words: Any) -> Photo:
    """Put a photo with a story, which makes that a draft again, or with a session that was held."""
    about = locked(about)
    refuse_photo(about)
    of = {"story": about} if isinstance(about, Story) else {"session": about}
    size = {"width": picture.width, "height": picture.height}
    photo = Photo(updated_by=by, **of, **size, **words)
    photo.full_clean()
    photo.save()
    rework(about, by)
    note_event(Verb.PHOTO_ADDED, about, by)
    keep_renditions(photo, picture)
    return photo


def refuse_photo(about: Story | Session) -> None:
    refuse_closed(about)
    if about.photos.standing().count() >= MOST_PHOTOS:
        full = _("There are at most %(most)s photos: withdraw one first.")
        raise ValidationError(full, params={"most": MOST_PHOTOS})


def refuse_closed(about: Story | Session) -> None:
    """Photos come after a session, and none to one that is cancelled or documented."""
    if isinstance(about, Session):
        about.refuse_unless_open()
        about.refuse_before_start()


def rework(about: Story | Session, by: User) -> None:
    """What others read of it is no longer what was approved or agreed."""
    if isinstance(about, Story):
        stories.rework(about, by)
    else:
        sessions.rework(about, by)


def note_event(verb: Verb, about: Story | Session, by: User) -> None:
    of = {"story": about} if isinstance(about, Story) else {"session": about}
    record(verb, by=by, twinning=at_home(about.twinnings_concerned, by), **of)


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
    """Say otherwise what is to be seen, or record the consent."""
    about = locked(photo.about)
    refuse_closed(about)
    photo = locked_at(photo, version)
    photo.refuse_if_withdrawn()
    for name, value in words.items():
        setattr(photo, name, value)
    photo.updated_by, photo.version = by, photo.version + 1
    photo.full_clean()
    photo.save()
    rework(about, by)
    note_event(Verb.PHOTO_CHANGED, about, by)
    return photo


@transaction.atomic
def withdraw_photo(*, photo: Photo, by: User) -> Photo:
    """Take a photo away at once, its files too; that there was one, and when it went, is kept."""
    about = locked(photo.about)
    photo = locked(photo)
    photo.withdraw()
    photo.version += 1
    photo.save()
    for rendition in photo.renditions.all():
        storage, name = rendition.file.storage, str(rendition.file.name)
        transaction.on_commit(partial(storage.delete, name), robust=True)
    photo.renditions.all().delete()
    photo.translations.all().delete()
    note_event(Verb.PHOTO_WITHDRAWN, about, by)
    return photo
