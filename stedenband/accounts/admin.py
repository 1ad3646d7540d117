"""Accounts in the admin: staff help people in, and nobody to more rights than they have."""

from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from stedenband.accounts.models import Invitation, User
from stedenband.admin import ReadOnlyAdmin
from stedenband.editions import EditedAdmin

if TYPE_CHECKING:
    AddForm = AdminUserCreationForm[User]
    ChangeForm = UserChangeForm[User]
else:
    AddForm = AdminUserCreationForm
    ChangeForm = UserChangeForm

WHO = ("name", "language", "time_zone")
RIGHTS = ("is_superuser", "groups", "user_permissions")

# Not nouns here: an account has one address, its own field; what opens it is nobody else's.
for noun in (EmailAddress, Authenticator, UserSession):
    admin.site.unregister(noun)
admin.site.unregister(Group)


@admin.register(Group)
class GroupAdmin(EditedAdmin, DjangoGroupAdmin):
    """Django's, for two people at once."""


class AccountAddForm(AddForm):
    class Meta:
        model = User
        fields = ("email", *WHO)


class AccountChangeForm(ChangeForm):
    class Meta:
        model = User
        fields = "__all__"


def may_change_account(by: User, account: User) -> bool:
    """Superusers any; staff their own, and those of people who are not staff."""
    if by.is_superuser or by.pk == account.pk:
        return True
    return not (account.is_superuser or account.is_staff)


@admin.register(User)
class UserAdmin(EditedAdmin, DjangoUserAdmin):  # type: ignore[type-arg]
    form = AccountChangeForm
    add_form = AccountAddForm
    add_fieldsets = (
        (None, {"fields": ("email", *WHO)}),
        (_("Password"), {"fields": ("usable_password", "password1", "password2")}),
    )
    list_display = ("email", "name", "language", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff", "language")
    search_fields = ("email", "name")
    ordering = ("email",)
    readonly_fields = ("last_login", "joined_at")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or may_change_account(by(request), obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: what an account did stays under its name; it is deactivated instead."""
        return False

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return self.add_fieldsets
        password = ("password",) if self.has_change_permission(request, obj) else ()
        access = ("is_active", "is_staff", "last_login", "joined_at")
        rights = RIGHTS if by(request).is_superuser else ()
        return (
            (None, {"fields": ("email", *password, *WHO)}),
            (_("Access"), {"fields": (*access, *rights)}),
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Staff is made by superusers; and nobody locks themselves out."""
        fixed = {*self.readonly_fields}
        if not by(request).is_superuser:
            fixed |= {"is_staff"}
        if obj is not None and obj.pk == request.user.pk:
            fixed |= {"is_active", "is_staff", "is_superuser"}
        return sorted(fixed)

    def lookup_allowed(self, lookup: str, value: Any, request: Any = None) -> bool:
        """What is not shown cannot be found out by filtering either."""
        sees_rights = request is not None and by(request).is_superuser
        if lookup.split("__", maxsplit=1)[0] in RIGHTS and not sees_rights:
            return False
        return super().lookup_allowed(lookup, value, request)

    def user_change_password(
        self,
        request: HttpRequest,
        id: str,  # noqa: A002 - Django's name
        form_url: str = "",
    ) -> HttpResponse:
        if id == str(request.user.pk):
            return redirect("account_change_password")
        return super().user_change_password(request, id, form_url)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "email" in form.changed_data:
            # With an address that somebody no longer has nobody signs in.
            EmailAddress.objects.filter(user=obj).exclude(email=obj.email).delete()


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    """Who was asked, and whether they came. Not the secret, nor its hash: it opens an account."""

    secret = ("token_hash",)
    fields = ("user", "invited_by", "sent_at", "expires_at", "accepted_at")
    list_display = ("user", "invited_by", "sent_at", "expires_at", "accepted_at")
    list_select_related = ("user", "invited_by")
    list_filter = (("accepted_at", admin.EmptyFieldListFilter),)
    search_fields = ("user__email", "user__name")
    date_hierarchy = "sent_at"


def by(request: HttpRequest) -> User:
    """Who asks; the admin lets in nobody who has not signed in."""
    user: User = request.user  # type: ignore[assignment]
    return user
