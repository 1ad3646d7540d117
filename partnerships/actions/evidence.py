"""Evidence: kept with a report, and removed while it was not handed in."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from partnerships.actions.event import record
from partnerships.models import Deed, Evidence, Measurement, ProgressReport, Verb
from partnerships.models.evidence import takes_evidence
from stedenband.accounts.models import User
from stedenband.files import CheckedFile
from stedenband.versions import locked

OWNERS = {ProgressReport: "report", Deed: "deed", Measurement: "measurement"}


def keep_evidence(
    owner: ProgressReport | Deed | Measurement,
    *,
    by: User,
    uploads: Sequence[CheckedFile],
    link: str,
    is_sent: bool = False,
) -> None:
    """Store files and a link with a report, deed or measurement: the action's last step.

    A file is written before its row, and taken away again when anything goes wrong here; nothing
    of the action comes after that could still refuse.
    """
    about = {OWNERS[type(owner)]: owner}
    sent_in = owner.rounds if isinstance(owner, ProgressReport) and is_sent else None
    written: list[Evidence] = []
    try:
        for upload in uploads:
            written.append(written_row(by, upload, about))
            keep(written[-1], sent_in)
        if link:
            keep(Evidence(by=by, url=link, name=link[:200], **about), sent_in)
    except BaseException:
        for row in written:
            row.file.delete(save=False)
        raise


def keep(row: Evidence, sent_in: int | None) -> None:
    row.sent_in_round = sent_in
    row.full_clean(exclude=["file"])
    row.save()


def written_row(by: User, upload: CheckedFile, about: dict[str, Any]) -> Evidence:
    row = Evidence(
        by=by, name=upload.name, content_type=upload.content_type, size=upload.size, **about
    )
    row.file.save("evidence", upload.content, save=False)
    return row


@transaction.atomic
def add_evidence(*, report: ProgressReport, by: User, uploads: Sequence[CheckedFile]) -> None:
    """Files that follow a report whose text was saved or handed in before they arrived."""
    milestone = locked(report.milestone)
    report = locked(report)
    report.milestone = milestone
    if not takes_evidence(report):
        raise ValidationError(_("Somebody decided on this report already: nothing is added to it."))
    record(
        Verb.EVIDENCE_ADDED,
        by=by,
        twinning=milestone.twinning,
        milestone=milestone,
        report=report,
        new=", ".join(upload.name for upload in uploads)[:200],
    )
    keep_evidence(report, by=by, uploads=uploads, link="", is_sent=report.is_open)


@transaction.atomic
def remove_evidence(*, evidence: Evidence, by: User) -> None:
    """Take away what was not handed in yet; the file goes when that is certain."""
    evidence = locked(evidence)
    evidence.refuse_if_sent()
    report, measurement = evidence.report, evidence.measurement
    record(
        Verb.EVIDENCE_REMOVED,
        by=by,
        twinning=evidence.twinning,
        milestone=report.milestone if report else None,
        report=report,
        deed=evidence.deed,
        pair=measurement.indicator.pair if measurement else None,
        old=evidence.name,
    )
    storage, name = evidence.file.storage, evidence.file.name
    evidence.delete()
    if name:
        transaction.on_commit(partial(storage.delete, name), robust=True)
