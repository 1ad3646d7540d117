"""Signing in and passwords: allauth's forms in the house's layout."""

from typing import Any
from zoneinfo import available_timezones

from allauth.account import forms as allauth_forms
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from stedenband.accounts.models import Language
from stedenband.forms import PageForm
from stedenband.texts import validate_plain


class HouseLayout:
    """The helper that crispy needs; the page prints the form tag and the button.

    A label stands above its field, so no field says it once more inside.
    """

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper(self)
        helper.form_tag = False
        helper.disable_csrf = True
        return helper


class LoginForm(HouseLayout, allauth_forms.LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail address")
        self.fields["remember"].label = _("Stay signed in on this device")
        self.fields["password"].help_text = ""


class ResetPasswordForm(HouseLayout, allauth_forms.ResetPasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail address")


class ResetPasswordKeyForm(HouseLayout, allauth_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    pass


class ChangePasswordForm(HouseLayout, allauth_forms.ChangePasswordForm):  # type: ignore[misc]
    pass


class ReauthenticateForm(HouseLayout, allauth_forms.ReauthenticateForm):  # type: ignore[misc]
    pass


class AccountForm(PageForm):
    """How I am addressed: post, language, time zone."""

    button = _("Save my settings")
    layout = Layout("name", "language", "time_zone")

    name = forms.CharField(
        label=_("Post, as others see it"), max_length=120, validators=[validate_plain]
    )
    language = forms.ChoiceField(label=_("Language of pages and mail"), choices=Language.choices)
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=lambda: [(name, name.replace("_", " ")) for name in sorted(available_timezones())],
    )
