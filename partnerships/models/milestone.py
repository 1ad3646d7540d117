"""Milestones: what must stand at the end of a month, and the states they pass through."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Exists, FilteredRelation, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partnerships.models.membership import grants_of
from partnerships.models.programme import PlanItem
from partnerships.models.side import Duty, Side, reporters_of
from partnerships.models.source import Source
from partnerships.models.trajectory import Trajectory
from partnerships.models.twinning import Twinning
from sdg.models import Target
from stedenband import clock
from stedenband.texts import LocalText, Translated, validate_plain
from stedenband.versions import Versioned

if TYPE_CHECKING:
    from partnerships.models.progress import ProgressReport


class State(models.TextChoices):
    """What is stored. `late` is never stored: it is one of these and today's date."""

    PLANNED = "planned", pgettext_lazy("milestone", "Planned")
    POSTPONED = "postponed", pgettext_lazy("milestone", "Postponed")
    ONE_SIDE = "one_side", pgettext_lazy("milestone", "Reported by one side")
    REVIEW = "review", pgettext_lazy("milestone", "Awaiting review")
    KEY = "key", pgettext_lazy("milestone", "Awaiting the other side")
    RETURNED = "returned", pgettext_lazy("milestone", "Returned")
    CONTESTED = "contested", pgettext_lazy("milestone", "Contested")
    DONE = "done", pgettext_lazy("milestone", "Done")
    DROPPED = "dropped", pgettext_lazy("milestone", "Dropped")
    DOCUMENTED = "documented", pgettext_lazy("milestone", "Documented")
    UNKNOWN = "unknown", pgettext_lazy("milestone", "Outcome not known")


LATE = "late"
LATE_LABEL = pgettext_lazy("milestone", "Late")
UNREPORTED = (State.PLANNED, State.POSTPONED)
AWAITED = (*UNREPORTED, State.ONE_SIDE)
OPEN = (*AWAITED, State.REVIEW, State.KEY, State.RETURNED, State.CONTESTED)


def state_from(duty: str, reports: Iterable["ProgressReport"], *, postponed: bool) -> State:
    """The state that follows from a milestone's reports and keys.

    Done is: every report due approved and, in a milestone of one side, the other side's key turned.
    """
    sent = [report for report in reports if report.rounds]
    if not sent:
        return State.POSTPONED if postponed else State.PLANNED
    if any(report.is_contested for report in sent):
        return State.CONTESTED
    if any(report.is_returned for report in sent):
        return State.RETURNED
    if len(sent) < len(reporters_of(duty)):
        return State.ONE_SIDE
    if any(report.is_open for report in sent):
        return State.REVIEW
    if duty in Side.values and duty != Side.JOINT and not all(r.is_agreed for r in sent):
        return State.KEY
    return State.DONE


def published_by(side: Side) -> FilteredRelation:
    """The page of a side, where it is published; there is one for each side at most."""
    shown = Q(
        trajectory__twinning__pages__side=side,
        trajectory__twinning__pages__published_at__isnull=False,
    )
    return FilteredRelation("trajectory__twinning__pages", condition=shown)


def is_public() -> Q:
    """What anybody may read: documented facts, and what each side concerned has published.

    The coordination's milestones are public as soon as one side of the twinning is. Asked of a
    queryset `with_pages`: a join, so whoever looks at a few milestones pays for a few.
    """
    flemish, partner = Q(flemish_page__isnull=False), Q(partner_page__isnull=False)
    published = (
        Q(source__isnull=False)
        | Q(flemish, duty=Duty.FLEMISH)
        | Q(partner, duty=Duty.PARTNER)
        | Q(flemish, partner, duty=Duty.JOINT)
        | Q(flemish | partner, duty=Duty.COORDINATION)
    )
    return Q(published, trajectory__twinning__is_listed=True, trajectory__programme__is_listed=True)


