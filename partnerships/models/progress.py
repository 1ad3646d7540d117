"""Progress reports: what one side says was done, each time it handed it in, and the answers."""

from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partnerships.models.membership import grants_of
from partnerships.models.milestone import Milestone
from partnerships.models.report_text import ReportText, text_of
from partnerships.models.side import Duty, Reporter, Side
from partnerships.models.spoken import Spoken
from partnerships.models.trajectory import Trajectory
from partnerships.models.twinning import Twinning
from stedenband import clock
from stedenband.versions import Versioned

SENT = _("This report was handed in already and waits for an answer.")
CLOSED = _("This milestone is closed: nothing more is reported on it.")


class Verdict(models.TextChoices):
    """The other side's key."""

    AGREED = "agreed", _("agreed")
    CONTESTED = "contested", _("contested")


class Decision(models.TextChoices):
    """The coordinator's."""

    APPROVED = "approved", pgettext_lazy("report", "approved")
    RETURNED = "returned", pgettext_lazy("report", "returned")


def is_of_side(user: object) -> Q:
    """Whether a report is of the side that somebody belongs to; the coordination's are VVSG's."""
    grants, of = grants_of(user), "milestone__trajectory__twinning__{}__in"
    own = Q(reporter=Reporter.COORDINATION) if grants.reads_all else Q()
    for side in (Side.FLEMISH, Side.PARTNER):
        own |= Q(reporter=side, **{of.format(side): grants.organisations})
    return own


class ProgressReportQuerySet(models.QuerySet["ProgressReport"]):
    def of_side(self, user: object) -> Self:
        """Reports of the side that somebody belongs to."""
        return self.filter(is_of_side(user))

    def public(self) -> Self:
        shown = Milestone.objects.public().values("pk")
        return self.filter(published_at__isnull=False, milestone__in=shown)

    def visible_to(self, user: object) -> Self:
        """Own side's always; inside the twinning once handed in; to all when published."""
        if grants_of(user).reads_all:
            return self.filter(is_of_side(user) | Q(rounds__gt=0))
        public = Q(Exists(ProgressReport.objects.public().filter(pk=OuterRef("pk"))))
        if not grants_of(user).organisations:
            return self.filter(public)
        inside = Q(rounds__gt=0, milestone__trajectory__twinning__in=Twinning.objects.inside(user))
        return self.filter(is_of_side(user) | public | inside)

    def running(self) -> Self:
        """Of trajectories that go on: in one that was closed nothing is asked any more."""
        return self.filter(milestone__trajectory__state=Trajectory.State.RUNNING)

    def to_review(self) -> Self:
        """Handed in and not yet decided, oldest first."""
        waiting = self.running().filter(state=ProgressReport.State.SUBMITTED)
        return waiting.order_by("submitted_at", "pk")

    def awaiting_key(self) -> Self:
        """Of one side, handed in, and the other side has not answered yet."""
        sent = [ProgressReport.State.SUBMITTED, ProgressReport.State.APPROVED]
        one_side = [Duty.FLEMISH, Duty.PARTNER]
        return self.running().filter(state__in=sent, key="", milestone__duty__in=one_side)

    def awaiting_key_of(self, user: object) -> Self:
        mine = grants_of(user).organisations
        theirs = Q(reporter=Reporter.FLEMISH, milestone__trajectory__twinning__partner__in=mine)
        ours = Q(reporter=Reporter.PARTNER, milestone__trajectory__twinning__flemish__in=mine)
        return self.awaiting_key().filter(theirs | ours).order_by("submitted_at", "pk")

    def with_reason(self) -> Self:
        """With what the other side said last when it contested."""
        said = Confirmation.objects.filter(submission__report=OuterRef("pk"))
        last = said.order_by("-submission__round").values("reason")[:1]
        return self.annotate(reason=models.Subquery(last))

    def with_names(self) -> Self:
        return self.select_related(
            "milestone__trajectory__programme",
            "milestone__trajectory__twinning__flemish",
            "milestone__trajectory__twinning__partner",
        )


