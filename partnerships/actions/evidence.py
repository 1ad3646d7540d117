"""Evidence: kept with a report, and removed while it was not handed in."""

from collections.abc import Sequence
from functools import partial

from django.db import transaction

from partnerships.actions.event import record
from partnerships.models import Evidence, ProgressReport, Verb
from stedenband.accounts.models import User
from stedenband.files import CheckedFile
from stedenband.versions import locked


def keep_evidence(
    report: ProgressReport, *, by: User, uploads: Sequence[CheckedFile], link: str, is_sent: bool
) -> None:
    """Store files and a link with a report: the last step of the action that calls it.

    A file is written before its row, and taken away again when anything goes wrong here; nothing
    of the action comes after that could still refuse.
    """
    sent_in = report.rounds if is_sent else None
    written: list[Evidence] = []
    try:
        for upload in uploads:
            written.append(written_row(report, by, upload))
            keep(written[-1], sent_in)
        if link:
            keep(Evidence(report=report, by=by, url=link, name=link[:200]), sent_in)
    except BaseException:
        for row in written:
            row.file.delete(save=False)
        raise


def keep(row: Evidence, sent_in: int | None) -> None:
    row.sent_in_round = sent_in
    row.full_clean(exclude=["file"])
    row.save()


def written_row(report: ProgressReport, by: User, upload: CheckedFile) -> Evidence:
    row = Evidence(
        report=report, by=by, name=upload.name, content_type=upload.content_type, size=upload.size
    )
    row.file.save("evidence", upload.content, save=False)
    return row


@transaction.atomic
def remove_evidence(*, evidence: Evidence, by: User) -> None:
    """Take away what was not handed in yet; the file goes when that is certain."""
    evidence = locked(evidence)
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
