"""Evidence: kept with a report, and removed while it was not handed in."""

from collections.abc import Sequence
from functools import partial

from django.db import transaction

from partnerships.actions.event import record
from partnerships.models import Evidence, ProgressReport, Verb
from stedenband.accounts.models import User
from stedenband.files import CheckedFile


def keep_evidence(
    report: ProgressReport, *, by: User, uploads: Sequence[CheckedFile], link: str
) -> None:
    """Store files and a link with a report, within the transaction of the one who calls.

    Files are written before the rows; when anything goes wrong they are taken away again.
    """
    rows = [file_row(report, by, file) for file in uploads]
    if link:
        rows.append(Evidence(report=report, by=by, url=link, name=link[:200]))
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


def file_row(report: ProgressReport, by: User, file: CheckedFile) -> Evidence:
    row = Evidence(
        report=report, by=by, name=file.name, content_type=file.content_type, size=file.size
    )
    row.file.save(file.name, file.content, save=False)
    return row


@transaction.atomic
def remove_evidence(*, evidence: Evidence, by: User) -> None:
    """Take away what was not handed in yet; the file goes when that is certain."""
    evidence.refuse_if_sent()
    report = evidence.report
    milestone = report.milestone
    record(
        Verb.EVIDENCE_REMOVED,
        by=by,
        twinning=milestone.twinning,
        milestone=milestone,
        report=report,
        old=evidence.name,
    )
    storage, name = evidence.file.storage, evidence.file.name
    evidence.delete()
    if name:
        transaction.on_commit(partial(storage.delete, name))
