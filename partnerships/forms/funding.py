"""Forms on fundings."""

from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.forms.promise import AmountField
from partnerships.models import Funding, Side, Twinning
from partnerships.models.funding import LOCAL
from stedenband.fields import DayField
from stedenband.forms import VersionedForm

WORDS = (
    "name",
    "kind",
    "side",
    "starts_on",
    "ends_on",
    "amount",
    "local_amount",
    "local_currency",
    "code",
)


class FundingForm(VersionedForm):
    """Who pays, how much, from when until when."""

    button = _("Save the funding")
    layout = Layout(
        Div("name", "kind", css_class="pair-of-fields"),
        "side",
        Div("starts_on", "ends_on", css_class="pair-of-fields"),
        "amount",
        Div("local_amount", "local_currency", css_class="pair-of-fields"),
        "code",
    )

    name = forms.CharField(label=_("Who pays?"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind of money"), choices=Funding.Kind.choices)
    side = forms.ChoiceField(label=_("To which side does it come?"), choices=Side.choices)
    starts_on = DayField(label=_("From"))
    ends_on = DayField(label=_("Until"))
    amount = AmountField(label=_("Amount in euro"))
    local_amount = AmountField(
        label=_("Amount in local currency"),
        required=False,
        help_text=_("Only where it was also agreed in another currency."),
    )
    local_currency = forms.ChoiceField(
        label=_("Local currency"), required=False, choices=[("", "—"), *LOCAL]
    )
    code = forms.CharField(
        label=_("Code of the budget line"),
        max_length=60,
        required=False,
        help_text=_("As it stands in the multi-year plan or the annual plan; may stay empty."),
    )

    def __init__(
        self, *args: Any, twinning: Twinning, funding: Funding | None = None, **kwargs: Any
    ) -> None:
        initial = {name: getattr(funding, name) for name in WORDS} if funding else {}
        initial["version"] = funding.version if funding else 0
        super().__init__(*args, initial=initial, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["side"].choices = [(side.value, twinning.name_of(side)) for side in Side]
