"""Recommendations of a review, and what each side answers and does."""

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partnerships.models.assessment import Assessment
from partnerships.models.entered import Entered
from partnerships.models.side import LEAVES, Side, sides_behind
from partnerships.models.twinning import Twinning
from stedenband.texts import LocalText, WrittenLanguage, validate_plain

LONGEST = 2_000
CHECKS: list[Any] = [validate_plain, MaxLengthValidator(LONGEST)]


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    def visible_to(self, user: object) -> Self:
        """Read inside the twinning; never public."""
        return self.filter(twinning__in=Twinning.objects.inside(user))

    def with_names(self) -> Self:
        names = self.select_related("twinning__flemish", "twinning__partner", "assessment")
        return names.prefetch_related("responses")


class Recommendation(Entered):
    """What a review advises one side or both: answered and acted upon by each."""

    twinning = models.ForeignKey(
        Twinning,
        verbose_name=_("twinning"),
        on_delete=models.PROTECT,
        related_name="recommendations",
    )
    assessment = models.ForeignKey(
        Assessment,
        verbose_name=_("from which self-assessment"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="recommendations",
    )
    given_on = models.DateField(_("given on"))
    given_by = models.CharField(
        _("who recommends it"), max_length=150, blank=True, validators=[validate_plain]
    )
    side = models.CharField(_("whom it addresses"), max_length=7, choices=Side, default=Side.JOINT)
    text = models.TextField(_("recommendation"), max_length=LONGEST, validators=CHECKS)
    language = models.CharField(
        _("written in"), max_length=3, choices=WrittenLanguage, default=WrittenLanguage.NL
    )

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        ordering = ["-given_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="recommendation_says_something",
                violation_error_message=_("Write down what is recommended."),
            )
        ]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 80 else f"{self.text[:79]}…"

    def get_absolute_url(self) -> str:
        page = reverse("partnerships:recommendation-list", args=[self.twinning.slug])
        return f"{page}#recommendation-{self.pk}"

    def clean(self) -> None:
        if self.assessment and self.assessment.trajectory.twinning_id != self.twinning_id:
            message = _("Choose a self-assessment of this twinning.")
            raise ValidationError({"assessment": message})

    def refuse_response_of(self, side: str) -> None:
        if side not in sides_behind(self.side):
            raise ValidationError(_("This recommendation does not address your side."))

    def refuse_if_answered(self, before: "Recommendation") -> None:
        """Once a side answered, what it answered to stays as it was."""
        words = (self.text, self.side, self.language)
        if words != (before.text, before.side, before.language) and self.responses.exists():
            raise ValidationError(_("A side has answered this already: its words stay."))

    @property
    def spoken_text(self) -> LocalText:
        """What is recommended, knowing which language it is in."""
        return LocalText(self.text, self.language)

    @property
    def answers(self) -> "list[tuple[Side, str, Response | None]]":
        """Each side that it addresses, by name, with its response if it has given one."""
        given = {one.side: one for one in self.responses.all()}
        sides = sides_behind(self.side)
        return [(side, self.twinning.name_of(side), given.get(side)) for side in sides]


class Response(Entered):
    """What one side answers to a recommendation, and what it will do."""

    class Answer(models.TextChoices):
        AGREED = "agreed", pgettext_lazy("recommendation", "we agree")
        PARTLY = "partly", pgettext_lazy("recommendation", "we agree in part")
        DECLINED = "declined", pgettext_lazy("recommendation", "we do not agree")

    recommendation = models.ForeignKey(
        Recommendation,
        verbose_name=_("recommendation"),
        on_delete=models.PROTECT,
        related_name="responses",
    )
    side = models.CharField(_("side"), max_length=7, choices=Side)
    answer = models.CharField(_("answer"), max_length=8, choices=Answer)
    why = models.TextField(_("why"), max_length=LONGEST, blank=True, validators=CHECKS)
    action = models.TextField(
        _("what we will do"), max_length=LONGEST, blank=True, validators=CHECKS
    )
    due_on = models.DateField(_("by when"), null=True, blank=True)
    language = models.CharField(
        _("written in"), max_length=3, choices=WrittenLanguage, default=WrittenLanguage.NL
    )

    class Meta:
        verbose_name = pgettext_lazy("recommendation", "response")
        verbose_name_plural = pgettext_lazy("recommendation", "responses")
        ordering = ["recommendation", "side"]
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "side"], name="response_one_for_each_side"
            ),
            models.CheckConstraint(
                condition=Q(side__in=LEAVES),
                name="response_of_one_side",
                violation_error_message=_("Each side answers for itself."),
            ),
            models.CheckConstraint(
                condition=Q(answer="agreed") | ~Q(why=""),
                name="response_disagrees_with_a_reason",
                violation_error_message=_("Say why you do not agree, or only in part."),
            ),
            models.CheckConstraint(
                condition=Q(answer="declined") | ~Q(action=""),
                name="response_agrees_with_an_action",
                violation_error_message=_("Say what you will do."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recommendation} ({self.get_side_display()})"

    @property
    def spoken_why(self) -> LocalText:
        return LocalText(self.why, self.language)

    @property
    def spoken_action(self) -> LocalText:
        return LocalText(self.action, self.language)
