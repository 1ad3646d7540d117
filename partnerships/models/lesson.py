"""Lessons: what a twinning tried, what changed on each side, and who learned it from whom."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partnerships.models.deed import Deed
from partnerships.models.membership import grants_of
from partnerships.models.milestone import Milestone
from partnerships.models.report_text import text_of
from partnerships.models.side import LEAVES, Side, reading_order
from partnerships.models.spoken import Spoken
from partnerships.models.twinning import Twinning
from partnerships.models.visibility import SharedQuerySet, Visibility
from sdg.models import Target
from stedenband import clock
from stedenband.markdown import RenderedField
from stedenband.texts import FoldedField, LocalText, WrittenLanguage, fold, validate_plain
from stedenband.versions import Versioned

LONGEST_PART = 4_000
OPEN = (Visibility.TWINNINGS, Visibility.PUBLIC)
PARTS = ("situation", "tried", "changed_flemish", "changed_partner")


class Direction(models.TextChoices):
    """Which side learned: the one of that name, or both."""

    FLEMISH = "flemish", _("the Flemish side learned from the partner side")
    PARTNER = "partner", _("the partner side learned from the Flemish side")
    BOTH = "both", _("both sides learned from each other")


class LessonQuerySet(SharedQuerySet["Lesson"]):
    def visible_to(self, user: object) -> Self:
        """As all that is shared; and whoever took a lesson over keeps reading it."""
        mine = grants_of(user).organisations
        if not mine:
            return super().visible_to(user)
        taken = Lesson.objects.filter(
            Q(adoptions__twinning__flemish__in=mine) | Q(adoptions__twinning__partner__in=mine)
        )
        return super().visible_to(user) | self.filter(pk__in=taken.values("pk"))

    def known_at(self, moment: datetime) -> Self:
        """Those that had been entered by then."""
        return self.filter(created_at__lte=moment)

    def for_forums(self) -> Self:
        """Lessons that every twinning may read."""
        return self.filter(visibility__in=OPEN)

    def with_names(self) -> Self:
        return self.select_related("twinning__flemish", "twinning__partner")

    def for_goal(self, number: int) -> Self:
        return self.filter(targets__goal=number).distinct()

    def in_country(self, code: str) -> Self:
        return self.filter(twinning__in=Twinning.objects.in_country(code))

    def search(self, words: str) -> Self:
        """Whose words or places hold all that is looked for, whatever accents and case."""
        found = self
        for word in fold(words[:200]).split():
            found = found.filter(
                Q(search_text__contains=word)
                | Q(twinning__flemish__search_text__contains=word)
                | Q(twinning__partner__search_text__contains=word)
            )
        return found


class Lesson(Spoken, Versioned):
    class Again(models.TextChoices):
        YES = "yes", _("Yes")
        DIFFERENTLY = "differently", _("Yes, but differently")
        NO = "no", _("No")

    SPOKEN = ("title", *PARTS, "again_why")

    twinning = models.ForeignKey(
        Twinning, verbose_name=_("twinning"), on_delete=models.PROTECT, related_name="lessons"
    )
    side = models.CharField(_("written by"), max_length=7, choices=Side)
    title = models.CharField(_("title"), max_length=200, validators=[validate_plain])
    language = models.CharField(
        _("written in"), max_length=3, choices=WrittenLanguage, default=WrittenLanguage.NL
    )
    direction = models.CharField(_("who learned from whom"), max_length=7, choices=Direction)
    situation = text_of(_("the situation"), LONGEST_PART)
    situation_html = RenderedField(source="situation")
    tried = text_of(_("what we tried"), LONGEST_PART)
    tried_html = RenderedField(source="tried")
    changed_flemish = text_of(_("what changed on the Flemish side"), LONGEST_PART)
    changed_flemish_html = RenderedField(source="changed_flemish")
    changed_partner = text_of(_("what changed on the partner side"), LONGEST_PART)
    changed_partner_html = RenderedField(source="changed_partner")
    again = models.CharField(_("would we do it again"), max_length=11, choices=Again)
    again_why = text_of(_("why"), 1_000)
    targets = models.ManyToManyField(
        Target, verbose_name=_("SDG targets"), blank=True, related_name="lessons"
    )
    milestone = models.ForeignKey(
        Milestone,
        verbose_name=_("milestone it came from"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="lessons",
    )
    deed = models.ForeignKey(
        Deed,
        verbose_name=_("deed it came from"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="lessons",
    )
    visibility = models.CharField(
        _("who may read it"), max_length=9, choices=Visibility, default=Visibility.TWINNING
    )
    agreed_by = models.CharField(
        _("side that agreed to publish it"),
        max_length=7,
        choices=[(side.value, side.label) for side in LEAVES],
        blank=True,
        editable=False,
    )
    search_text = FoldedField(sources=SPOKEN)
    is_sample = models.BooleanField(_("is sample data"), default=False)
    created_at = models.DateTimeField(_("entered at"), default=clock.now, editable=False)
    updated_at = models.DateTimeField(_("last changed at"), default=clock.now, editable=False)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("last changed by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = LessonQuerySet.as_manager()

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["visibility", "-created_at", "-id"], name="lesson_newest")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(side="joint", visibility="side"),
                name="lesson_of_both_is_read_by_both",
                violation_error_message=_("What both sides wrote together is read by both."),
            ),
            models.CheckConstraint(
                condition=Q(again="yes") | ~Q(again_why=""),
                name="lesson_not_again_with_a_reason",
                violation_error_message=_("Say why not, or what you would do differently."),
            ),
            models.CheckConstraint(
                condition=Q(milestone=None) | Q(deed=None),
                name="lesson_from_one_thing",
                violation_error_message=_("Choose the milestone or the deed, not both."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("partnerships:lesson-detail", args=[self.pk])

    def clean(self) -> None:
        """What it came from is of the same twinning."""
        origins = [one for one in (self.milestone, self.deed) if one]
        if any(one.twinning.pk != self.twinning_id for one in origins):
            raise ValidationError(_("What it came from belongs to another twinning."))

    @property
    def is_public(self) -> bool:
        return self.visibility == Visibility.PUBLIC

    @property
    def is_open(self) -> bool:
        """Whether every twinning may read it, take it over and hear it on a forum."""
        return self.visibility in OPEN

    def refuse_if_inside(self) -> None:
        """What a side keeps to its twinning is not carried out of it by who belongs to two."""
        if not self.is_open:
            raise ValidationError(_("Its side has not opened this lesson to other twinnings."))

    def open_to(self, visibility: str) -> None:
        """Say who may read it; to publish is a deed of its own."""
        if visibility == Visibility.PUBLIC:
            raise ValidationError({"visibility": _("A lesson becomes public by publishing it.")})
        if visibility == Visibility.SIDE and self.pk and self.adoptions.exists():
            taken = _("Another twinning took this lesson over: it keeps reading it.")
            raise ValidationError({"visibility": taken})
        self.visibility, self.agreed_by = visibility, ""

    def publish(self, side: str) -> None:
        """Show it to everybody; what both sides wrote becomes public when both have said so."""
        if self.is_public:
            return
        if self.side == Side.JOINT and self.agreed_by in ("", side):
            self.agreed_by = side
        else:
            self.visibility, self.agreed_by = Visibility.PUBLIC, ""

    def withdraw(self, visibility: str) -> None:
        if not self.is_public:
            raise ValidationError(_("This lesson is not public."))
        self.open_to(visibility)

    @property
    def spoken_title(self) -> LocalText:
        """The title as the reader gets it, knowing which language it is in."""
        return self.reading.words["title"]

    @property
    def authors(self) -> str:
        """The name of the side that wrote it, or of both."""
        if self.side == Side.JOINT:
            return str(self.twinning)
        return self.twinning.name_of(self.side)

    @property
    def direction_words(self) -> str:
        """Who learned from whom, by the names of the places."""
        return direction_words(self.twinning, self.direction)

    @property
    def story(self) -> list[tuple[str, str, str]]:
        """What it tells before anything changed: heading, HTML and its language, where written."""
        read = self.reading
        told = {"situation": gettext("The situation"), "tried": gettext("What we tried")}
        return [
            (heading, read.html[name], read.words[name].lang)
            for name, heading in told.items()
            if name in read.html
        ]

    @property
    def leaves(self) -> list[tuple[Side, str, str, str]]:
        """What changed on each side, the one that wrote it first: heading, HTML, its language."""
        read, found = self.reading, []
        for side in reading_order(self.twinning, self.side):
            name = f"changed_{side}"
            html, words = read.html.get(name, ""), read.words.get(name)
            language = words.lang if words else read.language
            found.append((side, changed_in(self.twinning, side), html, language))
        return found


def direction_words(twinning: Twinning, direction: str) -> str:
    one = reading_order(twinning)[0]
    if direction == Direction.BOTH:
        words = gettext("%(one)s and %(other)s learned from each other")
    else:
        one, words = Side(direction), gettext("%(one)s learned from %(other)s")
    return words % {"one": twinning.name_of(one), "other": twinning.name_of(one.other)}


def changed_in(twinning: Twinning, side: str) -> str:
    return gettext("What changed in %(name)s") % {"name": twinning.name_of(side)}
