"""The vocabulary in the admin: its words may be corrected, its numbers are what they are."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from sdg.models import Goal, Target
from stedenband.admin import KeptAdmin, ReadOnlyInline
from stedenband.texts import columns


class TargetInline(ReadOnlyInline):
    model = Target
    fields = ("code", *columns("label"))


class VocabularyAdmin(KeptAdmin):
    """Goals and targets come from `load_sdg`: none is added or deleted by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(Goal)
class GoalAdmin(VocabularyAdmin):
    fields = ("number", *columns("name"), "colour", "text_colour")
    readonly_fields = ("number",)
    list_display = ("number", *columns("name"))
    search_fields = ("=number", *columns("name"))
    inlines = [TargetInline]


@admin.register(Target)
class TargetAdmin(VocabularyAdmin):
    fields = ("code", "goal", *columns("label"))
    readonly_fields = ("code", "goal")
    list_display = ("code", "label_here", "goal")
    list_select_related = ("goal",)
    list_filter = ("goal",)
    search_fields = ("=code", *columns("label"))

    @admin.display(description=Target._meta.verbose_name, ordering="position")
    def label_here(self, target: Any) -> str:
        return str(target.label)
