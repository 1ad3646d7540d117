"""What a reader of a goal's page narrows it to."""

from functools import cache
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.forms.twinning import named_countries
from partnerships.models import Deed, Organisation, Side
from partnerships.reciprocity import GoalFilter
from stedenband.forms import FilterForm


def known_countries() -> list[tuple[str, str]]:
    """The countries of the organisations that are entered, by name."""
    codes = (
        Organisation.objects.in_use()
        .order_by("country")
        .values_list("country", flat=True)
        .distinct()
    )
    return named_countries(codes)


class GoalFilterForm(FilterForm):
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
    country = forms.ChoiceField(label=_("Country"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Asked where the field is shown and nowhere else, and once: Django asks at each look.
        self.fields["country"].choices = cache(known_countries)  # type: ignore[attr-defined]

    def narrowed(self) -> GoalFilter:
        understood = self.wanted()
        return GoalFilter(**{name: understood.get(name) or "" for name in self.fields})
