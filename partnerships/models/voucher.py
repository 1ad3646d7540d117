"""Vouchers: what was paid from a funding, in which currency, at which rate."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Self

from django.db import models
from django.db.models import Q, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partnerships.models.entered import Entered
from partnerships.models.funding import Funding
from partnerships.models.promise import Promise
from partnerships.models.twinning import Twinning
from stedenband.texts import LocalText, WrittenLanguage, validate_plain

CENT = Decimal("0.01")


def in_euro(amount: Decimal, rate: Decimal) -> Decimal:
    """An amount at the rate of its day (one unit in euro), rounded half up to cents.

    As money is converted since the euro: multiplied exactly, rounded once, up from half a cent
    (Council Regulation (EC) No 1103/97, article 5).
    """
    return (amount * rate).quantize(CENT, rounding=ROUND_HALF_UP)


class VoucherQuerySet(models.QuerySet["Voucher"]):
    def visible_to(self, user: object) -> Self:
        """Read inside the twinning; never public."""
        return self.filter(funding__twinning__in=Twinning.objects.inside(user))

    def of_twinning(self, twinning: Twinning) -> Self:
        return self.filter(funding__twinning=twinning)

    def spent(self) -> dict[int, Decimal]:
        """By funding what was paid from it, in euro."""
        rows = self.order_by().values_list("funding").annotate(Sum("amount_in_euro"))
        return {funding: Decimal(total).quantize(CENT) for funding, total in rows}

    def by_date(self) -> Self:
        """By funding line, then by date: as a report on spending lists them."""
        return self.order_by("funding__starts_on", "funding", "paid_on", "pk")

    def with_names(self) -> Self:
        return self.select_related("funding__twinning__flemish", "funding__twinning__partner")


class Voucher(Entered):
    """One payment, with the number it has in the books."""

    funding = models.ForeignKey(
        Funding, verbose_name=_("funding"), on_delete=models.PROTECT, related_name="vouchers"
    )
    number = models.CharField(_("number"), max_length=40, validators=[validate_plain])
    paid_on = models.DateField(_("date"))
    description = models.CharField(_("description"), max_length=300, validators=[validate_plain])
    language = models.CharField(
        _("written in"), max_length=3, choices=WrittenLanguage, default=WrittenLanguage.NL
    )
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    currency = models.CharField(
        _("currency"), max_length=3, choices=Promise.Currency, default=Promise.Currency.EUR
    )
    rate = models.DecimalField(
        _("exchange rate"),
        max_digits=12,
        decimal_places=6,
        default=Decimal(1),
        help_text=_("How many euro one unit of the currency was worth; 1 for the euro itself."),
    )
    amount_in_euro = models.DecimalField(
        _("amount in euro"), max_digits=12, decimal_places=2, editable=False
    )

    objects = VoucherQuerySet.as_manager()

    class Meta:
        verbose_name = _("voucher")
        verbose_name_plural = _("vouchers")
        ordering = ["funding", "paid_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["funding", "number"],
                name="voucher_numbered_once_for_each_funding",
                violation_error_message=_("This funding has a voucher with that number already."),
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="voucher_amount_above_zero",
                violation_error_message=_("An amount is more than zero."),
            ),
            models.CheckConstraint(
                condition=Q(rate__gt=0),
                name="voucher_rate_above_zero",
                violation_error_message=_("An exchange rate is more than zero."),
            ),
            models.CheckConstraint(
                condition=~Q(currency="EUR") | Q(rate=1),
                name="voucher_in_euro_at_one",
                violation_error_message=_("For the euro the exchange rate is 1."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.description}"

    def get_absolute_url(self) -> str:
        return reverse("partnerships:voucher-list", args=[self.funding.twinning.slug])

    def reckon(self) -> None:
        """Its amount in euro, kept beside it: the sums of a list are the sums of what is shown.

        Raises ValidationError for an amount or a rate that cannot be.
        """
        self.clean_fields(exclude=["amount_in_euro"])
        self.amount_in_euro = in_euro(self.amount, self.rate)

    @property
    def spoken_description(self) -> LocalText:
        """The description, knowing which language it is in."""
        return LocalText(self.description, self.language)
