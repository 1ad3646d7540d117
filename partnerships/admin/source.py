"""Sources and the facts that stand on them."""

from typing import Any

from django.contrib import admin
from django.db import models

from partnerships.models import Fact, Source
from stedenband.admin import ModelAdmin
from stedenband.editions import EditedInline
from stedenband.texts import columns

HTTPS: "dict[type[models.Field[Any, Any]], dict[str, str]]" = {
    models.URLField: {"assume_scheme": "https"}
}


class FactInline(EditedInline):
    model = Fact
    fields = ("position", "when", *columns("text"), "source")
    autocomplete_fields = ("source",)
    extra = 0


@admin.register(Source)
class SourceAdmin(ModelAdmin):
    formfield_overrides = HTTPS
    list_display = ("key", "title", "published_on", "url")
    search_fields = ("key", "title", "url")
    date_hierarchy = "published_on"


@admin.register(Fact)
class FactAdmin(ModelAdmin):
    list_display = ("__str__", "twinning", "when", "source")
    list_select_related = ("twinning__flemish", "twinning__partner", "source")
    search_fields = (*columns("text"), "twinning__slug", "source__title")
    autocomplete_fields = ("twinning", "source")
