"""Mail to those concerned, each in their own language, queued in the transaction of the deed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from partnerships.agenda import Due
from partnerships.models import (
    LEAVES,
    MAILS,
    SWITCHABLE,
    Adoption,
    Assessment,
    Comment,
    Deed,
    Document,
    MailPreference,
    Membership,
    Page,
    Photo,
    ProgressReport,
    Promise,
    Reporter,
    Role,
    Session,
    Side,
    Story,
    Translation,
    Twinning,
    TwinningState,
    Visibility,
    side_of_text,
    sides_behind,
    unsubscribe_token,
)
from partnerships.policies import WRITERS
from partnerships.unfinished import Unfinished
from stedenband.accounts.models import User

# What a mail may be about, by the name under which its text knows it.
NOUNS = ("translation", "assessment", "about", "adoption", "session", "promise", "deed", "twinning")


LINES = 30  # at most, in one reminder; what is more is on the page of one's own work


@dataclass(frozen=True)
class Letter:
    """A mail to one person, as it is queued."""

    user: User
    subject: str
    body: str
    headers: dict[str, str]

    def message(self) -> EmailMessage:
        return EmailMessage(self.subject, self.body, to=[self.user.email], headers=self.headers)


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
    tell(
        side_writers(page.twinning, page.side) - {by},
        "side_reminded",
        page=page,
        words=words,
        sender=by,
    )


def deed_added(deed: Deed, *, by: User) -> None:
    """The side across hears what is done at home, and is asked for its own half."""
    across = side_writers(deed.twinning, Side(deed.side).other)
    tell(across - {by}, "deed_added", deed=deed)


def plan_taken_over(twinning: Twinning, side: str, *, by: User, added: int) -> None:
    """The same, in one mail, when a side entered many deeds from its plan."""
    across = side_writers(twinning, Side(side).other)
    given = {"twinning": twinning, "organisation": twinning.name_of(side), "added": added}
    tell(across - {by}, "plan_taken_over", **given)


def commented(comment: Comment, *, by: User) -> None:
    """Both sides' writers hear what was said."""
    tell(writers_in([comment.about.twinning]) - {by}, "commented", comment=comment)


def translation_saved(translation: Translation, *, by: User) -> None:
    """The side that wrote it is asked to check it; of its own translation, the side across.

    What is of all twinnings is checked by the coordinators.
    """
    thing, concerned = translation.thing, set[User]()
    side = side_of_text(thing)
    for twinning in thing.twinnings_concerned:
        is_own = twinning.side_of(by) == side and not is_kept_to_side(thing)
        concerned |= side_writers(twinning, side.other if is_own else side)
    if not thing.twinnings_concerned:
        concerned = coordinators()
    tell(concerned - {by}, "translation_saved", translation=translation)


def is_kept_to_side(thing: Any) -> bool:
    """Whether the side across may not know of it: a lesson kept to a side, a story not public."""
    about = thing.about if isinstance(thing, Photo) else thing
    if isinstance(about, Story):
        return not about.is_public
    return getattr(about, "visibility", "") == Visibility.SIDE


def assessment_opened(assessment: Assessment, *, by: User) -> None:
    """Both sides are asked to answer."""
    tell(writers_in([assessment.twinning]) - {by}, "assessment_opened", assessment=assessment)


def assessment_handed_in(assessment: Assessment, *, by: User) -> None:
    """The side that is waited for is asked to answer; coordinators hear where it stands."""
    waits, awaited = assessment.answered_by[0], assessment.answered_by[0].other
    concerned = coordinators() | side_writers(assessment.twinning, awaited)
    name = assessment.twinning.name_of
    given = {"answered": name(waits), "awaited": name(awaited)}
    tell(concerned - {by}, "assessment_handed_in", assessment=assessment, **given)


def assessment_answered(assessment: Assessment, *, by: User) -> None:
    """Both sides hear that the seal is broken, and so do coordinators."""
    concerned = coordinators() | writers_in([assessment.twinning])
    tell(concerned - {by}, "assessment_answered", assessment=assessment)


