"""What somebody looks for, everywhere."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stedenband.forms import FilterForm


class SearchForm(FilterForm):
    q = forms.CharField(label=_("Search for"), max_length=200, required=False)
