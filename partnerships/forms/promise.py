"""Forms on promises."""

from typing import Any

from crispy_forms.bootstrap import InlineRadios
from crispy_forms.layout import Div, Field, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from partnerships.forms.progress import long_text
from partnerships.models import Promise, Session, Side, Twinning
from stedenband.fields import DayField, NumberField
from stedenband.forms import VersionedForm
from stedenband.numbers import whole_and_rest
from stedenband.texts import WrittenLanguage, interface_language

WORDS = (
    "side",
    "what",
    "language",
    "due_on",
    "is_due_in_month",
    "amount",
    "currency",
    "session",
)


class AmountField(NumberField):
    """An amount of money: two figures after the decimal mark at most."""

    def to_python(self, value: Any) -> Any:
        amount = super().to_python(value)
        # `1,500` is fifteen hundred in Peru and one and a half by the rules of Spanish: the
        # figures count as they were typed, also noughts.
        if amount is not None and len(whole_and_rest(str(value), interface_language())[1]) > 2:
            raise ValidationError(_("An amount has two figures after the decimal mark at most."))
        return amount if amount is None else round(amount, 2)


class PromiseForm(VersionedForm):
    """Who promised what, and by when."""

    button = _("Save the promise")
    layout = Layout(
        "side",
        Field("what", rows=3),
        "language",
        Div("due_on", "is_due_in_month"),
        Div("amount", "currency", css_class="pair-of-fields"),
        "session",
    )

    side = forms.ChoiceField(label=_("Who promised?"), choices=Side.choices)
    what = long_text(
        _("What was promised?"), 3, 1_000, help_text=_("One thing, so that you can say: done.")
    )
    language = forms.ChoiceField(label=_("I write in"), choices=WrittenLanguage.choices)
    due_on = DayField(label=_("By when?"))
    is_due_in_month = forms.BooleanField(label=_("Any day of that month will do"), required=False)
    amount = AmountField(
        label=_("Amount"), required=False, help_text=_("Only where money was promised.")
    )
    currency = forms.ChoiceField(
        label=_("Currency"), required=False, choices=[("", "—"), *Promise.Currency.choices]
    )
    session = forms.ModelChoiceField(
        label=_("In which session was it agreed?"),
        queryset=Session.objects.none(),
        required=False,
        empty_label=_("not in a session"),
    )

    def __init__(
        self,
        *args: Any,
        twinning: Twinning,
        initial: dict[str, Any],
        promise: Promise | None = None,
        **kwargs: Any,
    ) -> None:
        if promise:
            now = {name: getattr(promise, name) for name in WORDS}
            initial = {**now, "session": promise.session_id, "version": promise.version}
        super().__init__(*args, initial={"version": 0, **initial}, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["side"].choices = [(side.value, twinning.name_of(side)) for side in Side]
        agreed_in = promise.session_id if promise else None  # also one that was cancelled since
        offered = Session.objects.of_twinning(twinning)
        fields["session"].queryset = offered.standing() | offered.filter(pk=agreed_in or 0)


class SettleForm(VersionedForm):
    button = _("Save what became of it")
    layout = Layout(
        InlineRadios("state"),
        Field("reason", rows=3),
        "language",
        Div("due_on", "is_due_in_month"),
    )

    state = forms.ChoiceField(
        label=_("What became of it?"),
        choices=[
            (Promise.State.KEPT, _("It was kept")),
            (Promise.State.ADJUSTED, _("It will be kept later")),
            (Promise.State.BROKEN, _("It was not kept")),
        ],
        widget=forms.RadioSelect,
    )
    reason = long_text(
        _("Why?"), 3, 1_000, required=False, help_text=_("May stay empty if it was kept.")
    )
    language = forms.ChoiceField(label=_("I write in"), choices=WrittenLanguage.choices)
    due_on = DayField(
        label=_("By when instead?"), required=False, help_text=_("Only if it will be kept later.")
    )
    is_due_in_month = forms.BooleanField(label=_("Any day of that month will do"), required=False)

    def __init__(self, *args: Any, promise: Promise, language: str, **kwargs: Any) -> None:
        kwargs["initial"] = {"version": promise.version, "language": language}
        super().__init__(*args, **kwargs)
