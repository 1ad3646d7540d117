"""Forms on vouchers."""

from decimal import Decimal
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.forms.promise import AmountField
from partnerships.models import Funding, Promise, Twinning, Voucher
from stedenband.fields import DayField, NumberField
from stedenband.forms import VersionedForm
from stedenband.numbers import FINEST, parse_number
from stedenband.texts import WrittenLanguage, interface_language

WORDS = ("number", "paid_on", "description", "language", "amount", "currency", "rate")


class RateField(NumberField):
    """An exchange rate: six figures after the decimal mark, as the rates of the day have them."""

    def to_python(self, value: Any) -> Decimal | None:
        text = str(value).strip() if value not in self.empty_values else ""
        return parse_number(text, interface_language(), FINEST) if text else None


class VoucherForm(VersionedForm):
    """One payment, as it stands in the books."""

    button = _("Save the voucher")
    layout = Layout(
        "funding",
        Div("number", "paid_on", css_class="pair-of-fields"),
        Div("description", "language", css_class="pair-of-fields"),
        Div("amount", "currency", css_class="pair-of-fields"),
        "rate",
    )

    funding = forms.ModelChoiceField(
        label=_("From which funding was it paid?"), queryset=Funding.objects.none()
    )
    number = forms.CharField(
        label=_("Number"), max_length=40, help_text=_("As it stands in your books.")
    )
    paid_on = DayField(label=_("Date"))
    description = forms.CharField(label=_("Description"), max_length=300)
    language = forms.ChoiceField(label=_("I write in"), choices=WrittenLanguage.choices)
    amount = AmountField(label=_("Amount"))
    currency = forms.ChoiceField(label=_("Currency"), choices=Promise.Currency.choices)
    rate = RateField(
        label=_("Exchange rate"),
        help_text=_("How many euro one unit of the currency was worth; 1 for the euro itself."),
    )

    def __init__(
        self,
        *args: Any,
        twinning: Twinning,
        language: str,
        voucher: Voucher | None = None,
        **kwargs: Any,
    ) -> None:
        initial: dict[str, Any] = {"language": language, "rate": Decimal(1), "version": 0}
        if voucher:
            initial = {name: getattr(voucher, name) for name in WORDS}
            initial |= {"version": voucher.version, "funding": voucher.funding_id}
        super().__init__(*args, initial=initial, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["funding"].queryset = Funding.objects.filter(twinning=twinning)
