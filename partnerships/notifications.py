"""Mail to those concerned, each in their own language, queued in the transaction of the deed."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from partnerships.models import (
    LEAVES,
    Assessment,
    Document,
    Membership,
    Page,
    ProgressReport,
    Reporter,
    Role,
    Side,
    Story,
    Twinning,
)
from stedenband.accounts.models import User


def progress_submitted(report: ProgressReport, *, by: User) -> None:
    """Coordinators are asked to review, the other side to turn its key."""
    concerned = coordinators()
    if report.needs_key:
        concerned |= key_holders(report)
    tell(concerned - {by}, "progress_submitted", report=report)


def progress_reviewed(report: ProgressReport, *, by: User) -> None:
    """The side that wrote it hears what was decided, and what is missing."""
    tell(writers(report) - {by}, "progress_reviewed", report=report, submission=report.latest)


def progress_confirmed(report: ProgressReport, *, by: User) -> None:
    """The side that wrote it hears the other side's answer; coordinators, when it contests."""
    concerned = writers(report)
    if report.is_contested:
        concerned |= coordinators()
    confirmation = report.latest.confirmation
    tell(concerned - {by}, "progress_confirmed", report=report, confirmation=confirmation)


def side_reminded(page: Page, *, by: User, words: str) -> None:
    """A side is asked for a sign of life."""
    members = people(page.organisation.pk, (Role.EDITOR, Role.SIGNATORY))
    tell(members - {by}, "side_reminded", page=page, words=words, sender=by)


def assessment_handed_in(assessment: Assessment, *, by: User) -> None:
    """The side that is waited for is asked to answer; coordinators hear where it stands."""
    waits, awaited = assessment.answered_by[0], assessment.answered_by[0].other
    concerned = coordinators() | writers_of(assessment, awaited)
    name = assessment.twinning.name_of
    given = {"answered": name(waits), "awaited": name(awaited)}
    tell(concerned - {by}, "assessment_handed_in", assessment=assessment, **given)


def assessment_answered(assessment: Assessment, *, by: User) -> None:
    """Both sides hear that the seal is broken, and so do coordinators."""
    concerned = coordinators()
    for side in LEAVES:
        concerned |= writers_of(assessment, side)
    tell(concerned - {by}, "assessment_answered", assessment=assessment)


def story_submitted(story: Story, *, by: User) -> None:
    """Coordinators are asked to read it over."""
    tell(coordinators() - {by}, "story_submitted", about=story)


def story_reviewed(story: Story, *, by: User) -> None:
    """The side that wrote it hears what was decided; publishing is its own deed."""
    tell(writers_for(story.twinning, story.side) - {by}, "story_reviewed", about=story)


def document_added(document: Document, *, by: User) -> None:
    """The other side hears that there is something to read."""
    across = Side(document.side).other
    tell(writers_for(document.twinning, across) - {by}, "document_added", about=document)


def writers_of(assessment: Assessment, side: Side) -> set[User]:
    return writers_for(assessment.twinning, side)


def writers_for(twinning: Twinning, side: str) -> set[User]:
    return people(twinning.organisation_of(side).pk, (Role.EDITOR, Role.SIGNATORY))


def coordinators() -> set[User]:
    current = Membership.objects.current().filter(role=Role.COORDINATOR)
    return {membership.user for membership in current.select_related("user")}


def people(organisation_id: int, roles: Iterable[Role]) -> set[User]:
    current = Membership.objects.current().of_organisations(organisation_id)
    return {row.user for row in current.filter(role__in=list(roles)).select_related("user")}


def writers(report: ProgressReport) -> set[User]:
    """Who writes for the side of a report; for the coordination, who handed it in."""
    if report.reporter == Reporter.COORDINATION:
        return {report.latest.by}
    organisation = report.milestone.twinning.organisation_of(report.reporter)
    return people(organisation.pk, (Role.EDITOR, Role.SIGNATORY))


def key_holders(report: ProgressReport) -> set[User]:
    other = report.milestone.twinning.organisation_of(Side(report.reporter).other)
    return people(other.pk, (Role.SIGNATORY,)) or people(other.pk, (Role.EDITOR,))


def tell(users: set[User], deed: str, **context: Any) -> None:
    """Queue one mail for each, from `mail/<deed>.txt`, whose first line is the subject."""
    for user in sorted(users, key=lambda one: one.pk):
        with translation.override(user.language):
            link = settings.SITE_URL + link_of(context)
            given = {**context, "user": user, "link": link}
            subject, body = render_to_string(f"mail/{deed}.txt", given).strip().split("\n", 1)
        EmailMessage(subject, body.strip() + "\n", to=[user.email]).send()


def link_of(context: dict[str, Any]) -> str:
    if about := context.get("assessment") or context.get("about"):
        return str(about.get_absolute_url())
    report = context.get("report")
    return report.milestone.get_absolute_url() if report else reverse("partnerships:work")
