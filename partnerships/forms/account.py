"""Forms on one's own account: leaving."""

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from stedenband.forms import PageForm


class AccountEraseForm(PageForm):
    button = _("Erase my account")
    layout = Layout("sure")

    sure = forms.BooleanField(label=_("Yes: my name and address go and do not come back."))

    def deed(self) -> dict[str, object]:
        return {}
