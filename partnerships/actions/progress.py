"""Reports: written, handed in, reviewed, confirmed, published."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from partnerships import notifications
from partnerships.actions.event import record
from partnerships.actions.evidence import keep_evidence
from partnerships.models import (
    Confirmation,
    Decision,
    Event,
    Milestone,
    ProgressReport,
    Replanning,
    Reporter,
    Side,
    Submission,
    Verb,
    Verdict,
)
from partnerships.models.progress import CLOSED, SENT
from stedenband import clock
from stedenband.accounts.models import User
from stedenband.files import CheckedFile
from stedenband.versions import locked, locked_at


@transaction.atomic
def write_progress(
    *,
    milestone: Milestone,
    reporter: Reporter,
    by: User,
    version: int | None,
    hand_in: bool,
    uploads: Sequence[CheckedFile] = (),
    link: str = "",
    **words: Any,
) -> ProgressReport:
    """Keep what a side writes on a milestone, and hand it in if it says so.

    `words` are the fields of ReportText. Raises ValidationError when it cannot be written or
    handed in now, StaleVersion when somebody else of the side saved it meanwhile.
    """
    report = written(milestone, reporter, by, version, words)
    if hand_in:
        report.hand_in()
    report.full_clean()
    report.save()
    if hand_in:
        send_in(report, by)
    else:
        note_event(Verb.REPORT_DRAFTED, report, by)
    keep_evidence(report, by=by, uploads=uploads, link=link, is_sent=hand_in)
    return report


@transaction.atomic
def bring_progress(
    *,
    milestone: Milestone,
    reporter: Reporter,
    by: User,
    version: int | None,
    hand_in: bool = False,
    uploads: Sequence[CheckedFile] = (),
    link: str = "",
    **words: Any,
) -> ProgressReport:
    """A form that was filled in elsewhere becomes its side's draft; nothing is handed in.

    Raises the same as `write_progress`; a form has no files, and says nothing of handing in.
    """
    report = written(milestone, reporter, by, version, words)
    report.full_clean()
    report.save()
    note_event(Verb.REPORT_BROUGHT, report, by)
    return report


def written(
    milestone: Milestone, reporter: Reporter, by: User, version: int | None, words: dict[str, Any]
) -> ProgressReport:
    """The action's own copy with other words in it, not saved yet."""
    report = own_copy(locked(milestone), reporter, by, version)
    if not report.is_writable:
        raise ValidationError(refusal_to_write(report))
    for name, value in words.items():
        setattr(report, name, value)
    report.updated_by, report.updated_at, report.version = by, clock.now(), report.version + 1
    return report


def own_copy(
    milestone: Milestone, reporter: Reporter, by: User, version: int | None
) -> ProgressReport:
    """The locked report of this side, or a new one."""
    report = ProgressReport.objects.filter(milestone=milestone, reporter=reporter).first()
    if report is None:
        return ProgressReport(milestone=milestone, reporter=reporter, updated_by=by)
    report = locked_at(report, version)
    report.milestone = milestone
    return report


def taken(report: ProgressReport, version: int | None = None) -> ProgressReport:
    """The action's own copy of a report; its milestone is locked first, always in that order."""
    milestone = locked(report.milestone)
    copy = locked_at(report, version)
    copy.milestone = milestone
    return copy


def refusal_to_write(report: ProgressReport) -> str:
    return str(SENT if report.milestone.is_open else CLOSED)


def send_in(report: ProgressReport, by: User) -> None:
    submission = Submission(report=report, round=report.rounds, by=by, **report.words)
    submission.full_clean()
    submission.save()
    report.evidence.filter(sent_in_round=None).update(sent_in_round=report.rounds)
    old = report.milestone.state
    settle(report.milestone)
    note_event(Verb.REPORT_SUBMITTED, report, by, old=old)
    notifications.progress_submitted(report, by=by)


@transaction.atomic
def review_progress(
    *,
    report: ProgressReport,
    by: User,
    version: int | None = None,
    decision: str,
    note: str = "",
    note_field: str = "",
    answer_by: date | None = None,
) -> ProgressReport:
    """A coordinator approves a report or returns it with a note that says what is missing."""
    report = taken(report, version)
    report.decide(decision)
    report.version += 1
    report.save()
    submission = report.latest
    submission.decision, submission.note = decision, note
    submission.note_field, submission.answer_by = note_field, answer_by
    submission.reviewed_by, submission.reviewed_at = by, clock.now()
    submission.full_clean()
    submission.save()
    old = report.milestone.state
    settle(report.milestone)
    verb = Verb.REPORT_APPROVED if decision == Decision.APPROVED else Verb.REPORT_RETURNED
    note_event(verb, report, by, old=old, note=note)
    notifications.progress_reviewed(report, by=by)
    return report


@transaction.atomic
def confirm_progress(
    *,
    report: ProgressReport,
    by: User,
    version: int | None = None,
    verdict: str,
    reason: str = "",
) -> ProgressReport:
    """The other side turns its key: it agrees that this is so, or contests it with a reason."""
    report = taken(report, version)
    report.turn_key(verdict)
    report.version += 1
    report.save()
    kept = {"verdict": verdict, "reason": reason, "by": by, "at": clock.now()}
    kept["side"] = Side(report.reporter).other
    confirmation = Confirmation.objects.filter(submission=report.latest).first()
    confirmation = confirmation or Confirmation(submission=report.latest)
    for name, value in kept.items():
        setattr(confirmation, name, value)
    confirmation.full_clean()
    confirmation.save()
    old = report.milestone.state
    settle(report.milestone)
    verb = Verb.REPORT_CONFIRMED if verdict == Verdict.AGREED else Verb.REPORT_CONTESTED
    note_event(verb, report, by, old=old, note=reason)
    notifications.progress_confirmed(report, by=by)
    return report


@transaction.atomic
def publish_progress(*, report: ProgressReport, by: User) -> ProgressReport:
    """The side that wrote an approved report shows it to everybody."""
    report = taken(report)
    if report.state != ProgressReport.State.APPROVED:
        raise ValidationError(_("Only an approved report can be published."))
    report.published_at = clock.now()
    report.save(update_fields=["published_at"])
    note_event(Verb.REPORT_PUBLISHED, report, by)
    return report


@transaction.atomic
def withdraw_progress(*, report: ProgressReport, by: User) -> ProgressReport:
    """The side that published a report takes it offline, at once."""
    report = taken(report)
    report.published_at = None
    report.save(update_fields=["published_at"])
    note_event(Verb.REPORT_WITHDRAWN, report, by)
    return report


def settle(milestone: Milestone) -> None:
    """Give a milestone the state that follows from its reports, in the same transaction."""
    moves = milestone.replannings.filter(kind=Replanning.Kind.MOVED)
    milestone.settle(milestone.reports.all(), postponed=moves.exists())
    milestone.version += 1
    milestone.save(update_fields=["state", "state_since", "version"])


def note_event(
    verb: Verb, report: ProgressReport, by: User, *, old: str = "", note: str = ""
) -> Event:
    milestone = report.milestone
    about = {"milestone": milestone, "report": report, "note": note}
    new = milestone.state if old else ""
    return record(verb, by=by, twinning=milestone.twinning, old=old, new=new, **about)
