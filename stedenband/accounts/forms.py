"""Signing in and passwords: allauth's forms in the house's layout."""

from typing import Any
from zoneinfo import available_timezones

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest  # noqa: TID251 - allauth hands its form the request
from django.utils.translation import gettext_lazy as _

from stedenband.accounts.models import Language, User
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
    users: list[User]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail address")

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Who was invited and has not come yet gets no link: an old invitation stays too old."""
        came = [user for user in self.users if user.has_usable_password()]
        email = str(self.cleaned_data["email"])
        if self.users and not came:
            get_adapter().send_mail("account/email/invited", email, {"user": self.users[0]})
            return email
        self.users = came
        return str(super().save(request, **kwargs))


class ResetPasswordKeyForm(HouseLayout, allauth_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    pass


class ChangePasswordForm(HouseLayout, allauth_forms.ChangePasswordForm):  # type: ignore[misc]
    pass


class ReauthenticateForm(HouseLayout, allauth_forms.ReauthenticateForm):  # type: ignore[misc]
    pass


class AcceptForm(HouseLayout, forms.Form):
    """The first password, as the validators want it."""

    password1 = forms.CharField(
        label=_("Choose a password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters. A sentence that only you know is easiest to keep."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password1(self) -> str:
        password: str = self.cleaned_data["password1"]
        validate_password(password, self.user)
        return password


class AccountForm(PageForm):
    """How I am addressed: post, language, time zone."""

    button = _("Save my settings")
    layout = Layout("name", "language", "time_zone")

    name = forms.CharField(
        label=_("Post, as others see it"),
        max_length=120,
        validators=[validate_plain],
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    language = forms.ChoiceField(
        label=_("Language of pages and mail"),
        choices=Language.choices,
        widget=forms.Select(attrs={"autocomplete": "language"}),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=lambda: [(name, name.replace("_", " ")) for name in sorted(available_timezones())],
    )
