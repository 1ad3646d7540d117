"""Forums: where the twinnings tell each other their lessons, in an order that VVSG chose."""

from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partnerships.models.lesson import Lesson, LessonQuerySet
from partnerships.models.membership import grants_of
from partnerships.models.report_text import text_of
from partnerships.models.spoken import Spoken
from partnerships.models.twinning import Twinning
from stedenband import clock
from stedenband.markdown import RenderedField
from stedenband.texts import LocalText, WrittenLanguage, validate_plain
from stedenband.versions import Versioned

LONGEST_PROGRAMME = 6_000


class ForumQuerySet(models.QuerySet["Forum"]):
    def public(self) -> Self:
        return self.filter(is_public=True)

    def visible_to(self, user: object) -> Self:
        """Everybody with a membership today reads all forums; others the public ones."""
        return self.all() if grants_of(user).by_role else self.public()


class Forum(Spoken, Versioned):
    SPOKEN = ("title", "programme")

    title = models.CharField(_("title"), max_length=200, validators=[validate_plain])
    held_on = models.DateField(_("date"))
    place = models.CharField(_("place"), max_length=150, blank=True, validators=[validate_plain])
    language = models.CharField(
        _("written in"), max_length=3, choices=WrittenLanguage, default=WrittenLanguage.NL
    )
    programme = text_of(_("programme of the day"), LONGEST_PROGRAMME)
    programme_html = RenderedField(source="programme")
    is_public = models.BooleanField(_("is public"), default=False)
    lessons = models.ManyToManyField(
        Lesson, verbose_name=_("lessons"), through="ForumLesson", related_name="forums"
    )
    is_sample = models.BooleanField(_("is sample data"), default=False)
    updated_at = models.DateTimeField(_("last changed at"), default=clock.now, editable=False)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("last changed by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = ForumQuerySet.as_manager()

    class Meta:
        verbose_name = _("forum")
        verbose_name_plural = _("forums")
        ordering = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("partnerships:forum-detail", args=[self.pk])

    @property
    def spoken_title(self) -> LocalText:
        """The title as the reader gets it, knowing which language it is in."""
        return self.said("title")

    @property
    def twinnings_concerned(self) -> list[Twinning]:
        return []

    def lessons_for(self, user: object) -> LessonQuerySet:
        """Its lessons in their order, as far as a reader may see them and they are still open."""
        visible = Lesson.objects.visible_to(user).for_forums().filter(picks__forum=self)
        return visible.order_by("picks__position").with_names()


class ForumLesson(models.Model):
    """The place of a lesson on a forum."""

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="picks")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="picks")
    position = models.PositiveSmallIntegerField(_("position"))

    class Meta:
        verbose_name = _("lesson on a forum")
        verbose_name_plural = _("lessons on a forum")
        ordering = ["forum", "position"]
        constraints = [
            models.UniqueConstraint(fields=["forum", "lesson"], name="forum_lesson_once"),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.lesson}"

    def clean(self) -> None:
        if not self.lesson.is_open:
            raise ValidationError(_("On a forum come lessons that all twinnings may read."))
