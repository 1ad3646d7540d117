"""Deeds, own goals and local targets: each side's own to write, read here."""

from django.contrib import admin

from partnerships.models import Deed, LocalTarget, OwnGoal
from stedenband.admin import ReadOnlyAdmin


@admin.register(Deed)
class DeedAdmin(ReadOnlyAdmin):
    list_display = ("title", "twinning", "side", "level", "state", "main_target", "is_sample")
    list_filter = ("side", "level", "state", "is_sample")
    list_select_related = ("twinning__flemish", "twinning__partner", "main_target")
    search_fields = ("title", "description", "objective_code", "plan_code", "action_code")
    date_hierarchy = "created_at"


@admin.register(OwnGoal)
class OwnGoalAdmin(ReadOnlyAdmin):
    list_display = ("number", "name_nl", "twinning")
    list_select_related = ("twinning__flemish", "twinning__partner")
    search_fields = ("name_nl", "name_es", "name_fr", "name_en")


@admin.register(LocalTarget)
class LocalTargetAdmin(ReadOnlyAdmin):
    list_display = ("code", "label", "twinning", "target", "own_goal")
    list_select_related = ("twinning__flemish", "twinning__partner", "target", "own_goal")
    search_fields = ("code", "label")
