"""Covers: what a funding pays for, and until when."""

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partnerships.models.entered import Entered, SpanQuerySet
from partnerships.models.funding import Funding
from partnerships.models.milestone import Milestone
from partnerships.models.post import Post
from partnerships.models.promise import Promise
from partnerships.models.twinning import Twinning
from stedenband.texts import LocalText

COVERED = ("post", "promise", "milestone")


def of_one_thing() -> Q:
    """Just one of the columns of COVERED is filled."""
    found = Q()
    for name in COVERED:
        found |= Q(**{f"{one}__isnull": one != name for one in COVERED})
    return found


class CoverQuerySet(SpanQuerySet["Cover"]):
    def visible_to(self, user: object) -> Self:
        """Read inside the twinning; never public."""
        return self.filter(funding__twinning__in=Twinning.objects.inside(user))

    def with_names(self) -> Self:
        """With what is covered and its twinning, so that a list asks nothing for its rows."""
        return self.with_things().select_related(
            "post__twinning__flemish",
            "post__twinning__partner",
            "promise__twinning__flemish",
            "promise__twinning__partner",
            "milestone__trajectory__twinning__flemish",
            "milestone__trajectory__twinning__partner",
        )

    def with_things(self) -> Self:
        """With what is covered, for who knows its twinning: it is the funding's."""
        sides = ("funding__twinning__flemish", "funding__twinning__partner")
        return self.select_related(*sides, "post", "promise", "milestone__trajectory")


class Cover(Entered):
    """A funding pays for one thing: a post, a promise or a milestone."""

    funding = models.ForeignKey(
        Funding, verbose_name=_("funding"), on_delete=models.PROTECT, related_name="covers"
    )
    post = models.ForeignKey(
        Post,
        verbose_name=pgettext_lazy("function", "post"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="covers",
    )
    promise = models.ForeignKey(
        Promise,
        verbose_name=_("promise"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="covers",
    )
    milestone = models.ForeignKey(
        Milestone,
        verbose_name=_("milestone"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="covers",
    )
    starts_on = models.DateField(pgettext_lazy("funding", "from"))
    ends_on = models.DateField(pgettext_lazy("funding", "until"))
    amount = models.DecimalField(
        _("amount in euro"), max_digits=12, decimal_places=2, null=True, blank=True
    )

    objects = CoverQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("funding", "cover")
        verbose_name_plural = pgettext_lazy("funding", "covers")
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=of_one_thing(),
                name="cover_of_one_thing",
                violation_error_message=_("A cover is of one thing."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="cover_ends_after_it_starts",
                violation_error_message=_("It cannot end before it starts."),
            ),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gt=0),
                name="cover_amount_above_zero",
                violation_error_message=_("An amount is more than zero."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.funding.name}: {self.thing}"

    def get_absolute_url(self) -> str:
        return self.funding.get_absolute_url()

    def clean(self) -> None:
        """Within the funding's time, and of its twinning; what changes later is asked again."""
        for name in ("starts_on", "ends_on"):
            day = getattr(self, name)
            if day and not self.funding.starts_on <= day <= self.funding.ends_on:
                raise ValidationError({name: self.funding.outside()})
        if self.thing and self.thing.twinning.pk != self.funding.twinning_id:
            message = _("A funding covers what belongs to its own twinning.")
            raise ValidationError(message)

    @property
    def thing(self) -> Any:
        """What is covered."""
        return self.post or self.promise or self.milestone

    @property
    def kind(self) -> str:
        return next((name for name in COVERED if getattr(self, f"{name}_id")), "")

    @property
    def kind_name(self) -> str:
        return str(self._meta.get_field(self.kind).verbose_name)  # type: ignore[union-attr]

    @property
    def spoken_thing(self) -> LocalText:
        """What is covered, knowing which language it is in."""
        return words_of_thing(self.thing)


def words_of_thing(thing: Any) -> LocalText:
    """A post's, promise's or milestone's own words, short enough for a list."""
    if isinstance(thing, Promise):
        return LocalText(str(thing), thing.language)
    words: LocalText = thing.spoken_title
    return words
