"""The search above the list of twinnings."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from partnerships.listing import REGISTERED
from partnerships.models import Twinning
from partnerships.models.twinning import TwinningQuerySet
from sdg.models import Goal
from stedenband.forms import FilterForm


def named_countries(codes: Iterable[str]) -> list[tuple[str, str]]:
    """All countries, then each of these by its name in the reader's language."""
    named = sorted((str(countries.name(code)), code) for code in codes)
    return [("", str(_("all countries"))), *((code, name) for name, code in named)]


class TwinningFilter(FilterForm):
    """What a reader looks for; what cannot be understood is left out, with a word about it."""

    q = forms.CharField(label=_("Search by name"), max_length=200, required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    goal = forms.ModelChoiceField(
        label=_("Goal"), queryset=Goal.objects.all(), required=False, empty_label=_("all goals")
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("any")), *Twinning.State.choices, (REGISTERED, _("only in the register"))],
    )

    def __init__(self, *args: object, codes: list[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["country"].choices = named_countries(codes)  # type: ignore[attr-defined]


class OfTwinningFilter(FilterForm):
    """Narrows a list to what one twinning says or does."""

    twinning = forms.ModelChoiceField(
        label=_("Twinning"),
        queryset=Twinning.objects.none(),
        required=False,
        to_field_name="slug",
        empty_label=_("all twinnings"),
    )

    def __init__(self, *args: Any, twinnings: TwinningQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["twinning"].queryset = twinnings  # type: ignore[attr-defined]
