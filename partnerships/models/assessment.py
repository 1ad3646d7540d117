"""Self-assessments: ten statements, answered by both sides apart, sealed until both have."""

from datetime import date
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partnerships.models.membership import grants_of
from partnerships.models.side import LEAVES, Side
from partnerships.models.trajectory import Trajectory
from partnerships.models.twinning import Twinning
from stedenband import clock
from stedenband.texts import WrittenLanguage, validate_plain
from stedenband.versions import Versioned

LONGEST_REMARK = 1_000


class Statement(models.IntegerChoices):
    """Ten statements in our own words, in the order of the G20 Rome principles of 2021."""

    TERRITORY = 1, _("We start from our own place: its people, its land and its economy.")
    LEVELS = 2, _("Province, region and state know what we do, and make room for it.")
    COHERENCE = 3, _("Town and countryside both gain, and our services pull the same way.")
    DATA = 4, _("We have figures from both places that tell us where we stand.")
    MONITORING = 5, _("We look back together at fixed moments, and change what does not work.")
    PEERS = 6, _("We learn from each other as colleagues, in both directions.")
    CAPACITY = 7, _("Our people have the time and the skills; it goes on when somebody leaves.")
    PEOPLE = 8, _("Residents, associations and businesses have a say, also who is seldom heard.")
    MONEY = 9, _("There is money for it at home, and we know what happens when a grant ends.")
    STRATEGY = 10, _("Our goals stand in our own plans, and we decide together what we do next.")


class Degree(models.TextChoices):
    """How far a statement holds: four steps in words, or no answer that can be given."""

    NOT_AT_ALL = "not_at_all", pgettext_lazy("degree", "not at all")
    A_LITTLE = "a_little", pgettext_lazy("degree", "a little")
    LARGELY = "largely", pgettext_lazy("degree", "largely")
    FULLY = "fully", pgettext_lazy("degree", "fully")
    CANNOT_SAY = "cannot_say", pgettext_lazy("degree", "we cannot say")


STEPS = (Degree.NOT_AT_ALL, Degree.A_LITTLE, Degree.LARGELY, Degree.FULLY)


def degree_name(statement: int) -> str:
    """What the degree of a statement is called, in a form and in a refusal."""
    return f"degree_{statement}"


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def visible_to(self, user: object) -> Self:
        """That there is one is read inside the twinning alone, and never in public."""
        return self.filter(trajectory__twinning__in=Twinning.objects.inside(user))

    def of_twinning(self, twinning: Twinning) -> Self:
        return self.filter(trajectory__twinning=twinning)

    def awaiting(self, user: object) -> Self:
        """Those of running trajectories that somebody's own side has not answered yet."""
        mine = grants_of(user).organisations
        sealed = AnswerSheet.objects.filter(assessment=OuterRef("pk"), handed_in_at__isnull=False)
        open_to = Q(pk=None)
        for side in LEAVES:
            own = Q(**{f"trajectory__twinning__{side}__in": mine})
            open_to |= own & ~Q(Exists(sealed.filter(side=side)))
        return self.filter(open_to, trajectory__state=Trajectory.State.RUNNING)

    def with_names(self) -> Self:
        """With its twinning, and with what tells which sides have answered."""
        names = self.select_related(
            "trajectory__programme",
            "trajectory__twinning__flemish",
            "trajectory__twinning__partner",
        )
        return names.prefetch_related("sheets")


class Assessment(models.Model):
    """One occasion on which both sides say how they see their partnership."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("assessment", "open")
        WAITING = "waiting", pgettext_lazy("assessment", "waiting for the other side")
        ANSWERED = "answered", pgettext_lazy("assessment", "both answered")

    trajectory = models.ForeignKey(
        Trajectory,
        verbose_name=_("trajectory"),
        on_delete=models.PROTECT,
        related_name="assessments",
    )
    title = models.CharField(_("title"), max_length=120, validators=[validate_plain])
    held_on = models.DateField(_("date"))
    opened_at = models.DateTimeField(_("opened at"), default=clock.now)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("opened by"),
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("self-assessment")
        verbose_name_plural = _("self-assessments")
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["trajectory", "held_on"],
                name="assessment_once_for_each_date",
                violation_error_message=_("There is a self-assessment of this date already."),
            ),
            models.CheckConstraint(
                condition=~Q(title=""),
                name="assessment_has_a_title",
                violation_error_message=_("Give the self-assessment a title."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("partnerships:assessment-detail", args=[self.pk])

    def clean(self) -> None:
        if self.held_on and not self.refers_to(self.held_on):
            raise ValidationError({"held_on": _("This day lies outside the trajectory.")})

    def refers_to(self, day: date) -> bool:
        return 1 <= self.trajectory.month_of(day) <= self.trajectory.length

    @property
    def twinning(self) -> Twinning:
        return self.trajectory.twinning

    @property
    def month(self) -> int:
        return self.trajectory.month_of(self.held_on)

    @property
    def answered_by(self) -> list[Side]:
        """The sides that handed in their answers."""
        handed_in = {sheet.side for sheet in self.sheets.all() if sheet.is_sealed}
        return [side for side in LEAVES if side in handed_in]

    @property
    def state(self) -> State:
        count = len(self.answered_by)
        return (self.State.OPEN, self.State.WAITING, self.State.ANSWERED)[count]

    @property
    def is_answered(self) -> bool:
        """Whether both sides have answered: then, and not before, each reads the other's."""
        return self.state == self.State.ANSWERED

    @property
    def shown_state(self) -> str:
        """The glyph of its state."""
        glyphs = {self.State.OPEN: "planned", self.State.WAITING: "one_side"}
        return glyphs.get(self.state, "done")

    @property
    def shown_state_label(self) -> str:
        """Its state in words, with the name of the side that is waited for."""
        if self.state != self.State.WAITING:
            return str(self.state.label)
        awaited = self.twinning.name_of(self.answered_by[0].other)
        return str(_("waiting for %(name)s")) % {"name": awaited}


