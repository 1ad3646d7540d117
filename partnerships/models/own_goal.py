"""A twinning's own goals, outside the 17, and local targets under an official one or their own."""

from typing import Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partnerships.models.twinning import Twinning
from sdg.models import Target
from stedenband.texts import Translated, validate_plain

FIRST_OWN_NUMBER = 18


class OwnGoalQuerySet(models.QuerySet["OwnGoal"]):
    def visible_to(self, user: object) -> Self:
        return self.filter(twinning__in=Twinning.objects.visible_to(user))


class OwnGoal(models.Model):
    """A goal that a twinning names itself: shown as its own, never in official exports."""

    twinning = models.ForeignKey(
        Twinning, verbose_name=_("twinning"), on_delete=models.PROTECT, related_name="own_goals"
    )
    number = models.PositiveSmallIntegerField(_("number"), default=FIRST_OWN_NUMBER)
    name_nl = models.CharField(
        _("name (Dutch)"), max_length=120, blank=True, validators=[validate_plain]
    )
    name_es = models.CharField(
        _("name (Spanish)"), max_length=120, blank=True, validators=[validate_plain]
    )
    name_fr = models.CharField(
        _("name (French)"), max_length=120, blank=True, validators=[validate_plain]
    )
    name_en = models.CharField(
        _("name (English)"), max_length=120, blank=True, validators=[validate_plain]
    )

    objects = OwnGoalQuerySet.as_manager()
    name = Translated("name")

    class Meta:
        verbose_name = _("own goal")
        verbose_name_plural = _("own goals")
        ordering = ["twinning", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["twinning", "number"],
                name="own_goal_number_once",
                violation_error_message=_("This twinning has a goal with this number already."),
            ),
            models.CheckConstraint(
                condition=Q(number__gte=FIRST_OWN_NUMBER),
                name="own_goal_after_the_seventeen",
                violation_error_message=_("Numbers 1 to 17 are the official goals: start at 18."),
            ),
            models.CheckConstraint(
                condition=~Q(name_nl="", name_es="", name_fr="", name_en=""),
                name="own_goal_has_a_name",
                violation_error_message=_("Give the goal a name in one language at least."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class LocalTarget(models.Model):
    """What a twinning wants to reach under an official target (11.6.1) or under its own goal."""

    twinning = models.ForeignKey(
        Twinning, verbose_name=_("twinning"), on_delete=models.PROTECT, related_name="local_targets"
    )
    code = models.CharField(
        _("code"),
        max_length=12,
        validators=[
            RegexValidator(
                r"^\d{1,2}(\.(\d{1,2}|[a-z])){1,2}$",
                _("Write a code like 11.6.1, or 18.1 under an own goal."),
            )
        ],
    )
    target = models.ForeignKey(
        Target,
        verbose_name=_("official target"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="local_targets",
    )
    own_goal = models.ForeignKey(
        OwnGoal,
        verbose_name=_("own goal"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="local_targets",
    )
    label = models.CharField(_("label"), max_length=250, validators=[validate_plain])
    language = models.CharField(_("written in"), max_length=3, default="nl")

    class Meta:
        verbose_name = _("local target")
        verbose_name_plural = _("local targets")
        ordering = ["twinning", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["twinning", "code"],
                name="local_target_code_once",
                violation_error_message=_("This twinning has a target with this code already."),
            ),
            models.CheckConstraint(
                condition=Q(target__isnull=False, own_goal=None)
                | Q(target=None, own_goal__isnull=False),
                name="local_target_under_one_thing",
                violation_error_message=_("A local target lies under a target or an own goal."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"
