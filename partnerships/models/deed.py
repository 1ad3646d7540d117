"""Deeds: what one side does at home for a goal."""

from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partnerships.models.membership import grants_of
from partnerships.models.organisation import Organisation
from partnerships.models.own_goal import LocalTarget, OwnGoal
from partnerships.models.page import Page
from partnerships.models.side import Side
from partnerships.models.source import Source
from partnerships.models.spoken import Spoken
from partnerships.models.twinning import Twinning
from sdg.models import Target
from stedenband import clock
from stedenband.texts import LocalText, WrittenLanguage, validate_plain
from stedenband.versions import Versioned

CODE_LENGTH = 40
UNSAID = pgettext_lazy("milestone", "Outcome not known")
GLYPHS = {"under_way": "review", "stopped": "dropped"}  # the others are named as their state


class DeedQuerySet(models.QuerySet["Deed"]):
    def public(self) -> Self:
        """Documented deeds, and those of a side that has published its page."""
        pages = Page.objects.public().filter(twinning=OuterRef("twinning"), side=OuterRef("side"))
        shown = Q(source__isnull=False) | Q(Exists(pages))
        return self.filter(shown, twinning__is_listed=True)

    def visible_to(self, user: object) -> Self:
        if grants_of(user).reads_all:
            return self.all()
        mine = grants_of(user).organisations
        if not mine:
            return self.public()
        public = Q(Exists(Deed.objects.public().filter(pk=OuterRef("pk"))))
        return self.filter(Q(twinning__flemish__in=mine) | Q(twinning__partner__in=mine) | public)

    def entered_by(self, day: date, moment: datetime) -> Self:
        """Entered by a moment; of those with a source, the ones that had begun by its day."""
        begun = Q(since=None) | Q(since__lte=day)
        return self.filter(Q(begun, source__isnull=False) | Q(source=None, created_at__lte=moment))

    def with_names(self) -> Self:
        return self.select_related(
            "twinning__flemish", "twinning__partner", "main_target__goal", "own_goal", "source"
        )

    def for_goal(self, number: int) -> Self:
        """Deeds whose primary or secondary target lies under an official goal."""
        served = Q(main_target__goal=number) | Q(side_targets__goal=number)
        return self.filter(served).distinct()


class Deed(Spoken, Versioned):
    SPOKEN = ("title", "description")

    class Level(models.TextChoices):
        """VVSG's three levels of what a municipality does itself."""

        ADMINISTRATION = "administration", _("in our own administration")
        PEOPLE = "people", _("for our own people")
        WORLD = "world", _("worldwide")

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("deed", "Planned")
        UNDER_WAY = "under_way", pgettext_lazy("deed", "Under way")
        DONE = "done", pgettext_lazy("deed", "Done")
        STOPPED = "stopped", pgettext_lazy("deed", "Stopped")

    twinning = models.ForeignKey(
        Twinning, verbose_name=_("twinning"), on_delete=models.PROTECT, related_name="deeds"
    )
    side = models.CharField(_("side"), max_length=7, choices=Side)
    title = models.CharField(_("title"), max_length=200, validators=[validate_plain])
    language = models.CharField(
        _("written in"), max_length=3, choices=WrittenLanguage, default=WrittenLanguage.NL
    )
    description = models.TextField(
        _("description"), max_length=20_000, blank=True, validators=[validate_plain]
    )
    level = models.CharField(_("level"), max_length=14, choices=Level, default=Level.PEOPLE)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.PLANNED)
    reason = models.CharField(
        _("why it stopped"), max_length=500, blank=True, validators=[validate_plain]
    )
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    main_target = models.ForeignKey(
        Target,
        verbose_name=_("main target"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="deeds",
    )
    side_targets = models.ManyToManyField(
        Target, verbose_name=_("side targets"), blank=True, related_name="side_deeds"
    )
    own_goal = models.ForeignKey(
        OwnGoal,
        verbose_name=_("own goal"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="deeds",
    )
    local_target = models.ForeignKey(
        LocalTarget,
        verbose_name=_("local target"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="deeds",
    )
    objective_code = models.CharField(_("policy objective"), max_length=CODE_LENGTH, blank=True)
    plan_code = models.CharField(_("action plan"), max_length=CODE_LENGTH, blank=True)
    action_code = models.CharField(_("action"), max_length=CODE_LENGTH, blank=True)
    plan_name = models.CharField(_("plan"), max_length=150, blank=True)
    source = models.ForeignKey(
        Source,
        verbose_name=_("source"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="deeds",
    )
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

    objects = DeedQuerySet.as_manager()
    is_unsaid = False  # on a day gone by, when the record does not say how it stood

    class Meta:
        verbose_name = _("deed")
        verbose_name_plural = _("deeds")
        ordering = ["twinning", "side", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(side__in=[Side.FLEMISH, Side.PARTNER]),
                name="deed_of_one_side",
                violation_error_message=_("A deed belongs to one side."),
            ),
            models.CheckConstraint(
                condition=~Q(state="stopped") | ~Q(reason=""),
                name="deed_stopped_with_a_reason",
                violation_error_message=_("Say why it stopped."),
            ),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=models.F("since")),
                name="deed_ends_after_it_starts",
                violation_error_message=_("It cannot end before it starts."),
            ),
            models.CheckConstraint(
                condition=Q(main_target__isnull=False) | Q(own_goal__isnull=False),
                name="deed_serves_something",
                violation_error_message=_("Choose the target or the own goal that it serves."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("partnerships:deed-detail", args=[self.pk])

    @property
    def spoken_title(self) -> LocalText:
        """The title, knowing which language it is in."""
        return LocalText(self.title, self.language)

    @property
    def shown_state(self) -> str:
        """The glyph of its state, from the same family as the milestones'."""
        return "unknown" if self.is_unsaid else GLYPHS.get(self.state, self.state)

    @property
    def shown_state_label(self) -> str:
        return str(UNSAID if self.is_unsaid else self.State(self.state).label)

    @property
    def organisation(self) -> Organisation:
        return self.twinning.organisation_of(self.side)

    @property
    def is_flemish(self) -> bool:
        """Whether it carries the codes of a Flemish multi-year plan."""
        return self.side == Side.FLEMISH

    @property
    def plan_codes(self) -> list[str]:
        """The codes of the plan that it stands in, as far as they are given."""
        given = [self.plan_name, self.objective_code, self.plan_code, self.action_code]
        return [code for code in given if code]
