"""Forms on agreements."""

from typing import Any

from crispy_forms.bootstrap import InlineRadios
from crispy_forms.layout import Div, Layout
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partnerships.models import Agreement, Document, Twinning, Visibility
from partnerships.models.agreement import BY_ROLE
from stedenband.fields import DayField
from stedenband.forms import VersionedForm
from stedenband.texts import WrittenLanguage

WORDS = (
    "title",
    "language",
    "languages",
    "signed_on",
    "valid_from",
    "valid_until",
    "precision",
    "flemish_signer",
    "partner_signer",
)


class AgreementForm(VersionedForm):
    """From when until when both sides agreed, what it follows, and who signed, by role."""

    button = _("Save the agreement")
    layout = Layout(
        Div("valid_from", "valid_until", css_class="pair-of-fields"),
        InlineRadios("precision"),
        "follows",
        Div("title", "language", css_class="pair-of-fields"),
        "languages",
        "signed_on",
        Div("flemish_signer", "partner_signer", css_class="pair-of-fields"),
        "document",
    )

    valid_from = DayField(label=_("Valid from"))
    valid_until = DayField(label=_("Valid until"))
    precision = forms.ChoiceField(
        label=_("How exactly are these dates known?"),
        choices=Agreement.Precision.choices,
        initial=Agreement.Precision.DAY,
        widget=forms.RadioSelect,
        help_text=_("Known to the year, any day of that year will do: it counts as a whole."),
    )
    follows = forms.ModelChoiceField(
        label=_("Which agreement does it follow?"),
        queryset=Agreement.objects.none(),
        required=False,
        empty_label=pgettext_lazy("agreement", "none"),
    )
    title = forms.CharField(
        label=_("Title"), max_length=200, required=False, help_text=_("May stay empty.")
    )
    language = forms.ChoiceField(label=_("I write in"), choices=WrittenLanguage.choices)
    languages = forms.MultipleChoiceField(
        label=_("In which languages is the paper written?"),
        choices=WrittenLanguage.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    signed_on = DayField(label=_("Signed on"), required=False)
    flemish_signer = forms.CharField(max_length=120, required=False, help_text=BY_ROLE)
    partner_signer = forms.CharField(max_length=120, required=False, help_text=BY_ROLE)
    document = forms.ModelChoiceField(
        label=_("The paper itself, among the documents"),
        queryset=Document.objects.none(),
        required=False,
        empty_label=pgettext_lazy("document", "none"),
    )

    def __init__(
        self,
        *args: Any,
        twinning: Twinning,
        language: str,
        agreement: Agreement | None = None,
        **kwargs: Any,
    ) -> None:
        initial: dict[str, Any] = {"language": language, "version": 0}
        if agreement:
            initial = {name: getattr(agreement, name) for name in WORDS}
            previous = agreement.predecessors.first()
            initial |= {"version": agreement.version, "document": agreement.document_id}
            initial["follows"] = previous.pk if previous else None
        super().__init__(*args, initial=initial, **kwargs)
        fields: dict[str, Any] = self.fields
        others = Agreement.objects.filter(twinning=twinning).by_date()
        fields["follows"].queryset = others.exclude(pk=agreement.pk if agreement else 0)
        documents = Document.objects.filter(twinning=twinning)
        shared = documents.filter(withdrawn_at=None).exclude(visibility=Visibility.SIDE)
        paper = agreement.document_id if agreement else None  # also one withdrawn since
        fields["document"].queryset = shared | documents.filter(pk=paper or 0)
        for side in ("flemish", "partner"):
            label = _("Who signed for %(name)s?") % {"name": twinning.name_of(side)}
            fields[f"{side}_signer"].label = label
