"""Events: one line of history for each deed."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partnerships.models.agreement import Agreement
from partnerships.models.assessment import Assessment
from partnerships.models.custom import Custom
from partnerships.models.deed import Deed
from partnerships.models.document import Document
from partnerships.models.forum import Forum
from partnerships.models.funding import Funding
from partnerships.models.indicator import IndicatorPair
from partnerships.models.lesson import Lesson
from partnerships.models.membership import grants_of
from partnerships.models.milestone import Milestone, State
from partnerships.models.organisation import Organisation
from partnerships.models.page import Page
from partnerships.models.post import Post
from partnerships.models.progress import ProgressReport
from partnerships.models.promise import Promise
from partnerships.models.recommendation import Recommendation
from partnerships.models.report import Report
from partnerships.models.session import Session
from partnerships.models.side import Side
from partnerships.models.story import Story
from partnerships.models.trajectory import Trajectory
from partnerships.models.twinning import Twinning
from stedenband import clock
from stedenband.numbers import write_number
from stedenband.texts import WrittenLanguage, interface_language


class Verb(models.TextChoices):
    """What was done; the word on the page stands before the thing it was done to."""

    TWINNING_FOUNDED = "twinning_founded", pgettext_lazy("event", "entered the twinning")
    TRAJECTORY_STARTED = "trajectory_started", pgettext_lazy("event", "started the trajectory")
    TRAJECTORY_SHIFTED = "trajectory_shifted", pgettext_lazy("event", "shifted the trajectory")
    MILESTONE_ADDED = "milestone_added", pgettext_lazy("event", "added the milestone")
    MILESTONE_CHANGED = "milestone_changed", pgettext_lazy("event", "changed the milestone")
    MILESTONE_MOVED = "milestone_moved", pgettext_lazy("event", "moved the milestone")
    MILESTONE_DROPPED = "milestone_dropped", pgettext_lazy("event", "dropped the milestone")
    MILESTONE_REINSTATED = "milestone_reinstated", pgettext_lazy("event", "took up again")
    REPORT_DRAFTED = "report_drafted", pgettext_lazy("event", "saved a draft report on")
    REPORT_BROUGHT = "report_brought", pgettext_lazy("event", "brought in a report form on")
    REPORT_SUBMITTED = "report_submitted", pgettext_lazy("event", "handed in the report on")
    REPORT_APPROVED = "report_approved", pgettext_lazy("event", "approved the report on")
    REPORT_RETURNED = "report_returned", pgettext_lazy("event", "returned the report on")
    REPORT_CONFIRMED = "report_confirmed", pgettext_lazy("event", "confirmed the report on")
    REPORT_CONTESTED = "report_contested", pgettext_lazy("event", "contested the report on")
    REPORT_PUBLISHED = "report_published", pgettext_lazy("event", "published the report on")
    REPORT_WITHDRAWN = "report_withdrawn", pgettext_lazy("event", "took offline the report on")
    EVIDENCE_ADDED = "evidence_added", pgettext_lazy("event", "added evidence to")
    EVIDENCE_REMOVED = "evidence_removed", pgettext_lazy("event", "removed evidence from")
    ASSESSMENT_OPENED = "assessment_opened", pgettext_lazy("event", "opened the self-assessment")
    ANSWERS_DRAFTED = "answers_drafted", pgettext_lazy("event", "saved draft answers to")
    ANSWERS_HANDED_IN = "answers_handed_in", pgettext_lazy("event", "handed in answers to")
    COMMENTED = "commented", pgettext_lazy("event", "commented on")
    DEED_ADDED = "deed_added", pgettext_lazy("event", "entered the deed")
    DEED_CHANGED = "deed_changed", pgettext_lazy("event", "changed the deed")
    PLAN_TAKEN_OVER = "plan_taken_over", pgettext_lazy("event", "took over a plan table of")
    TABLE_IMPORTED = "table_imported", pgettext_lazy("event", "imported the table")
    IMPORT_UNDONE = "import_undone", pgettext_lazy("event", "undid the import of the table")
    OWN_GOAL_NAMED = "own_goal_named", pgettext_lazy("event", "named an own goal:")
    LOCAL_TARGET_ADDED = "local_target_added", pgettext_lazy("event", "added a local target:")
    PAGE_CHANGED = "page_changed", pgettext_lazy("event", "changed the page of")
    PAGE_PUBLISHED = "page_published", pgettext_lazy("event", "published the page of")
    PAGE_WITHDRAWN = "page_withdrawn", pgettext_lazy("event", "took offline the page of")
    SIDE_REMINDED = "side_reminded", pgettext_lazy("event", "sent a reminder to")
    INDICATOR_ADDED = "indicator_added", pgettext_lazy("event", "added the pair of indicators")
    INDICATOR_CHANGED = "indicator_changed", pgettext_lazy("event", "changed the indicator of")
    MEASUREMENT_ADDED = "measurement_added", pgettext_lazy("event", "entered a measured value for")
    MEASUREMENT_CHANGED = (
        "measurement_changed",
        pgettext_lazy("event", "changed a measured value of"),
    )
    MEASUREMENT_WITHDRAWN = (
        "measurement_withdrawn",
        pgettext_lazy("event", "withdrew a measured value of"),
    )
    TRANSLATION_SAVED = "translation_saved", pgettext_lazy("event", "translated")
    TRANSLATION_CHECKED = (
        "translation_checked",
        pgettext_lazy("event", "checked the translation of"),
    )
    LESSON_ADDED = "lesson_added", pgettext_lazy("event", "wrote the lesson")
    LESSON_CHANGED = "lesson_changed", pgettext_lazy("event", "changed the lesson")
    LESSON_AGREED = "lesson_agreed", pgettext_lazy("event", "agreed to publish the lesson")
    LESSON_PUBLISHED = "lesson_published", pgettext_lazy("event", "published the lesson")
    LESSON_WITHDRAWN = "lesson_withdrawn", pgettext_lazy("event", "took offline the lesson")
    LESSON_ADOPTED = "lesson_adopted", pgettext_lazy("event", "took over the lesson")
    ADOPTION_REPORTED = "adoption_reported", pgettext_lazy("event", "told what came of the lesson")
    FORUM_ADDED = "forum_added", pgettext_lazy("event", "entered the forum")
    FORUM_CHANGED = "forum_changed", pgettext_lazy("event", "changed the forum")
    LESSONS_PICKED = "lessons_picked", pgettext_lazy("event", "chose lessons for the forum")
    STORY_ADDED = "story_added", pgettext_lazy("event", "began the story")
    STORY_CHANGED = "story_changed", pgettext_lazy("event", "changed the story")
    STORY_SUBMITTED = "story_submitted", pgettext_lazy("event", "handed in the story")
    STORY_APPROVED = "story_approved", pgettext_lazy("event", "approved the story")
    STORY_RETURNED = "story_returned", pgettext_lazy("event", "returned the story")
    STORY_PUBLISHED = "story_published", pgettext_lazy("event", "published the story")
    STORY_WITHDRAWN = "story_withdrawn", pgettext_lazy("event", "took offline the story")
    PHOTO_ADDED = "photo_added", pgettext_lazy("event", "added a photo to")
    PHOTO_CHANGED = "photo_changed", pgettext_lazy("event", "changed a photo of")
    PHOTO_WITHDRAWN = "photo_withdrawn", pgettext_lazy("event", "withdrew a photo of")
    DOCUMENT_ADDED = "document_added", pgettext_lazy("event", "added the document")
    DOCUMENT_CHANGED = "document_changed", pgettext_lazy("event", "changed what is said of")
    DOCUMENT_REPLACED = "document_replaced", pgettext_lazy("event", "added a version of")
    DOCUMENT_WITHDRAWN = "document_withdrawn", pgettext_lazy("event", "withdrew the document")
    SESSION_PLANNED = "session_planned", pgettext_lazy("event", "planned the session")
    SESSION_CHANGED = "session_changed", pgettext_lazy("event", "changed the session")
    SESSION_CANCELLED = "session_cancelled", pgettext_lazy("event", "cancelled the session")
    SESSION_REPORTED = "session_reported", pgettext_lazy("event", "reported on the session")
    SESSION_CONTRIBUTED = "session_contributed", pgettext_lazy("event", "contributed to")
    SESSION_AGREED = "session_agreed", pgettext_lazy("event", "agreed to make public")
    SESSION_RETRACTED = (
        "session_retracted",
        pgettext_lazy("event", "no longer agrees to make public"),
    )
    PROMISE_MADE = "promise_made", pgettext_lazy("event", "wrote down the promise")
    PROMISE_CHANGED = "promise_changed", pgettext_lazy("event", "changed the promise")
    PROMISE_CONFIRMED = "promise_confirmed", pgettext_lazy("event", "confirmed the promise")
    PROMISE_SETTLED = "promise_settled", pgettext_lazy("event", "settled the promise")
    AGREEMENT_ADDED = "agreement_added", pgettext_lazy("event", "entered the agreement")
    AGREEMENT_CHANGED = "agreement_changed", pgettext_lazy("event", "changed the agreement")
    FUNDING_ADDED = "funding_added", pgettext_lazy("event", "entered the funding")
    FUNDING_CHANGED = "funding_changed", pgettext_lazy("event", "changed the funding")
    COVER_ADDED = "cover_added", pgettext_lazy("event", "entered what is covered by")
    COVER_CHANGED = "cover_changed", pgettext_lazy("event", "changed what is covered by")
    COVER_REMOVED = "cover_removed", pgettext_lazy("event", "removed what was covered by")
    VOUCHER_ADDED = "voucher_added", pgettext_lazy("event", "entered a voucher of")
    VOUCHER_CHANGED = "voucher_changed", pgettext_lazy("event", "changed a voucher of")
    CUSTOMS_WRITTEN = "customs_written", pgettext_lazy("event", "wrote the unwritten rules of")
    POST_ADDED = "post_added", pgettext_lazy("event", "entered the post")
    POST_CHANGED = "post_changed", pgettext_lazy("event", "changed the post")
    MANDATE_ADDED = "mandate_added", pgettext_lazy("event", "entered a term of")
    MANDATE_CHANGED = "mandate_changed", pgettext_lazy("event", "changed a term of")
    MANDATE_REMOVED = "mandate_removed", pgettext_lazy("event", "removed a term of")
    STATE_CHANGED = "state_changed", pgettext_lazy("event", "changed the state of the twinning")
    SIGN_OF_LIFE_GIVEN = (
        "sign_of_life_given",
        pgettext_lazy("event", "gave a sign of life for"),
    )
    MEMBERSHIP_GIVEN = "membership_given", pgettext_lazy("event", "gave a membership at")
    MEMBERSHIP_ENDED = "membership_ended", pgettext_lazy("event", "ended a membership at")
    REPORT_GENERATED = "report_generated", pgettext_lazy("event", "generated the report")
    RECOMMENDATION_ADDED = (
        "recommendation_added",
        pgettext_lazy("event", "wrote down the recommendation"),
    )
    RECOMMENDATION_CHANGED = (
        "recommendation_changed",
        pgettext_lazy("event", "changed the recommendation"),
    )
    RECOMMENDATION_ANSWERED = (
        "recommendation_answered",
        pgettext_lazy("event", "answered the recommendation"),
    )
    WORK_TAKEN_OVER = "work_taken_over", pgettext_lazy("event", "had the work taken over at")


PRIVATE = (
    Verb.REPORT_DRAFTED,
    Verb.REPORT_BROUGHT,
    Verb.EVIDENCE_ADDED,
    Verb.EVIDENCE_REMOVED,
    Verb.ANSWERS_DRAFTED,
    Verb.STORY_ADDED,
    Verb.STORY_CHANGED,
    Verb.PHOTO_ADDED,
    Verb.PHOTO_CHANGED,
)
IMPORTS = (Verb.TABLE_IMPORTED, Verb.IMPORT_UNDONE)
COUNTED = (Verb.PLAN_TAKEN_OVER, Verb.TABLE_IMPORTED)
VALUES = (Verb.MEASUREMENT_ADDED, Verb.MEASUREMENT_CHANGED, Verb.MEASUREMENT_WITHDRAWN)
TRANSLATED = (Verb.TRANSLATION_SAVED, Verb.TRANSLATION_CHECKED)
WORDS = dict(Verb.choices)
# Things of which somebody inside may not read all.
DOORS = {"lesson": Lesson, "story": Story, "document": Document, "custom": Custom}


def opened_to(user: object) -> list[Q]:
    """Lines about things with a door of their own are read by who reads the thing."""
    return [
        Q(**{name: None}) | Q(**{f"{name}__in": model.objects.visible_to(user).values("pk")})  # type: ignore[attr-defined]
        for name, model in DOORS.items()
    ]


def handed_in_to(user: object) -> Q:
    """Lines about what was handed in or stands with a deed, which both sides read, and about the
    reports that one's own side still writes."""
    own = Q(report__in=ProgressReport.objects.of_side(user).values("pk"))
    return ~Q(verb__in=PRIVATE) | own | Q(deed__isnull=False)


