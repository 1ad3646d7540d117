"""Forms on invitations: whom to invite, and for what."""

from typing import Any
from zoneinfo import available_timezones

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.models import Organisation, Role
from stedenband.accounts.models import Language
from stedenband.fields import DayField
from stedenband.forms import PageForm


class InvitationForm(PageForm):
    button = _("Send the invitation")
    layout = Layout("email", "name", "language", "time_zone", "role", "starts_on")

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The post's own address is best: it stays when people change."),
    )
    name = forms.CharField(
        label=_("Post, as others see it"),
        max_length=120,
        help_text=_("“Coordination twinning Edegem”. No private name."),
    )
    language = forms.ChoiceField(label=_("Language of pages and mail"), choices=Language.choices)
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=lambda: [(name, name.replace("_", " ")) for name in sorted(available_timezones())],
    )
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    starts_on = DayField(label=_("From which day?"), required=False, help_text=_("Empty: today."))

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].initial = organisation.time_zone
        spoken = [code for code in organisation.languages if code in Language.values]
        self.fields["language"].initial = spoken[0] if spoken else Language.NL


class RepeatForm(PageForm):
    button = _("Send it once more")
    layout = Layout()
