"""The election calendar and what happened around the twinnings: entered by VVSG."""

from django.contrib import admin

from partnerships.models import ContextEvent, Election
from stedenband.admin import ModelAdmin
from stedenband.texts import columns


@admin.register(Election)
class ElectionAdmin(ModelAdmin):
    fields = (
        "country",
        "region",
        "organisations",
        "kind",
        ("held_on", "held_known"),
        ("in_office_on", "office_known"),
        "source",
        "is_sample",
    )
    list_display = ("kind", "country", "region", "held_on", "in_office_on", "is_sample")
    list_filter = ("country", "kind", "is_sample")
    search_fields = ("region", "organisations__search_text", "source__title")
    date_hierarchy = "held_on"
    autocomplete_fields = ("organisations", "source")


@admin.register(ContextEvent)
class ContextEventAdmin(ModelAdmin):
    fields = (
        "kind",
        *columns("text"),
        ("starts_on", "starts_known"),
        ("ends_on", "ends_known"),
        "countries",
        "organisations",
        "source",
        "is_sample",
    )
    list_display = ("__str__", "kind", "starts_on", "ends_on", "countries", "is_sample")
    list_filter = ("kind", "is_sample")
    search_fields = (*columns("text"), "source__title")
    date_hierarchy = "starts_on"
    autocomplete_fields = ("organisations", "source")