class EventQuerySet(models.QuerySet["Event"]):
    def visible_to(self, user: object) -> Self:
        """History is read inside the twinning; what was not handed in yet, by its own side."""
        mine = grants_of(user).organisations
        answers = Q(verb=Verb.ANSWERS_DRAFTED, organisation__in=mine)
        shown = handed_in_to(user) | answers | Q(pair__isnull=False)
        stories = Q(story__in=Story.objects.of_side(user).values("pk"))
        inside = Twinning.objects.inside(user)
        joined = Q(session__in=Session.objects.inside(user).values("pk"))
        shown |= stories | Q(session__isnull=False)
        return self.filter(shown, Q(twinning__in=inside) | joined, *opened_to(user))

    def plain_to(self, user: object) -> Self:
        """Of the lines about what has no door of its own, and about reports, those to be read.

        The same as `visible_to` says of them, asked in short: of a milestone's there are no others.
        """
        inside = Q(twinning__in=Twinning.objects.inside(user))
        return self.filter(handed_in_to(user), inside, **dict.fromkeys(DOORS))

    def of_twinning(self, twinning: Twinning) -> Self:
        """Its own lines, and those of sessions in which it takes part."""
        joined = Session.objects.of_twinning(twinning).values("pk")
        return self.filter(Q(twinning=twinning) | Q(session__in=joined))


