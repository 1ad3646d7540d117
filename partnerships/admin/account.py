"""The account of the ground, with what its holder may act for."""

from django.contrib import admin

from partnerships.models import Membership
from stedenband.accounts.admin import UserAdmin
from stedenband.accounts.models import User
from stedenband.admin import ReadOnlyInline

admin.site.unregister(User)


class HeldInline(ReadOnlyInline):
    """An account's memberships; they are given and ended where memberships are."""

    model = Membership
    fk_name = "user"
    fields = ("organisation", "role", "starts_on", "ends_on")

    def get_queryset(self, request):  # type: ignore[no-untyped-def]
        return super().get_queryset(request).select_related("user", "organisation")


@admin.register(User)
class MemberAdmin(UserAdmin):
    inlines = [HeldInline]
