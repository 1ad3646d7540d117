"""Translations of people's texts: saved by one, checked by a second."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from partnerships import notifications
from partnerships.actions.event import record
from partnerships.models import (
    Adoption,
    Comment,
    Contribution,
    Photo,
    ProgressReport,
    Translation,
    Verb,
    at_home,
)
from stedenband.accounts.models import User
from stedenband.versions import StaleVersion, locked, locked_at

# Of what is part of something else, a line of history is about that.
PARTS: dict[type, tuple[str, ...]] = {
    Adoption: ("lesson",),
    Comment: ("milestone", "deed"),
    Contribution: ("session",),
    Photo: ("story", "session"),
}


@transaction.atomic
def save_translation(
    *, thing: Any, language: str, by: User, version: int, words: dict[str, str]
) -> Translation:
    """Keep a translation, to be checked by somebody else; version 0 is one that is not there yet.

    Raises ValidationError when nothing was translated, StaleVersion when somebody else saved one
    meanwhile.
    """
    thing = locked(thing)
    found = Translation.objects.of(thing).filter(language=language).first()
    if found and found.version != version:
        raise StaleVersion(found)
    translation = locked(found) if found else Translation(language=language)
    setattr(translation, thing.translated_as, thing)
    translation.write(words, thing.original)
    translation.by, translation.version = by, version + 1
    translation.full_clean()
    translation.save()
    record(Verb.TRANSLATION_SAVED, by=by, new=language, **about(thing, by))
    notifications.translation_saved(translation, by=by)
    return translation


@transaction.atomic
def check_translation(*, translation: Translation, by: User, version: int) -> Translation:
    """A second person finds a translation right; others read it from now on."""
    thing = locked(translation.thing)
    translation = locked_at(translation, version)
    if translation.state == Translation.State.CHECKED:
        raise ValidationError(Translation.LABELS[Translation.State.CHECKED])
    translation.check_by(by)
    translation.version += 1
    translation.full_clean()
    translation.save()
    record(Verb.TRANSLATION_CHECKED, by=by, new=translation.language, **about(thing, by))
    return translation


def about(thing: Any, by: User) -> dict[str, Any]:
    """What the line of history is about; it stands at the twinning of whoever translates."""
    twinning = at_home(thing.twinnings_concerned, by)
    if of := PARTS.get(type(thing)):
        return {"twinning": twinning, **{name: getattr(thing, name) for name in of}}
    found = {"twinning": twinning, thing.translated_as: thing}
    if isinstance(thing, ProgressReport):
        found["milestone"] = thing.milestone
    return found
