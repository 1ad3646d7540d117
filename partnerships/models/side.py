"""Sides: who does something. Two equal municipalities, and what they do together."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from partnerships.models.twinning import Twinning


class Side(models.TextChoices):
    FLEMISH = "flemish", _("Flemish side")
    PARTNER = "partner", _("partner side")
    JOINT = "joint", _("both sides together")

    @property
    def other(self) -> "Side":
        """The side across; joint has none other than itself."""
        return {Side.FLEMISH: Side.PARTNER, Side.PARTNER: Side.FLEMISH}.get(self, Side.JOINT)


class Duty(models.TextChoices):
    """Whose milestone it is: one side's, both sides', or the coordination's."""

    FLEMISH = "flemish", _("Flemish side")
    PARTNER = "partner", _("partner side")
    JOINT = "joint", _("both sides")
    COORDINATION = "coordination", _("coordination")


class Reporter(models.TextChoices):
    """Who writes a report: each side its own, the coordination for its milestones."""

    FLEMISH = "flemish", _("Flemish side")
    PARTNER = "partner", _("partner side")
    COORDINATION = "coordination", _("coordination")


LEAVES = (Side.FLEMISH, Side.PARTNER)


def sides_behind(side: str) -> tuple[Side, ...]:
    """Whose words a text is: one side's, or both sides' where they wrote it together."""
    return LEAVES if side == Side.JOINT else (Side(side),)


def reporters_of(duty: str) -> tuple[Reporter, ...]:
    """Whose reports a milestone needs."""
    if duty == Duty.JOINT:
        return (Reporter.FLEMISH, Reporter.PARTNER)
    return (Reporter(duty),)


def reading_order(twinning: "Twinning", own: str = "") -> tuple[Side, Side]:
    """Both sides, the reader's own first.

    A reader of neither side gets the Flemish side first in Dutch, the partner first in Spanish,
    and in French and English the order of the places' names.
    """
    if own not in LEAVES:
        first = {"nl": Side.FLEMISH, "es": Side.PARTNER}.get((get_language() or "")[:2])
        own = first or min(LEAVES, key=lambda side: twinning.organisation_of(side).name)
    return Side(own), Side(own).other
