"""What a session left: minutes in each language, who was in the room, what others sent in."""

from typing import ClassVar, Self, TypeVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partnerships.models.organisation import Organisation
from partnerships.models.session import Session
from partnerships.models.side import Side
from partnerships.models.spoken import Spoken
from partnerships.models.twinning import Twinning
from stedenband import clock
from stedenband.markdown import RenderedField, validate_length
from stedenband.texts import WrittenLanguage, validate_plain
from stedenband.versions import Versioned

LARGEST_GROUP = 1_000_000
Row = TypeVar("Row", bound=models.Model)


class OfSessionQuerySet(models.QuerySet[Row]):
    """What was said in a session: read by those whose twinning took part, till it is public."""

    def public(self) -> Self:
        return self.filter(session__in=Session.objects.public().values("pk"))

    def visible_to(self, user: object) -> Self:
        public = Q(session__in=Session.objects.public().values("pk"))
        return self.filter(public | Q(session__in=Session.objects.inside(user).values("pk")))


class Minutes(Versioned):
    """The minutes of a session in one language."""

    SPOKEN = ("text", "missing_voices")

    session = models.ForeignKey(
        Session,
        verbose_name=pgettext_lazy("dialogue", "session"),
        on_delete=models.CASCADE,
        related_name="minutes",
    )
    language = models.CharField(_("written in"), max_length=3, choices=WrittenLanguage)
    text = models.TextField(_("minutes"), blank=True, validators=[validate_plain, validate_length])
    text_html = RenderedField(source="text")
    missing_voices = models.TextField(
        _("which voices were missing"),
        max_length=2_000,
        blank=True,
        validators=[validate_plain, validate_length],
    )
    updated_at = models.DateTimeField(_("last changed at"), default=clock.now, editable=False)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("last changed by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    objects = OfSessionQuerySet["Minutes"].as_manager()

    class Meta:
        verbose_name = _("minutes")
        verbose_name_plural = pgettext_lazy("several sessions", "minutes")
        ordering = ["session", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "language"], name="minutes_once_for_each_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.session} ({self.get_language_display()})"


class Group(models.TextChoices):
    """Who somebody is in a room; one person may be in several."""

    RESIDENTS = "residents", pgettext_lazy("group", "residents")
    WOMEN = "women", pgettext_lazy("group", "women")
    YOUNG = "young", pgettext_lazy("group", "young people")
    OFFICIALS = "officials", pgettext_lazy("group", "civil servants")
    ELECTED = "elected", pgettext_lazy("group", "elected representatives")
    COMMUNITY = "community", pgettext_lazy("group", "community authorities")
    SCHOOLS = "schools", pgettext_lazy("group", "schools")
    ASSOCIATIONS = "associations", pgettext_lazy("group", "associations")
    EXPERTS = "experts", pgettext_lazy("group", "experts")
    INTERPRETERS = "interpreters", pgettext_lazy("group", "interpreters")


class Attendance(models.Model):
    """How many of a group were there, for a side or for both together; never who."""

    session = models.ForeignKey(
        Session,
        verbose_name=pgettext_lazy("dialogue", "session"),
        on_delete=models.CASCADE,
        related_name="attendance",
    )
    side = models.CharField(_("side"), max_length=7, choices=Side)
    group = models.CharField(_("group"), max_length=12, choices=Group)
    number = models.PositiveIntegerField(_("number"), validators=[MaxValueValidator(LARGEST_GROUP)])

    objects = OfSessionQuerySet["Attendance"].as_manager()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = pgettext_lazy("several groups", "attendance")
        ordering = ["session", "side", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "side", "group"], name="attendance_once_for_each_group"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=0),
                name="attendance_is_no_debt",
                violation_error_message=_("A number of people is zero or more."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_group_display()}: {self.number}"


class Contribution(Spoken, models.Model):
    """What somebody who cannot come says beforehand."""

    SPOKEN: ClassVar[tuple[str, ...]] = ("text",)

    session = models.ForeignKey(
        Session,
        verbose_name=pgettext_lazy("dialogue", "session"),
        on_delete=models.CASCADE,
        related_name="contributions",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="+"
    )
    language = models.CharField(_("written in"), max_length=3, choices=WrittenLanguage)
    text = models.TextField(_("contribution"), validators=[validate_plain, validate_length])
    text_html = RenderedField(source="text")
    at = models.DateTimeField(_("at"), default=clock.now, editable=False)

    objects = OfSessionQuerySet["Contribution"].as_manager()

    class Meta:
        verbose_name = _("contribution to a session")
        verbose_name_plural = _("contributions to sessions")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]

    def get_absolute_url(self) -> str:
        return self.session.get_absolute_url()

    @property
    def twinnings_concerned(self) -> list[Twinning]:
        return self.session.bonds


def refuse_empty_report(
    text: str, missing_voices: str, numbers: dict[tuple[str, str], int]
) -> None:
    """A report says something: minutes, a number, or who was missing."""
    if not text and not missing_voices and not numbers:
        raise ValidationError(_("Write the minutes, or say how many of whom were there."))
