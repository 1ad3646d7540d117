"""Agreements: what both sides signed, from when until when it holds, and what follows it."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from partnerships.models.document import Document
from partnerships.models.entered import Entered
from partnerships.models.organisation import validate_languages
from partnerships.models.source import Source
from partnerships.models.twinning import Twinning
from stedenband import clock
from stedenband.texts import LocalText, WrittenLanguage, interface_language, validate_plain

BY_ROLE = _("The role alone, such as “mayor”: never a name.")
OVERLAPS = _(
    "This overlaps with “%(other)s” (%(period)s). One agreement holds at a time: let the one end "
    "on the day before the other starts."
)


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def public(self) -> Self:
        """What is documented, of listed twinnings."""
        return self.filter(source__isnull=False, twinning__is_listed=True)

    def visible_to(self, user: object) -> Self:
        documented = Q(source__isnull=False, twinning__is_listed=True)
        return self.filter(documented | Q(twinning__in=Twinning.objects.inside(user)))

    def in_force_on(self, day: date) -> Self:
        return self.filter(valid_from__lte=day, valid_until__gte=day)

    def signed_by(self, day: date) -> Self:
        """Signed by a day; of those without a day of signing, the ones that held by then."""
        return self.filter(Q(signed_on__lte=day) | Q(signed_on=None, valid_from__lte=day))

    def unfollowed(self) -> Self:
        """With no successor, named or merely entered: nothing in the twinning starts later."""
        later = Agreement.objects.filter(
            twinning=OuterRef("twinning"), valid_from__gt=OuterRef("valid_until")
        )
        return self.filter(~Exists(later), successor=None)

    def ending_on(self, days: Iterable[date]) -> Self:
        """Those that end on one of these days and that nothing follows."""
        return self.unfollowed().filter(valid_until__in=list(days))

    def lapsing_by(self, last: date) -> Self:
        """Those that end from today until a day, and that nothing follows."""
        return self.unfollowed().filter(valid_until__range=(clock.today(), last))

    def lapsed(self) -> Self:
        """Those that ended, and that nothing followed."""
        return self.unfollowed().filter(valid_until__lt=clock.today())

    def by_date(self) -> Self:
        return self.order_by("valid_from", "pk")

    def with_names(self) -> Self:
        return self.select_related("twinning__flemish", "twinning__partner", "source", "document")


class Agreement(Entered):
    """A signed paper between both sides."""

    class Precision(models.TextChoices):
        """How exactly its dates are known; to the year it runs from 1 January to 31 December."""

        DAY = "day", pgettext_lazy("dates known", "to the day")
        YEAR = "year", pgettext_lazy("dates known", "to the year")

    twinning = models.ForeignKey(
        Twinning, verbose_name=_("twinning"), on_delete=models.PROTECT, related_name="agreements"
    )
    title = models.CharField(_("title"), max_length=200, blank=True, validators=[validate_plain])
    language = models.CharField(
        _("title written in"), max_length=3, choices=WrittenLanguage, default=WrittenLanguage.NL
    )
    languages = models.JSONField(
        _("languages of the paper"), default=list, blank=True, validators=[validate_languages]
    )
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), db_index=True)
    precision = models.CharField(
        _("dates known"), max_length=4, choices=Precision, default=Precision.DAY
    )
    flemish_signer = models.CharField(
        _("who signed on the Flemish side"),
        max_length=120,
        blank=True,
        help_text=BY_ROLE,
        validators=[validate_plain],
    )
    partner_signer = models.CharField(
        _("who signed on the partner side"),
        max_length=120,
        blank=True,
        help_text=BY_ROLE,
        validators=[validate_plain],
    )
    successor = models.ForeignKey(
        "self",
        verbose_name=_("followed by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
    )
    document = models.ForeignKey(
        Document,
        verbose_name=_("document"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agreements",
    )
    source = models.ForeignKey(
        Source,
        verbose_name=_("source"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agreements",
    )

    objects = AgreementQuerySet.as_manager()
    seen_on: date | None = None  # the day gone by on which a page shows it; None: today

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["valid_from", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")),
                name="agreement_ends_after_it_starts",
                violation_error_message=_("It cannot end before it starts."),
            ),
            models.CheckConstraint(
                condition=Q(successor=None) | ~Q(successor=F("pk")),
                name="agreement_not_its_own_successor",
                violation_error_message=_("An agreement does not follow itself."),
            ),
            models.CheckConstraint(
                condition=~Q(precision="year")
                | Q(
                    valid_from__month=1,
                    valid_from__day=1,
                    valid_until__month=12,
                    valid_until__day=31,
                ),
                name="agreement_to_the_year_in_whole_years",
                violation_error_message=_("Known to the year, it runs in whole years."),
            ),
        ]

    def __str__(self) -> str:
        return self.title or gettext("Agreement %(period)s") % {"period": self.period}

    def get_absolute_url(self) -> str:
        page = reverse("partnerships:agreement-list", args=[self.twinning.slug])
        return f"{page}#agreement-{self.pk}"

    def clean(self) -> None:
        if self.valid_from and self.valid_until:
            self.refuse_overlap()
        if self.successor:
            self.refuse_as_successor(self.successor)
        if self.document and self.document.twinning_id != self.twinning_id:
            raise ValidationError({"document": _("Choose a document of this twinning.")})

    # --- What may follow what ---------------------------------------------------------------------

    def set_validity(self, first: date, last: date, precision: str) -> None:
        """To the day as given; known to the year alone, the whole of both years."""
        if precision == self.Precision.YEAR:
            first, last = date(first.year, 1, 1), date(last.year, 12, 31)
        self.valid_from, self.valid_until, self.precision = first, last, precision

    def refuse_overlap(self) -> None:
        """One agreement holds at a time: else nobody could say until when there is one."""
        others = Agreement.objects.filter(twinning=self.twinning_id).exclude(pk=self.pk)
        other = others.filter(
            valid_from__lte=self.valid_until, valid_until__gte=self.valid_from
        ).first()
        if other:
            named = {"other": str(other), "period": other.period}
            raise ValidationError({"valid_from": ValidationError(OVERLAPS, params=named)})

    def refuse_as_successor(self, next_one: "Agreement") -> None:
        if next_one.twinning_id != self.twinning_id:
            raise ValidationError(_("An agreement follows one of the same twinning."))
        seen: set[int | None] = set()
        later: Agreement | None = next_one
        while later is not None and later.pk not in seen:
            if later.pk == self.pk:
                raise ValidationError(_("These two agreements would follow each other."))
            seen.add(later.pk)
            later = later.successor
        if next_one.valid_from < self.valid_from:
            raise ValidationError(_("An agreement does not follow one that started later."))

    def refuse_if_documented(self) -> None:
        if self.source_id:
            raise ValidationError(_("What is documented stays as its source says."))

    # --- What it says -----------------------------------------------------------------------------

    @property
    def period(self) -> str:
        """From when until when, as exactly as it is known."""
        if self.precision == self.Precision.YEAR:
            first, last = self.valid_from.year, self.valid_until.year
            return str(first) if first == last else f"{first}–{last}"
        ends = (date_format(one, "DATE_FORMAT") for one in (self.valid_from, self.valid_until))
        return " – ".join(ends)

    @property
    def spoken_title(self) -> LocalText:
        """The title, knowing which language it is in; else its period."""
        if self.title:
            return LocalText(self.title, self.language)
        return LocalText(str(self), interface_language())

    @property
    def language_names(self) -> list[str]:
        return [str(WrittenLanguage(code).label) for code in self.languages]

    @property
    def is_documented(self) -> bool:
        return self.source_id is not None

    @property
    def is_in_force(self) -> bool:
        return self.valid_from <= (self.seen_on or clock.today()) <= self.valid_until