class ProgressReport(Spoken, ReportText, Versioned):
    """What one side is writing and has handed in for a milestone.

    Its own words are the working copy, read by its side alone; others read the submissions.
    """

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("report", "draft")
        SUBMITTED = "submitted", pgettext_lazy("report", "submitted")
        RETURNED = "returned", pgettext_lazy("report", "returned")
        APPROVED = "approved", pgettext_lazy("report", "approved")

    milestone = models.ForeignKey(
        Milestone, verbose_name=_("milestone"), on_delete=models.PROTECT, related_name="reports"
    )
    reporter = models.CharField(_("whose report"), max_length=12, choices=Reporter)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.DRAFT)
    key = models.CharField(_("key of the other side"), max_length=9, choices=Verdict, blank=True)
    rounds = models.PositiveSmallIntegerField(_("times handed in"), default=0)
    submitted_at = models.DateTimeField(_("handed in at"), null=True, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    updated_at = models.DateTimeField(_("last changed at"), default=clock.now)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("last changed by"),
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = ProgressReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("progress report")
        verbose_name_plural = _("progress reports")
        ordering = ["milestone", "reporter"]
        indexes = [models.Index(fields=["state", "submitted_at", "id"], name="progress_waiting")]
        constraints = [
            models.UniqueConstraint(
                fields=["milestone", "reporter"],
                name="progress_one_for_each_reporter",
                violation_error_message=_("This side has a report on this milestone already."),
            ),
            models.CheckConstraint(
                condition=Q(state="draft", rounds=0)
                | Q(rounds__gt=0, submitted_at__isnull=False) & ~Q(state="draft"),
                name="progress_handed_in_or_draft",
                violation_error_message=_("A report that was handed in is no draft."),
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(state="approved"),
                name="progress_public_when_approved",
                violation_error_message=_("Only an approved report can be published."),
            ),
            models.CheckConstraint(
                condition=~Q(reporter="coordination") | Q(key=""),
                name="progress_of_coordination_needs_no_key",
                violation_error_message=_("A report of the coordination needs no key."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.milestone} ({self.get_reporter_display()})"

    def get_absolute_url(self) -> str:
        return reverse("partnerships:progress-detail", args=[self.pk])

    @property
    def twinnings_concerned(self) -> list[Any]:
        return [self.milestone.twinning]

    @property
    def is_open(self) -> bool:
        """Waits for a coordinator's decision."""
        return self.state == self.State.SUBMITTED

    @property
    def is_returned(self) -> bool:
        return self.state == self.State.RETURNED

    @property
    def is_contested(self) -> bool:
        return self.key == Verdict.CONTESTED

    @property
    def is_agreed(self) -> bool:
        return self.key == Verdict.AGREED

    @property
    def is_writable(self) -> bool:
        """Whether its side may change it: not handed in yet, returned, or contested."""
        unsent = self.state in (self.State.DRAFT, self.State.RETURNED)
        return (unsent or self.is_contested) and self.milestone.is_open

    @property
    def is_answerable(self) -> bool:
        """Whether the other side may still turn its key, or turn it back."""
        answered = self.state in (self.State.SUBMITTED, self.State.APPROVED)
        return answered and self.milestone.is_open

    @property
    def last_confirmation(self) -> "Confirmation | None":
        """The other side's last answer, on whichever submission it stands."""
        answers = [getattr(one, "confirmation", None) for one in self.submissions.all()]
        return next((one for one in reversed(answers) if one and self.key), None)

    @property
    def needs_key(self) -> bool:
        """Whether the other side has to answer: only in a milestone of one side."""
        return (
            self.reporter in (Side.FLEMISH, Side.PARTNER) and self.milestone.duty == self.reporter
        )

    @property
    def side_name(self) -> str:
        return self.milestone.twinning.name_of(self.reporter)

    @property
    def spoken_text(self) -> "Submission":
        """What was handed in last."""
        return self.latest

    @property
    def has_words(self) -> bool:
        return self.rounds > 0 and super().has_words

    @property
    def latest(self) -> "Submission":
        """What was handed in last; Submission.DoesNotExist before the first time."""
        found = max(self.submissions.all(), key=lambda one: one.round, default=None)
        if found is None:
            raise Submission.DoesNotExist
        return found

    def hand_in(self) -> None:
        """Draft or returned becomes submitted.

        A key that was turned stays turned when a coordinator returns the report and it is answered;
        one that contested is asked anew.
        """
        if not self.is_writable:
            raise ValidationError(SENT)
        missing = {
            name: _("Write what happened before you hand it in.")
            if name == "what_happened"
            else _("Say when it happened before you hand it in.")
            for name in ("what_happened", "happened_on")
            if not getattr(self, name)
        }
        if missing:
            raise ValidationError(missing)
        self.state = self.State.SUBMITTED
        self.key = "" if self.is_contested else self.key
        self.published_at = None
        self.submitted_at, self.rounds = clock.now(), self.rounds + 1

    def decide(self, decision: str) -> None:
        """Submitted becomes approved or returned."""
        if not self.is_open:
            raise ValidationError(_("Somebody decided on this report already."))
        if not self.milestone.trajectory.is_running:
            raise ValidationError(CLOSED)
        self.state = self.State(decision)

    def turn_key(self, verdict: str) -> None:
        """The other side agrees or contests; it may change its mind while the milestone is open."""
        if not self.needs_key:
            raise ValidationError(_("This report needs no key of the other side."))
        if not self.is_answerable or verdict == self.key:
            raise ValidationError(_("There is nothing to answer on this report now."))
        self.key = verdict


class Submission(ReportText):
    """The words as they were handed in, once; with the coordinator's decision on them."""

    report = models.ForeignKey(
        ProgressReport,
        verbose_name=_("progress report"),
        on_delete=models.CASCADE,
        related_name="submissions",
    )
    round = models.PositiveSmallIntegerField(_("round"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("at"), default=clock.now)
    decision = models.CharField(_("decision"), max_length=8, choices=Decision, blank=True)
    note = text_of(_("note"), 4_000)
    note_field = models.CharField(_("about"), max_length=20, blank=True)
    answer_by = models.DateField(_("answer by"), null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reviewed by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["report", "round"]
        constraints = [
            models.UniqueConstraint(fields=["report", "round"], name="submission_one_each_round"),
            models.CheckConstraint(
                condition=~Q(decision="returned", note=""),
                name="submission_returned_with_a_note",
                violation_error_message=_("Say what is missing before you return it."),
            ),
            models.CheckConstraint(
                condition=Q(decision="", reviewed_by=None)
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
                name="submission_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(reviewed_by=models.F("by")),
                name="submission_not_reviewed_by_its_author",
                violation_error_message=_("Nobody reviews their own report."),
            ),
            models.CheckConstraint(
                condition=~Q(what_happened="") & Q(happened_on__isnull=False),
                name="submission_says_what_and_when",
                violation_error_message=_("Say what happened, and when."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report}, {self.round}"

    @property
    def note_field_label(self) -> str:
        """What the note is about, as the form calls it."""
        return str(NOTE_FIELDS.get(self.note_field, ""))


NOTE_FIELDS = {
    "what_happened": _("What happened?"),
    "happened_on": _("When?"),
    "we_learned": _("What did we learn?"),
    "changed_at_home": _("What changed at home?"),
    "evidence": _("Evidence"),
}


class Confirmation(models.Model):
    """The other side's key on one submission."""

    submission = models.OneToOneField(
        Submission,
        verbose_name=_("submission"),
        on_delete=models.CASCADE,
        related_name="confirmation",
    )
    side = models.CharField(_("side"), max_length=7, choices=Side)
    verdict = models.CharField(_("verdict"), max_length=9, choices=Verdict)
    reason = text_of(_("reason"), 4_000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("at"), default=clock.now)

    class Meta:
        verbose_name = _("confirmation")
        verbose_name_plural = _("confirmations")
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(verdict="contested", reason=""),
                name="confirmation_contested_with_a_reason",
                violation_error_message=_("Say why you contest it."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.submission}: {self.get_verdict_display()}"
