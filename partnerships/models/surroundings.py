"""What VVSG enters of the world around the twinnings: documented, and of some places or of all."""

from typing import Any, Self, TypeVar

from django.db import models

from partnerships.models.membership import grants_of
from partnerships.models.organisation import Organisation
from partnerships.models.twinning import Twinning

Row = TypeVar("Row", bound=models.Model)


class SurroundingsQuerySet(models.QuerySet[Row]):
    """Rows with a `source`, and `organisations` where they are not of a whole country."""

    def public(self) -> Self:
        """What is documented."""
        return self.filter(source__isnull=False)

    def visible_to(self, user: object) -> Self:
        """Members read what VVSG entered as a sample too."""
        return self.all() if grants_of(user).by_role else self.public()

    def named(self) -> "models.QuerySet[Organisation]":
        """The places that a row names; for a subquery."""
        column: Any = self.model._meta.get_field("organisations")
        way = column.related_query_name()
        return Organisation.objects.filter(**{way: models.OuterRef("pk")})

    def named_in(self, twinning: Twinning) -> models.Exists:
        """Whether a row names a side, or the municipality in which it lies."""
        sides = (twinning.flemish, twinning.partner)
        places = {side.pk for side in sides} | {one.within_id for one in sides if one.within_id}
        return models.Exists(self.named().filter(pk__in=places))