def lesson_adopted(adoption: Adoption, *, by: User) -> None:
    """Those who wrote a lesson hear who took it over, and so do coordinators."""
    tell(authors(adoption) - {by}, "lesson_adopted", adoption=adoption)


def adoption_reported(adoption: Adoption, *, by: User) -> None:
    """Those who wrote a lesson hear what came of it elsewhere, and so do coordinators."""
    tell(authors(adoption) - {by}, "adoption_reported", adoption=adoption)


def authors(adoption: Adoption) -> set[User]:
    concerned, lesson = coordinators(), adoption.lesson
    for side in sides_behind(lesson.side):
        concerned |= side_writers(lesson.twinning, side)
    return concerned


def story_submitted(story: Story, *, by: User) -> None:
    """Coordinators are asked to read it over."""
    tell(coordinators() - {by}, "story_submitted", about=story)


def story_reviewed(story: Story, *, by: User) -> None:
    """The side that wrote it hears what was decided; publishing is its own deed."""
    tell(side_writers(story.twinning, story.side) - {by}, "story_reviewed", about=story)


def document_added(document: Document, *, by: User) -> None:
    """The other side hears that there is something to read."""
    across = Side(document.side).other
    tell(side_writers(document.twinning, across) - {by}, "document_added", about=document)


def session_planned(session: Session, *, by: User, twinnings: Iterable[Twinning]) -> set[User]:
    """The writers of all sides hear when it is, each by the clocks of their own place first.

    Answers who they are.
    """
    told = writers_in(twinnings) - {by}
    tell_times(session, told, "session_planned")
    return told


def session_moved(
    session: Session, *, by: User, twinnings: Iterable[Twinning], but: set[User]
) -> None:
    """Those who knew of it hear when and where it is now, but who was just told."""
    tell_times(session, writers_in(twinnings) - but - {by}, "session_moved")


def session_cancelled(session: Session, *, by: User) -> None:
    twinnings = Twinning.objects.filter(participations__session=session)
    tell_times(session, writers_in(twinnings) - {by}, "session_cancelled")


def tell_times(session: Session, users: set[User], name: str) -> None:
    if users:
        session = Session.objects.with_names().get(pk=session.pk)
    for user in users:
        with translation.override(user.language):
            tell({user}, name, session=session, times=session.times_for(user))


def promise_made(promise: Promise, *, by: User) -> set[User]:
    """The side that did not confirm it yet is asked to; answers who was asked."""
    asked: set[User] = set()
    for side in LEAVES:
        if not promise.confirmed_at(side):
            asked |= side_writers(promise.twinning, side)
    tell(asked - {by}, "promise_made", promise=promise)
    return asked


def promise_settled(promise: Promise, *, by: User, but: set[User]) -> None:
    """Both sides hear what became of it, but who was just asked to confirm it."""
    tell(writers_in([promise.twinning]) - but - {by}, "promise_settled", promise=promise)


def work_taken_over(membership: Membership, *, by: User, work: list[Unfinished]) -> None:
    """The successor hears what was left unfinished, and where all of it can be read."""
    there = membership.organisation_id
    twinnings = Twinning.objects.in_use().filter(Q(flemish=there) | Q(partner=there))
    given = {"work": work, "twinnings": list(twinnings.with_sides()), "site": settings.SITE_URL}
    if membership.successor:
        tell({membership.successor} - {by}, "work_taken_over", membership=membership, **given)


def state_changed(change: TwinningState, *, by: User) -> None:
    """Both sides hear what its state is now and why, and so do coordinators."""
    concerned = coordinators() | writers_in([change.twinning])
    tell(concerned - {by}, "state_changed", twinning=change.twinning, change=change, sender=by)


def side_writers(twinning: Twinning, side: str) -> set[User]:
    """Who writes for a side of a twinning."""
    return people(WRITERS, twinning.organisation_of(side).pk)


def writers_in(twinnings: Iterable[Twinning]) -> set[User]:
    """Who writes for either side of any of these twinnings."""
    return people(WRITERS, *(pk for one in twinnings for pk in (one.flemish_id, one.partner_id)))


