"""Posts, mandates, states and signs of life: entered in the portal, read here."""

from django.contrib import admin

from partnerships.models import Mandate, Post, SignOfLife, TwinningState
from stedenband.admin import ReadOnlyAdmin


@admin.register(Post)
class PostAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "twinning", "side", "kind", "needed_until", "is_sample")
    list_select_related = ("twinning__flemish", "twinning__partner")
    list_filter = ("kind", "side", "is_sample")
    search_fields = ("title", "twinning__slug")


@admin.register(Mandate)
class MandateAdmin(ReadOnlyAdmin):
    list_display = ("post", "starts_on", "ends_on", "filled", "source", "is_sample")
    list_select_related = ("post__twinning__flemish", "post__twinning__partner", "source")
    list_filter = ("filled", "is_sample")
    search_fields = ("note", "post__title", "post__twinning__slug")
    date_hierarchy = "starts_on"


@admin.register(TwinningState)
class TwinningStateAdmin(ReadOnlyAdmin):
    list_display = ("twinning", "state", "since", "by")
    list_select_related = ("twinning__flemish", "twinning__partner", "by")
    list_filter = ("state",)
    search_fields = ("reason", "twinning__slug")
    date_hierarchy = "since"


@admin.register(SignOfLife)
class SignOfLifeAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "twinning", "side", "month", "is_sample")
    list_select_related = ("twinning__flemish", "twinning__partner")
    list_filter = ("side", "is_sample")
    search_fields = ("what_happened", "what_next", "twinning__slug")
    date_hierarchy = "month"
