"""The vocabulary: 17 goals and 169 targets in four languages. It knows of no twinning."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from stedenband.texts import LocalText, Translated

CODE = re.compile(r"^\s*(\d{1,2})(?:[.\-\s](\d{1,2})|[.\-\s]?([a-z]))\s*$", re.IGNORECASE)
LETTERS_FROM = 100
GOALS_FROM = 1000


def parse_code(text: str) -> str:
    """The code of a target as it is stored: `4.A` and `4-a` are `4.a`.

    Raises ValidationError for anything that is no code; whether the target exists is not asked.
    """
    if not (found := CODE.match(text)):
        raise ValidationError(
            _("“%(text)s” is no target: write it like 11.6 or 4.a."), params={"text": text}
        )
    goal, number, letter = found.groups()
    return f"{int(goal)}.{int(number) if number else letter.lower()}"


def position(code: str) -> int:
    """Where a code stands among all: 8.9, 8.10, 8.a."""
    goal, rest = code.split(".")
    within = int(rest) if rest.isdigit() else LETTERS_FROM + ord(rest) - ord("a")
    return int(goal) * GOALS_FROM + within


class Goal(models.Model):
    number = models.PositiveSmallIntegerField(
        _("number"), primary_key=True, validators=[MinValueValidator(1), MaxValueValidator(17)]
    )
    name_nl = models.CharField(_("name (Dutch)"), max_length=120)
    name_es = models.CharField(_("name (Spanish)"), max_length=120)
    name_fr = models.CharField(_("name (French)"), max_length=120)
    name_en = models.CharField(_("name (English)"), max_length=120)
    colour = models.CharField(
        _("colour"), max_length=7, validators=[RegexValidator(r"^#[0-9A-F]{6}$")]
    )
    text_colour = models.CharField(
        _("text colour"), max_length=5, choices=[("white", _("white")), ("black", _("black"))]
    )

    name = Translated("name")

    class Meta:
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(number__gte=1, number__lte=17),
                name="goal_one_of_seventeen",
                violation_error_message=_("There are 17 goals."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class Target(models.Model):
    code = models.CharField(_("code"), max_length=6, primary_key=True)
    goal = models.ForeignKey(
        Goal, verbose_name=_("goal"), on_delete=models.PROTECT, related_name="targets"
    )
    position = models.PositiveIntegerField(_("position"), unique=True, editable=False)
    label_nl = models.CharField(_("label (Dutch)"), max_length=250)
    label_es = models.CharField(_("label (Spanish)"), max_length=250)
    label_fr = models.CharField(_("label (French)"), max_length=250)
    label_en = models.CharField(_("label (English)"), max_length=250)

    label = Translated("label")

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"

    @property
    def name(self) -> LocalText:
        """The label as a sentence would start with it."""
        label = self.label
        return LocalText(label[:1].upper() + label[1:], label.lang)
