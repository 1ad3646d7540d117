"""What a reader of a goal's page narrows it to."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.forms.twinning import named_countries
from partnerships.models import Deed, Organisation, Side
from partnerships.reciprocity import GoalFilter


def known_countries() -> list[tuple[str, str]]:
    """The countries of the organisations that are entered, by name."""
    codes = Organisation.objects.order_by("country").values_list("country", flat=True).distinct()
    return named_countries(codes)


class GoalFilterForm(forms.Form):
    """A filter that cannot be understood is left out."""

    level = forms.ChoiceField(
        label=_("Where it works"), required=False, choices=[("", _("any")), *Deed.Level.choices]
    )
    side = forms.ChoiceField(
        label=_("Side"),
        required=False,
        choices=[
            ("", _("both")),
            (Side.FLEMISH, Side.FLEMISH.label),
            (Side.PARTNER, Side.PARTNER.label),
        ],
    )
    country = forms.ChoiceField(label=_("Country"), required=False, choices=known_countries)

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper(self)
        helper.form_tag = False
        helper.disable_csrf = True
        return helper

    def wanted(self) -> GoalFilter:
        self.is_valid()
        understood: dict[str, Any] = getattr(self, "cleaned_data", {})
        return GoalFilter(**{name: understood.get(name) or "" for name in self.fields})