class AnswerSheetQuerySet(models.QuerySet["AnswerSheet"]):
    def of_side(self, user: object) -> Self:
        """The answers of the side that somebody belongs to."""
        mine = grants_of(user).organisations
        flemish = Q(side=Side.FLEMISH, assessment__trajectory__twinning__flemish__in=mine)
        partner = Q(side=Side.PARTNER, assessment__trajectory__twinning__partner__in=mine)
        return self.filter(flemish | partner)

    def unsealed(self) -> Self:
        """Handed in, and so are those of the other side."""
        sent = AnswerSheet.objects.filter(handed_in_at__isnull=False)
        other = sent.filter(assessment=OuterRef("assessment")).exclude(side=OuterRef("side"))
        return self.filter(Exists(other), handed_in_at__isnull=False)

    def visible_to(self, user: object) -> Self:
        """One's own side's always; the other side's once both have answered, to insiders."""
        inside = Assessment.objects.visible_to(user)
        own = Q(pk__in=AnswerSheet.objects.of_side(user).values("pk"))
        both = Q(pk__in=AnswerSheet.objects.unsealed().values("pk"), assessment__in=inside)
        return self.filter(own | both)

    def with_answers(self) -> Self:
        return self.select_related("handed_in_by").prefetch_related("answers")


class AnswerSheet(Versioned):
    """One side's answers: a draft of its own, sealed when it hands them in."""

    assessment = models.ForeignKey(
        Assessment,
        verbose_name=_("self-assessment"),
        on_delete=models.PROTECT,
        related_name="sheets",
    )
    side = models.CharField(_("side"), max_length=7, choices=Side)
    language = models.CharField(
        _("written in"), max_length=3, choices=WrittenLanguage, default=WrittenLanguage.NL
    )
    handed_in_at = models.DateTimeField(_("handed in at"), null=True, blank=True)
    handed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("handed in by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    updated_at = models.DateTimeField(_("last changed at"), default=clock.now)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("last changed by"),
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = AnswerSheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("answers of a side")
        verbose_name_plural = _("answers of the sides")
        ordering = ["assessment", "side"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "side"], name="answers_one_sheet_for_each_side"
            ),
            models.CheckConstraint(
                condition=Q(side__in=[Side.FLEMISH, Side.PARTNER]),
                name="answers_of_one_side",
                violation_error_message=_("Each side answers for itself."),
            ),
            models.CheckConstraint(
                condition=Q(handed_in_at=None, handed_in_by=None)
                | Q(handed_in_at__isnull=False, handed_in_by__isnull=False),
                name="answers_handed_in_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment} ({self.get_side_display()})"

    @property
    def is_sealed(self) -> bool:
        """Handed in: it is not changed any more."""
        return self.handed_in_at is not None

    @property
    def by_statement(self) -> "dict[int, Answer]":
        return {answer.statement: answer for answer in self.answers.all()}

    def refuse_if_sealed(self) -> None:
        if self.is_sealed:
            raise ValidationError(_("Your answers were handed in already: they are sealed."))

    def seal(self, degrees: dict[int, str]) -> None:
        """A draft becomes final; each statement needs an answer, of which “cannot say” is one."""
        self.refuse_if_sealed()
        message = _("Choose an answer, or say that you cannot say.")
        missing = {degree_name(one): message for one in Statement if not degrees.get(one)}
        if missing:
            raise ValidationError(missing)
        self.handed_in_at = clock.now()


class Answer(models.Model):
    """What one side answers on one statement, with a remark where it has one."""

    sheet = models.ForeignKey(
        AnswerSheet,
        verbose_name=_("answers of a side"),
        on_delete=models.CASCADE,
        related_name="answers",
    )
    statement = models.PositiveSmallIntegerField(_("statement"), choices=Statement)
    degree = models.CharField(_("answer"), max_length=10, choices=Degree, blank=True)
    remark = models.TextField(
        _("remark"),
        max_length=LONGEST_REMARK,
        blank=True,
        validators=[validate_plain, MaxLengthValidator(LONGEST_REMARK)],
    )

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["sheet", "statement"]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "statement"], name="answer_once_for_each_statement"
            ),
            models.CheckConstraint(
                condition=Q(statement__range=(1, len(Statement))),
                name="answer_to_one_of_the_statements",
            ),
            models.CheckConstraint(
                condition=Q(degree__in=["", *Degree.values]), name="answer_in_known_words"
            ),
        ]

    def __str__(self) -> str:
        return self.get_degree_display()