class MilestoneQuerySet(models.QuerySet["Milestone"]):
    def with_pages(self) -> Self:
        return self.alias(
            flemish_page=published_by(Side.FLEMISH), partner_page=published_by(Side.PARTNER)
        )

    def public(self) -> Self:
        return self.with_pages().filter(is_public())

    def visible_to(self, user: object) -> Self:
        if grants_of(user).reads_all:
            return self.all()
        mine = grants_of(user).organisations
        if not mine:
            return self.public()
        return self.with_pages().filter(
            Q(trajectory__twinning__flemish__in=mine)
            | Q(trajectory__twinning__partner__in=mine)
            | is_public()
        )

    def running(self) -> Self:
        return self.filter(trajectory__state=Trajectory.State.RUNNING)

    def late(self) -> Self:
        """Past their month while a report is still awaited; only in running trajectories."""
        return self.running().filter(state__in=AWAITED, due_on__lt=clock.today())

    def due_in(self, first: date, last: date) -> Self:
        return self.running().filter(state__in=AWAITED, due_on__range=(first, last))

    def awaiting_a_side(self) -> Self:
        """Awaited; of one that both report on, the other side also while one report is returned."""
        half = Q(state=State.RETURNED, duty=Duty.JOINT)
        return self.filter(Q(state__in=AWAITED) | half)

    def asked_of(self, user: object) -> Self:
        """Of running trajectories: what somebody's side has to report and did not hand in yet."""
        mine = grants_of(user).organisations
        asked = Q()
        for side in (Side.FLEMISH, Side.PARTNER):
            reported = Milestone.objects.filter(
                pk=OuterRef("pk"), reports__reporter=side, reports__rounds__gt=0
            )
            asked |= Q(
                ~Exists(reported),
                duty__in=[side, Duty.JOINT],
                **{f"trajectory__twinning__{side}__in": mine},
            )
        own = Twinning.objects.of_member(user)  # said apart, so that an index finds them
        return self.running().filter(asked, trajectory__twinning__in=own).awaiting_a_side()

    def confirmed(self) -> Self:
        """Done, latest first."""
        return self.filter(state=State.DONE).order_by("-state_since", "-pk")

    def with_names(self) -> Self:
        return self.select_related(
            "trajectory__programme",
            "trajectory__twinning__flemish",
            "trajectory__twinning__partner",
            "source",
        )


