"""Signs of life: in two fields what happened and what comes next, each month, of one side."""

from typing import Self

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from partnerships.models.post import SIDES
from partnerships.models.side import Side
from partnerships.models.twinning import Twinning
from stedenband import clock
from stedenband.accounts.models import User
from stedenband.texts import LocalText, WrittenLanguage, validate_plain
from stedenband.versions import Versioned

LONGEST = 1_000


class SignOfLifeQuerySet(models.QuerySet["SignOfLife"]):
    def visible_to(self, user: object) -> Self:
        """Read inside the twinning; never public."""
        return self.filter(twinning__in=Twinning.objects.inside(user))

    def of_side(self, twinning: Twinning, side: str) -> Self:
        return self.filter(twinning=twinning, side=side)

    def this_month(self) -> Self:
        return self.filter(month=clock.today().replace(day=1))

    def with_names(self) -> Self:
        return self.select_related("twinning__flemish", "twinning__partner")


class SignOfLife(Versioned):
    twinning = models.ForeignKey(
        Twinning, verbose_name=_("twinning"), on_delete=models.PROTECT, related_name="signs_of_life"
    )
    side = models.CharField(_("side"), max_length=7, choices=SIDES)
    month = models.DateField(_("month"), help_text=_("Its first day."))
    what_happened = models.TextField(
        _("what happened"),
        max_length=LONGEST,
        validators=[validate_plain, MaxLengthValidator(LONGEST)],
    )
    what_next = models.TextField(
        _("what comes next"),
        max_length=LONGEST,
        blank=True,
        validators=[validate_plain, MaxLengthValidator(LONGEST)],
    )
    language = models.CharField(
        _("written in"), max_length=3, choices=WrittenLanguage, default=WrittenLanguage.NL
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    given_at = models.DateTimeField(_("given at"), default=clock.now, editable=False)
    is_sample = models.BooleanField(_("is sample data"), default=False)

    objects = SignOfLifeQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign of life")
        verbose_name_plural = _("signs of life")
        ordering = ["-month", "side", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["twinning", "side", "month"], name="sign_of_life_once_a_month"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place}, {self.month_words}"

    def get_absolute_url(self) -> str:
        return reverse("partnerships:sign-of-life", args=[self.twinning.slug])

    def say(self, words: dict[str, str], by: User) -> None:
        """Write it, or write it anew in the same month."""
        for name, value in words.items():
            setattr(self, name, value)
        self.by, self.given_at, self.version = by, clock.now(), self.version + 1

    @property
    def place(self) -> str:
        return self.twinning.organisation_of(Side(self.side)).name

    @property
    def month_words(self) -> str:
        return date_format(self.month, "YEAR_MONTH_FORMAT")

    @property
    def spoken_happened(self) -> LocalText:
        return LocalText(self.what_happened, self.language)

    @property
    def spoken_next(self) -> LocalText:
        return LocalText(self.what_next, self.language)
