"""Second factors: allauth's forms in the house's layout and words."""

from typing import Any

from allauth.mfa.base import forms as base
from allauth.mfa.recovery_codes import forms as recovery
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.utils.translation import gettext_lazy as _

from stedenband.accounts.forms import HouseLayout

CODE = _("Code")
FROM_APP = _("Six digits from your authenticator app.")
NAME = _("What do you call this key?")


class CodeForm(HouseLayout):
    """Digits are typed on a phone's number pad, and a password manager may fill them in."""

    help_text: Any = FROM_APP

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = CODE
        self.fields["code"].help_text = self.help_text
        self.fields["code"].widget.attrs |= {
            "inputmode": "numeric",
            "autocomplete": "one-time-code",
        }


class AuthenticateForm(CodeForm, base.AuthenticateForm):  # type: ignore[misc]
    help_text = _("Six digits from your authenticator app, or one of your recovery codes.")


class ReauthenticateForm(CodeForm, base.ReauthenticateForm):  # type: ignore[misc]
    pass


class ActivateForm(CodeForm, totp.ActivateTOTPForm):  # type: ignore[misc]
    pass


class DeactivateForm(HouseLayout, totp.DeactivateTOTPForm):  # type: ignore[misc]
    pass


class RecoveryForm(HouseLayout, recovery.GenerateRecoveryCodesForm):  # type: ignore[misc]
    pass


class KeyForm(HouseLayout):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = NAME
        self.fields["name"].max_length = 100  # type: ignore[attr-defined]


class AddKeyForm(KeyForm, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    pass


class EditKeyForm(KeyForm, webauthn.EditWebAuthnForm):  # type: ignore[misc]
    pass