class Milestone(Versioned):
    trajectory = models.ForeignKey(
        Trajectory,
        verbose_name=_("trajectory"),
        on_delete=models.PROTECT,
        related_name="milestones",
    )
    plan_item = models.ForeignKey(
        PlanItem,
        verbose_name=_("from the programme's plan"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="milestones",
    )
    due_on = models.DateField(
        _("due on"), help_text=_("The last day of its month; the month's number follows from it.")
    )
    duty = models.CharField(_("duty"), max_length=12, choices=Duty)
    title_nl = models.CharField(
        _("title (Dutch)"), max_length=200, blank=True, validators=[validate_plain]
    )
    title_es = models.CharField(
        _("title (Spanish)"), max_length=200, blank=True, validators=[validate_plain]
    )
    title_fr = models.CharField(
        _("title (French)"), max_length=200, blank=True, validators=[validate_plain]
    )
    title_en = models.CharField(
        _("title (English)"), max_length=200, blank=True, validators=[validate_plain]
    )
    closing_nl = models.CharField(_("closes when (Dutch)"), max_length=300, blank=True)
    closing_es = models.CharField(_("closes when (Spanish)"), max_length=300, blank=True)
    closing_fr = models.CharField(_("closes when (French)"), max_length=300, blank=True)
    closing_en = models.CharField(_("closes when (English)"), max_length=300, blank=True)
    targets = models.ManyToManyField(
        Target, verbose_name=_("targets"), blank=True, related_name="milestones"
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.PLANNED, editable=False
    )
    state_since = models.DateTimeField(_("in this state since"), default=clock.now, editable=False)
    happened_on = models.DateField(_("happened on"), null=True, blank=True)
    source = models.ForeignKey(
        Source,
        verbose_name=_("source"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="milestones",
    )

    objects = MilestoneQuerySet.as_manager()
    title = Translated("title")
    closing = Translated("closing")

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(fields=["state", "due_on"], name="milestone_by_state"),
            models.Index(fields=["state", "-state_since", "-id"], name="milestone_latest"),
            models.Index(
                fields=["due_on", "id"], name="milestone_awaited", condition=Q(state__in=AWAITED)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title_nl="", title_es="", title_fr="", title_en=""),
                name="milestone_has_a_title",
                violation_error_message=_("Give the milestone a title in one language at least."),
            ),
            models.CheckConstraint(
                condition=~Q(state=State.DOCUMENTED) | Q(source__isnull=False),
                name="milestone_documented_by_a_source",
                violation_error_message=_("What is documented has a source."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("partnerships:milestone-detail", args=[self.pk])

    def clean(self) -> None:
        if self.trajectory_id and self.due_on and self.state in UNREPORTED:
            self.trajectory.due_on(self.month)

    @property
    def twinning(self) -> Twinning:
        return self.trajectory.twinning

    @property
    def spoken_title(self) -> LocalText:
        """The title, knowing which language it is in."""
        return self.title

    @property
    def duty_name(self) -> str:
        """Whose milestone it is, by name: the place, together, or coordination."""
        return self.twinning.name_of(self.duty)

    @property
    def month(self) -> int:
        """The number of its month in the trajectory; below 1 when the start moved past it."""
        return self.trajectory.month_of(self.due_on)

    @property
    def is_open(self) -> bool:
        """Whether somebody may still act on it."""
        return self.state in OPEN and self.trajectory.is_running

    @property
    def is_late(self) -> bool:
        """Past its month while a report is still awaited."""
        awaited = self.state in AWAITED and self.trajectory.is_running
        return awaited and self.due_on < self.trajectory.today

    @property
    def shown_state(self) -> str:
        """The state as people see it; one that a side reported stays that, however late."""
        return LATE if self.is_late and self.state in UNREPORTED else self.state

    @property
    def shown_state_label(self) -> str:
        return str(LATE_LABEL) if self.shown_state == LATE else str(State(self.state).label)

    @property
    def can_move(self) -> bool:
        """A milestone moves or is dropped as long as nothing was handed in for it."""
        return self.state in UNREPORTED and self.trajectory.is_running

    def settle(self, reports: Iterable["ProgressReport"], *, postponed: bool) -> None:
        """Take the state that follows from its reports; called by the action that changed one."""
        self.enter(state_from(self.duty, reports, postponed=postponed))

    def enter(self, state: State) -> None:
        if state != self.state:
            self.state, self.state_since = state, clock.now()

    def refuse_unless_it_can_move(self) -> None:
        if not self.can_move:
            message = _("A report was handed in for this milestone: it stays where it is.")
            raise ValidationError(message)

    def refuse_unless_open(self) -> None:
        if not self.is_open:
            raise ValidationError(_("This milestone is closed: its words stay as they are."))

    def refuse_unless_dropped(self) -> None:
        if self.state != State.DROPPED or not self.trajectory.is_running:
            raise ValidationError(_("Only a dropped milestone can be taken up again."))


class Replanning(models.Model):
    """A milestone moved, dropped or taken up again: the old month is never forgotten."""

    class Kind(models.TextChoices):
        MOVED = "moved", pgettext_lazy("replanning", "moved")
        DROPPED = "dropped", pgettext_lazy("replanning", "dropped")
        REINSTATED = "reinstated", pgettext_lazy("replanning", "taken up again")

    class Reason(models.TextChoices):
        ELECTION = "election", _("election")
        PANDEMIC = "pandemic", _("pandemic")
        MONEY = "money", _("money")
        WEATHER = "weather", _("weather")
        SECURITY = "security", _("security")
        OTHER = "other", _("other")

    milestone = models.ForeignKey(
        Milestone,
        verbose_name=_("milestone"),
        on_delete=models.CASCADE,
        related_name="replannings",
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.MOVED)
    old_due_on = models.DateField(_("from the month of"))
    new_due_on = models.DateField(_("to the month of"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=8, choices=Reason)
    explanation = models.TextField(
        _("explanation"),
        max_length=2_000,
        blank=True,
        validators=[validate_plain, MaxLengthValidator(2_000)],
    )
    by = models.ForeignKey(
        "accounts.User",
        verbose_name=_("by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField(_("at"), default=clock.now)

    class Meta:
        verbose_name = _("replanning")
        verbose_name_plural = _("replannings")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="dropped", new_due_on=None) | Q(new_due_on__isnull=False),
                name="replanning_moves_somewhere",
                violation_error_message=_("Choose the month to which the milestone moves."),
            ),
            models.CheckConstraint(
                condition=~Q(reason="other") | ~Q(explanation=""),
                name="replanning_other_reason_explained",
                violation_error_message=_("Explain the other reason in a few words."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.milestone}: {self.get_kind_display()}"
