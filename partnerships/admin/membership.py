"""Memberships: given and ended, and nobody's own by themselves."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from partnerships import actions
from partnerships.admin.acting import ActingAdmin, become, by
from partnerships.models import Membership
from partnerships.models.membership import refuse_for_oneself
from stedenband.accounts.models import User
from stedenband.admin import KeptAdmin, ModelForm, TabularInline

ASKED = ("user", "organisation", "role", "starts_on")


class MembershipForm(ModelForm):
    """A membership to give; `giver` is put on the class of each request."""

    giver: User | None = None

    class Meta:
        model = Membership
        fields = ASKED

    def clean_user(self) -> User:
        user: User = self.cleaned_data["user"]
        if self.giver:
            refuse_for_oneself(user, self.giver)
        return user

    def clean(self) -> dict[str, Any] | None:
        """With what this form does not ask: whether it is open decides whether it is double."""
        cleaned = super().clean() or self.cleaned_data
        if all(cleaned.get(name) for name in ASKED):
            Membership(**{name: cleaned[name] for name in ASKED}).validate_constraints()
        return cleaned


def give(form: Any, giver: User) -> Membership:
    """Give the membership that a form describes."""
    asked: Membership = form.instance
    return actions.give_membership(
        user=asked.user,
        organisation=asked.organisation,
        role=asked.role,
        starts_on=asked.starts_on,
        by=giver,
    )


def end(membership: Membership, ender: User) -> Membership:
    """End a membership; who takes the work over is said in the portal."""
    if membership.is_over:
        raise ValidationError(_("This membership ended already."))
    return actions.end_membership(membership=membership, by=ender)


class MembershipInline(TabularInline):
    """Who acts for an organisation: new ones are given, those that stand are read."""

    model = Membership
    form = MembershipForm
    fields = ("user", "role", "starts_on", "ends_on")
    readonly_fields = ("ends_on",)
    autocomplete_fields = ("user",)
    extra = 0
    can_delete = False
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("user", "organisation")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset: Any = super().get_formset(request, obj, **kwargs)
        formset.form.giver = request.user
        return formset

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Membership)
class MembershipAdmin(ActingAdmin, KeptAdmin):
    form = MembershipForm
    fields = ASKED
    autocomplete_fields = ("user", "organisation")
    list_display = ("user", "organisation", "role", "starts_on", "ends_on")
    list_select_related = ("user", "organisation")
    list_filter = ("role", ("ends_on", admin.EmptyFieldListFilter))
    search_fields = ("user__email", "user__name", "organisation__name")
    date_hierarchy = "starts_on"
    actions = ["end_chosen"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The right to change is the right to end; what was given is not rewritten."""
        return obj is None and super().has_change_permission(request)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*self.fields, "ends_on"] if obj else self.fields

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.giver = request.user
        return form

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        become(obj, give(form, by(request)))

    @admin.action(description=_("End the chosen memberships"), permissions=["change"])
    def end_chosen(self, request: HttpRequest, chosen: QuerySet[Membership]) -> None:
        self.do_each(
            request,
            chosen.select_related("user", "organisation"),
            lambda membership: end(membership, by(request)),
            lambda count: (
                ngettext(
                    "%(count)s membership was ended.", "%(count)s memberships were ended.", count
                )
                % {"count": count}
            ),
        )
