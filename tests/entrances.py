"""What tests share about accounts: who gets which page, somebody invited, somebody with an app."""

from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)

from stedenband.accounts import actions
from stedenband.accounts.models import Invitation, User

# Rows of the table in test_access.py. Who has just signed in elsewhere confirms that it is them.
ALL = "302 200 200 200 200 200 200 200 200 200 200 200 200"
ASKED = " ".join(["302"] * 13)
READ = "302 405 405 405 405 405 405 405 405 405 405 405 405"
NONE = "302 404 404 404 404 404 404 404 404 404 404 404 404"
KEEPERS = "302 403 403 403 403 403 403 403 403 403 403 200 403"
LETTER = " ".join(["200"] * 13)
PAGES = {
    "mfa_index": (ALL, READ),
    "mfa_authenticate": (ASKED, ASKED),
    "mfa_reauthenticate": (ASKED, ASKED),
    "mfa_activate_totp": (ASKED, ASKED),
    "mfa_deactivate_totp": (NONE, NONE),
    "mfa_view_recovery_codes": (NONE, READ),
    "mfa_generate_recovery_codes": (ASKED, ASKED),
    "mfa_list_webauthn": (ALL, READ),
    "mfa_add_webauthn": (ASKED, ASKED),
    "mfa_reauthenticate_webauthn": (ASKED, ASKED),
    "mfa_edit_webauthn": (ASKED, ASKED),
    "mfa_remove_webauthn": (ASKED, ASKED),
    "usersessions_list": (ALL, ASKED),
    "invitation-accept": (LETTER, LETTER),
    "partnerships:account-data": (ALL, READ),
    "partnerships:account-erase": (ALL, ALL),
    "privacy": (LETTER, " ".join(["405"] * 13)),
    "partnerships:invitation-send": (KEEPERS, KEEPERS),
    "partnerships:invitation-repeat": (KEEPERS, KEEPERS),
}
TABLE = "".join(
    f"{name} {method} {statuses}\n"
    for name, both in PAGES.items()
    for method, statuses in zip(("GET", "POST"), both, strict=True)
)


def invited(by: User, **given: str) -> tuple[Invitation, str]:
    """Somebody invited, and the secret of their letter."""
    words = {"email": "new@cusco.example", "name": "Coordinación", "language": "es"}
    user = actions.invite(**{**words, "time_zone": "America/Lima", **given}, by=by)
    invitation = Invitation.objects.get(user=user)
    token = invitation.write_anew(by)
    invitation.save()
    return invitation, token


def things(world):
    invitation, token = invited(world.new_account)
    return {
        "invitation-accept": token,
        "invitation-send": world.twinning.flemish.slug,
        "invitation-repeat": invitation,
        "mfa_edit_webauthn": 1,
        "mfa_remove_webauthn": 1,
    }


FORMS: dict[str, tuple[str, str, dict[str, str], str]] = {
    "account-erase": ("nobody", "", {"sure": "on"}, ""),
    "invitation-repeat": ("coordinator", "invitation", {}, ""),
    "invitation-send": ("coordinator", "place", {}, "name"),
}


def body(short):
    if short == "account-erase":
        return {"sure": "on"}
    if short != "invitation-send":
        return {}
    given = {"email": "another@cusco.example", "name": "Another post", "language": "es"}
    return {**given, "time_zone": "America/Lima", "role": "reader", "starts_on": ""}


def with_app(user: User) -> str:
    """Gives an account an authenticator app; answers its secret."""
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(user, secret)
    return secret


def code_of(secret: str) -> str:
    """What the app shows now."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))
