"""Evidence: kept with a report, and removed while it was not handed in."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.db import transaction

from partnerships.actions.event import record
from partnerships.models import Deed, Evidence, ProgressReport, Verb
from stedenband.accounts.models import User
from stedenband.files import CheckedFile


def keep_evidence(
    owner: ProgressReport | Deed, *, by: User, uploads: Sequence[CheckedFile], link: str
) -> None:
    """Store files and a link with a report or a deed, within the transaction of the caller.

    Files are written before the rows; when anything goes wrong they are taken away again.
    """
    about = {"deed" if isinstance(owner, Deed) else "report": owner}
    rows = [file_row(by, file, about) for file in uploads]
    if link:
        rows.append(Evidence(by=by, url=link, name=link[:200], **about))
    stored: list[Evidence] = []
    try:
        for row in rows:
            row.full_clean(exclude=["file"])
            stored.append(row)
            row.save()
    except BaseException:
        for row in stored:
            row.file.delete(save=False)
        raise


def file_row(by: User, file: CheckedFile, about: dict[str, Any]) -> Evidence:
    row = Evidence(by=by, name=file.name, content_type=file.content_type, size=file.size, **about)
    row.file.save(file.name, file.content, save=False)
    return row


@transaction.atomic
def remove_evidence(*, evidence: Evidence, by: User) -> None:
    """Take away what was not handed in yet; the file goes when that is certain."""
    evidence.refuse_if_sent()
    report = evidence.report
    about = {"report": report, "milestone": report.milestone if report else None}
    twinning = evidence.twinning
    old = evidence.name
    record(Verb.EVIDENCE_REMOVED, by=by, twinning=twinning, deed=evidence.deed, old=old, **about)
    storage, name = evidence.file.storage, evidence.file.name
    evidence.delete()
    if name:
        transaction.on_commit(partial(storage.delete, name))
