"""Who may see what a side writes: from its own house to everybody."""

from typing import Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partnerships.models.membership import grants_of
from partnerships.models.side import Side

Row = TypeVar("Row", bound=models.Model)


class Visibility(models.TextChoices):
    """Each step opens what the step before it opened, and more."""

    SIDE = "side", _("our own side")
    TWINNING = "twinning", _("this twinning")
    TWINNINGS = "twinnings", _("all twinnings")
    PUBLIC = "public", _("everybody")


def of_own_side(user: object) -> Q:
    """Rows with a `twinning` and the `side` that wrote them: those of somebody's own side."""
    mine = grants_of(user).organisations
    flemish = Q(side=Side.FLEMISH, twinning__flemish__in=mine)
    return flemish | Q(side=Side.PARTNER, twinning__partner__in=mine)


class SharedQuerySet(models.QuerySet[Row]):
    """Rows with a `twinning`, the `side` that wrote them and a `visibility`.

    The two doors of every such noun. Coordinators and facilitators see all but what a side keeps
    to itself; whoever acts for any organisation today sees what is open to all twinnings.
    """

    def public(self) -> Self:
        return self.filter(visibility=Visibility.PUBLIC, twinning__is_listed=True)

    def visible_to(self, user: object) -> Self:
        grants = grants_of(user)
        mine = grants.organisations
        public = Q(visibility=Visibility.PUBLIC, twinning__is_listed=True)
        if not mine:
            return self.filter(public)
        inside = Q(twinning__flemish__in=mine) | Q(twinning__partner__in=mine)
        own = of_own_side(user)
        shared = ~Q(visibility=Visibility.SIDE)
        if grants.reads_all:
            return self.filter(shared | own)
        all_twinnings = Q(visibility__in=[Visibility.TWINNINGS, Visibility.PUBLIC])
        return self.filter(own | inside & shared | all_twinnings | public)
