"""Self-assessments: opened, answered by each side apart, sealed when handed in."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from partnerships import notifications
from partnerships.actions.event import record
from partnerships.models import Answer, AnswerSheet, Assessment, Side, Trajectory, Verb
from stedenband import clock
from stedenband.accounts.models import User
from stedenband.versions import locked, locked_at


@transaction.atomic
def open_assessment(*, trajectory: Trajectory, by: User, title: str, held_on: date) -> Assessment:
    """Ask both sides how they see their partnership on a date.

    Raises ValidationError in a closed trajectory, and when that date has one already.
    """
    trajectory = locked(trajectory)
    trajectory.refuse_unless_running()
    assessment = Assessment(trajectory=trajectory, title=title, held_on=held_on, opened_by=by)
    assessment.opened_at = clock.now()
    assessment.full_clean()
    assessment.save()
    twinning = trajectory.twinning
    record(Verb.ASSESSMENT_OPENED, by=by, twinning=twinning, assessment=assessment)
    notifications.assessment_opened(assessment, by=by)
    return assessment


@transaction.atomic
def answer_assessment(
    *,
    assessment: Assessment,
    side: Side,
    by: User,
    version: int | None,
    hand_in: bool,
    language: str,
    answers: Mapping[int, tuple[str, str]],
) -> AnswerSheet:
    """Keep what a side answers, and seal it if it hands that in.

    `answers` holds for each statement a degree and a remark, either of which may be empty.
    Raises ValidationError when nothing can be written or an answer is missing, StaleVersion when
    somebody else of the side saved it meanwhile.
    """
    assessment = locked(assessment)
    assessment.trajectory.refuse_unless_running()
    sheet = own_sheet(assessment, side, by, version)
    sheet.refuse_if_sealed()
    sheet.language, sheet.updated_by, sheet.updated_at = language, by, clock.now()
    sheet.version += 1
    if hand_in:
        sheet.seal({statement: degree for statement, (degree, _remark) in answers.items()})
        sheet.handed_in_by = by
    sheet.full_clean()
    sheet.save()
    keep_answers(sheet, answers)
    note_event(Verb.ANSWERS_HANDED_IN if hand_in else Verb.ANSWERS_DRAFTED, sheet, by)
    if hand_in:
        tell(assessment, by)
    return sheet


def own_sheet(assessment: Assessment, side: Side, by: User, version: int | None) -> AnswerSheet:
    """The locked answers of this side, or new ones."""
    sheet = AnswerSheet.objects.filter(assessment=assessment, side=side).first()
    if sheet is None:
        return AnswerSheet(assessment=assessment, side=side, updated_by=by)
    sheet = locked_at(sheet, version)
    sheet.assessment = assessment
    return sheet


def keep_answers(sheet: AnswerSheet, answers: Mapping[int, tuple[str, str]]) -> None:
    """The answers as they are now replace those of before."""
    sheet.answers.all().delete()
    for statement, (degree, remark) in answers.items():
        if degree or remark:
            answer = Answer(sheet=sheet, statement=statement, degree=degree, remark=remark)
            answer.full_clean()
            answer.save()


def note_event(verb: Verb, sheet: AnswerSheet, by: User) -> None:
    """That a side wrote or handed in; never what."""
    twinning = sheet.assessment.twinning
    about = {"assessment": sheet.assessment, "organisation": twinning.organisation_of(sheet.side)}
    record(verb, by=by, twinning=twinning, **about)


def tell(assessment: Assessment, by: User) -> None:
    if assessment.is_answered:
        notifications.assessment_answered(assessment, by=by)
    else:
        notifications.assessment_handed_in(assessment, by=by)
