"""Forms on memberships: given to an account that exists, ended, and taken over."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from partnerships.models import Membership, Role
from partnerships.models.membership import refuse_for_oneself
from stedenband.accounts.models import User
from stedenband.fields import DayField
from stedenband.forms import FilterForm, PageForm


class MembershipFilter(FilterForm):
    q = forms.CharField(label=_("Words or a place"), max_length=200, required=False)


class MembershipGiveForm(PageForm):
    button = _("Give this membership")
    layout = Layout("email", "role", "starts_on")

    email = forms.EmailField(
        label=_("E-mail address of the account"),
        help_text=_("The account exists already. Who has no account yet: invite them."),
    )
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    starts_on = DayField(label=_("From which day?"), required=False, help_text=_("Empty: today."))

    def __init__(self, *args: Any, giver: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.giver = giver

    def clean_email(self) -> User:
        """The account behind the address; who gives is not who gets."""
        address = self.cleaned_data["email"].strip().lower()
        user = User.objects.filter(email=address, is_active=True).first()
        if user is None:
            raise ValidationError(_("There is no account with this address: invite them."))
        refuse_for_oneself(user, self.giver)
        return user

    def deed(self) -> dict[str, Any]:
        given = super().deed()
        return {"user": given.pop("email"), **given}


class SuccessorForm(PageForm):
    """Who takes the work over: somebody who acts for the same organisation today."""

    button = _("Name this successor")
    layout = Layout("successor")

    successor = forms.ChoiceField(label=_("Who takes the work over?"))

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people: dict[str, User] = {}
        roles: dict[str, list[str]] = {}
        for one in membership.colleagues():
            self.people[str(one.user_id)] = one.user
            roles.setdefault(str(one.user_id), []).append(one.get_role_display())
        named = [(key, f"{user} ({', '.join(roles[key])})") for key, user in self.people.items()]
        self.fields["successor"].choices = [*self.first(), *named]  # type: ignore[attr-defined]

    def first(self) -> list[tuple[str, Any]]:
        return []

    def deed(self) -> dict[str, Any]:
        given = super().deed()
        return {**given, "successor": self.people.get(given["successor"])}


class MembershipEndForm(SuccessorForm):
    """The same, and nobody may be the answer for now."""

    button = _("End this membership")

    successor = forms.ChoiceField(
        label=_("Who takes the work over?"),
        required=False,
        help_text=_("Whoever you name gets mail in their own language, with the handover file."),
    )

    def first(self) -> list[tuple[str, Any]]:
        return [("", _("nobody yet"))]