def coordinators() -> set[User]:
    current = Membership.objects.current().filter(role=Role.COORDINATOR)
    return {membership.user for membership in current.select_related("user")}


def people(roles: Iterable[Role], *organisations: int) -> set[User]:
    """Who holds one of these roles today at one of these organisations."""
    current = Membership.objects.current().of_organisations(*organisations)
    return {row.user for row in current.filter(role__in=list(roles)).select_related("user")}


def writers(report: ProgressReport) -> set[User]:
    """Who writes for the side of a report; for the coordination, who handed it in.

    Whoever left meanwhile is not written to: the coordinators of today are.
    """
    if report.reporter == Reporter.COORDINATION:
        by = report.latest.by
        return {by} if Membership.objects.current().filter(user=by).exists() else coordinators()
    return side_writers(report.milestone.twinning, report.reporter)


def key_holders(report: ProgressReport) -> set[User]:
    other = report.milestone.twinning.organisation_of(Side(report.reporter).other)
    return people((Role.SIGNATORY,), other.pk) or people((Role.EDITOR,), other.pk)


def reminder(user: User, dues: Sequence[Due], today: date) -> Letter:
    """All that somebody has to be reminded of today, the most urgent first."""
    with translation.override(user.language):
        ordered = sorted(dues, key=lambda due: (due.due_on, due.about))
        groups: dict[str, list[Any]] = {}
        for due in ordered[:LINES]:
            late = due.due_on < today
            groups.setdefault(str(due.source.late if late else due.source.ahead), []).append(due)
        context = {"groups": list(groups.items()), "today": today, "count": len(dues)}
        context |= {"more": len(dues) - LINES, "site": settings.SITE_URL}
        return write(user, "reminder", **context)


def digest(user: User, **context: Any) -> Letter:
    """What happened in somebody's twinnings in the week that ended, and what is near."""
    with translation.override(user.language):
        return write(user, "digest", site=settings.SITE_URL, **context)


def tell(users: set[User], name: str, /, **context: Any) -> None:
    """Queue one mail for each who did not switch this kind off."""
    off = MailPreference.objects.off(MAILS[name]).filter(user__in=users)
    silent = set(off.values_list("user", flat=True)) if MAILS[name] in SWITCHABLE else set()
    asked = sorted((user for user in users if user.pk not in silent), key=lambda one: one.pk)
    post([write(user, name, **context) for user in asked])


def post(letters: Iterable[Letter]) -> None:
    """Queue these mails, all at once."""
    get_connection().send_messages([letter.message() for letter in letters])


def write(user: User, name: str, /, **context: Any) -> Letter:
    """From `mail/<name>.txt`, whose first line is the subject, in the reader's language."""
    kind = MAILS[name]
    with translation.override(user.language):
        given = {**context, "user": user, "link": settings.SITE_URL + link_of(context)}
        given["settings_link"] = settings.SITE_URL + reverse("partnerships:mail-choose")
        subject, body = render_to_string(f"mail/{name}.txt", given).strip().split("\n", 1)
        headers = unsubscribe_headers(user, kind) if kind in SWITCHABLE else {}
    return Letter(user, subject, body.strip() + "\n", headers)


def unsubscribe_headers(user: User, kind: str) -> dict[str, str]:
    """A button in the mail program itself that switches this kind off (RFC 8058)."""
    path = reverse("partnerships:mail-unsubscribe", args=[unsubscribe_token(user, kind)])
    return {
        "List-Unsubscribe": f"<{settings.SITE_URL}{path}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def link_of(context: dict[str, Any]) -> str:
    """Where the mail leads: to the thing it is about, else to one's own work."""
    report, comment = context.get("report"), context.get("comment")
    about = [report and report.milestone, comment and comment.about]
    about += [context.get(name) for name in NOUNS]
    found = next((one for one in about if one), None)
    return str(found.get_absolute_url()) if found else reverse("partnerships:work")
