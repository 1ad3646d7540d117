"""Adoptions: another twinning takes a lesson over, and says later what came of it."""

from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partnerships.models.deed import GLYPHS, Deed
from partnerships.models.lesson import Lesson
from partnerships.models.membership import grants_of
from partnerships.models.organisation import Organisation
from partnerships.models.page import Page
from partnerships.models.report_text import text_of
from partnerships.models.side import Side
from partnerships.models.spoken import Spoken
from partnerships.models.twinning import Twinning
from stedenband import clock
from stedenband.markdown import RenderedField
from stedenband.texts import WrittenLanguage, validate_plain
from stedenband.versions import Versioned

LONGEST_WORDS = 4_000


class AdoptionQuerySet(models.QuerySet["Adoption"]):
    def public(self) -> Self:
        """Of a public lesson, by a side that published its page."""
        pages = Page.objects.public().filter(twinning=OuterRef("twinning"), side=OuterRef("side"))
        lessons = Lesson.objects.public().values("pk")
        return self.filter(Exists(pages), lesson__in=lessons)

    def visible_to(self, user: object) -> Self:
        """Read in both twinnings, by coordinators and facilitators, and what is public."""
        if grants_of(user).reads_all:
            return self.all()
        public = Q(pk__in=Adoption.objects.public().values("pk"))
        mine = Twinning.objects.of_member(user).values("pk")
        return self.filter(public | Q(twinning__in=mine) | Q(lesson__twinning__in=mine))

    def with_names(self) -> Self:
        return self.select_related(
            "twinning__flemish",
            "twinning__partner",
            "lesson__twinning__flemish",
            "lesson__twinning__partner",
        )


class Adoption(Spoken, Versioned):
    """A lesson that another twinning took over; its states are those of a deed."""

    State = Deed.State
    SPOKEN = ("why", "reason", "result")

    lesson = models.ForeignKey(
        Lesson, verbose_name=_("lesson"), on_delete=models.PROTECT, related_name="adoptions"
    )
    twinning = models.ForeignKey(
        Twinning,
        verbose_name=_("twinning that takes it over"),
        on_delete=models.PROTECT,
        related_name="adoptions",
    )
    side = models.CharField(_("side"), max_length=7, choices=Side)
    language = models.CharField(
        _("written in"), max_length=3, choices=WrittenLanguage, default=WrittenLanguage.NL
    )
    why = text_of(_("why and how"), LONGEST_WORDS)
    why_html = RenderedField(source="why")
    at = models.DateTimeField(_("taken over at"), default=clock.now, editable=False)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.PLANNED)
    reason = models.CharField(
        _("why it stopped"), max_length=500, blank=True, validators=[validate_plain]
    )
    result = text_of(_("what came of it"), LONGEST_WORDS)
    result_html = RenderedField(source="result")
    reported_at = models.DateTimeField(_("result told at"), null=True, blank=True, editable=False)
    is_sample = models.BooleanField(_("is sample data"), default=False)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("last changed by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = AdoptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("lesson taken over")
        verbose_name_plural = _("lessons taken over")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["lesson", "twinning"],
                name="adoption_once_for_each_twinning",
                violation_error_message=_("This twinning took this lesson over already."),
            ),
            models.CheckConstraint(
                condition=Q(side__in=[Side.FLEMISH, Side.PARTNER]),
                name="adoption_by_one_side",
                violation_error_message=_("One side takes a lesson over."),
            ),
            models.CheckConstraint(
                condition=~Q(state="stopped") | ~Q(reason=""),
                name="adoption_stopped_with_a_reason",
                violation_error_message=_("Say why it stopped."),
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | ~Q(result=""),
                name="adoption_done_with_a_result",
                violation_error_message=_("Say what came of it."),
            ),
            models.CheckConstraint(
                condition=~Q(why=""),
                name="adoption_says_why",
                violation_error_message=_("Say why you take it over, and how."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.lesson}"

    def get_absolute_url(self) -> str:
        return self.lesson.get_absolute_url()

    @property
    def report_url(self) -> str:
        return reverse("partnerships:adoption-report", args=[self.pk])

    def clean(self) -> None:
        if self.twinning_id == self.lesson.twinning_id:
            raise ValidationError(_("A twinning does not take over its own lesson."))

    @property
    def organisation(self) -> Organisation:
        return self.twinning.organisation_of(self.side)

    @property
    def shown_state(self) -> str:
        """The glyph of its state, as a deed's."""
        return GLYPHS.get(self.state, self.state)