class Event(models.Model):
    verb = models.CharField(_("what"), max_length=24, choices=Verb)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    at = models.DateTimeField(_("when"), default=clock.now, db_index=True)
    twinning = models.ForeignKey(
        Twinning,
        verbose_name=_("twinning"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    trajectory = models.ForeignKey(
        Trajectory, on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    milestone = models.ForeignKey(
        Milestone, on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    report = models.ForeignKey(
        ProgressReport, on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    deed = models.ForeignKey(
        Deed, on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    pair = models.ForeignKey(
        IndicatorPair, on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    session = models.ForeignKey(
        Session, on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    promise = models.ForeignKey(
        Promise, on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    funding = models.ForeignKey(
        Funding, on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    post = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    page = models.ForeignKey(
        Page, on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    lesson = models.ForeignKey(
        Lesson, on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    forum = models.ForeignKey(
        Forum, on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    story = models.ForeignKey(
        Story, on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    custom = models.ForeignKey(
        Custom, on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    generated = models.ForeignKey(
        Report, on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    side = models.CharField(_("side"), max_length=7, choices=Side, blank=True)
    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    old = models.CharField(_("from where"), max_length=200, blank=True)
    new = models.CharField(_("to where"), max_length=200, blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["twinning", "-at"], name="event_by_twinning")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.done}"

    @property
    def done(self) -> str:
        """The verb in words; Django's own way would put all hundred in words for each line."""
        return str(WORDS.get(self.verb, self.verb))

    @property
    def about(self) -> str:
        """The thing it was done to, as people call it."""
        if self.milestone_id:
            return str(self.milestone)
        if self.deed_id:
            return str(self.deed)
        if self.assessment_id:
            return str(self.assessment)
        if self.pair_id:
            return str(self.pair)
        told = self.lesson or self.forum or self.story or self.document
        paid = self.agreement or self.funding or self.post
        advised = self.generated or self.recommendation
        if written := told or self.promise or self.session or paid or advised:
            return str(written)
        kept = self.page or self.custom
        if kept:
            return kept.organisation.name
        return self.organisation.name if self.organisation else self.note_about

    @property
    def note_about(self) -> str:
        """The name of the file, of a line on a table that was imported."""
        return self.note if self.verb in IMPORTS else ""

    @property
    def change(self) -> str:
        """From where to where; of a table, how many rows it changed and how many were new."""
        if self.verb in COUNTED and self.new:
            return _("new: %(new)s, changed: %(old)s") % {"new": self.new, "old": self.old or 0}
        return " → ".join(words for words in (self.old_words, self.new_words) if words)

    @property
    def old_words(self) -> str:
        """From where, in words: a state's name, or what was written down."""
        return words_of(self.old, self.verb)

    @property
    def new_words(self) -> str:
        return words_of(self.new, self.verb)


def words_of(value: str, verb: str) -> str:
    """For a reader; what was written down otherwise stands as it is."""
    try:
        return read(value, verb)
    except (ValueError, InvalidOperation):
        return value


def read(value: str, verb: str) -> str:
    if value and verb == Verb.PROMISE_SETTLED:
        return str(Promise.State(value).label)
    if value and verb == Verb.STATE_CHANGED:
        return str(Twinning.State(value).label)
    if value and verb in VALUES:
        return write_number(Decimal(value), interface_language())
    if verb in TRANSLATED and value in WrittenLanguage.values:
        return str(WrittenLanguage(value).label)
    if value and verb == Verb.TRAJECTORY_SHIFTED:
        return date_format(date.fromisoformat(f"{value}-01"), "YEAR_MONTH_FORMAT")
    return str(State(value).label) if value in State.values else value
