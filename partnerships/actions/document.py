"""Documents: added, described, replaced by a newer version, withdrawn with a reason."""

from typing import Any

from django.db import transaction

from partnerships import notifications
from partnerships.actions.event import record
from partnerships.models import Document, DocumentVersion, Event, Twinning, Verb
from stedenband import clock
from stedenband.accounts.models import User
from stedenband.files import CheckedFile
from stedenband.versions import locked, locked_at


@transaction.atomic
def add_document(
    *, twinning: Twinning, side: str, by: User, upload: CheckedFile, **words: Any
) -> Document:
    """A side adds a document; the other side hears of it when it may read it."""
    document = Document(twinning=twinning, side=side, updated_by=by, **words)
    document.full_clean()
    document.save()
    note_event(Verb.DOCUMENT_ADDED, document, by)
    if document.is_shared:
        notifications.document_added(document, by=by)
    keep_version(document, upload, by=by, number=1)
    return document


@transaction.atomic
def change_document(
    *, document: Document, by: User, version: int | None = None, **words: Any
) -> Document:
    """A side changes what is said of its document, or who may read it."""
    document = locked_at(document, version)
    document.refuse_if_withdrawn()
    was_shared = document.is_shared
    for name, value in words.items():
        setattr(document, name, value)
    document.updated_by, document.version = by, document.version + 1
    document.full_clean()
    document.save()
    note_event(Verb.DOCUMENT_CHANGED, document, by)
    if document.is_shared and not was_shared:
        notifications.document_added(document, by=by)
    return document


@transaction.atomic
def replace_document(
    *, document: Document, by: User, upload: CheckedFile, note: str = ""
) -> DocumentVersion:
    """A newer version takes the place of the one before, which stays to be read inside."""
    document = locked(document)
    document.refuse_if_withdrawn()
    number = document.versions.count() + 1
    note_event(Verb.DOCUMENT_REPLACED, document, by, new=str(number), note=note)
    return keep_version(document, upload, by=by, number=number, note=note)


def keep_version(
    document: Document, upload: CheckedFile, *, by: User, number: int, note: str = ""
) -> DocumentVersion:
    """Store a file: the action's last step, undone when anything goes wrong here."""
    row = DocumentVersion(
        document=document,
        number=number,
        name=upload.name,
        content_type=upload.content_type,
        size=upload.size,
        by=by,
        note=note,
    )
    row.full_clean(exclude=["file"])
    try:
        row.file.save("document", upload.content, save=False)
        row.save()
    except BaseException:
        row.file.delete(save=False)
        raise
    return row


@transaction.atomic
def withdraw_document(*, document: Document, by: User, reason: str) -> Document:
    """A side takes its document back; it and coordinators alone still see it, and why."""
    document = locked(document)
    document.refuse_if_withdrawn()
    document.withdrawn_at, document.withdrawn_reason = clock.now(), reason
    document.version += 1
    document.full_clean()
    document.save()
    note_event(Verb.DOCUMENT_WITHDRAWN, document, by, note=reason)
    return document


def note_event(verb: Verb, document: Document, by: User, **said: str) -> Event:
    return record(verb, by=by, twinning=document.twinning, document=document, **said)
