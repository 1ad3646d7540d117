"""Who was reminded of what, and what people chose for themselves: to read."""

from django.contrib import admin

from partnerships.models import CalendarAddress, MailPreference, ReminderRun, ReminderSent
from stedenband.admin import ReadOnlyAdmin


@admin.register(MailPreference)
class MailPreferenceAdmin(ReadOnlyAdmin):
    list_display = ("user", "kind", "is_off")
    list_select_related = ("user",)
    list_filter = ("kind", "is_off")
    search_fields = ("user__email", "user__name")


@admin.register(CalendarAddress)
class CalendarAddressAdmin(ReadOnlyAdmin):
    """That somebody has an address, and since when; never the address."""

    list_display = ("user", "made_at", "revoked_at")
    list_select_related = ("user",)
    list_filter = (("revoked_at", admin.EmptyFieldListFilter),)
    search_fields = ("user__email", "user__name")


@admin.register(ReminderSent)
class ReminderSentAdmin(ReadOnlyAdmin):
    list_display = ("user", "kind", "about", "due_on", "offset", "sent_at")
    list_select_related = ("user",)
    list_filter = ("kind", "offset")
    search_fields = ("user__email", "about")
    date_hierarchy = "sent_at"
    show_full_result_count = False


@admin.register(ReminderRun)
class ReminderRunAdmin(ReadOnlyAdmin):
    list_display = ("day", "finished_at")
    date_hierarchy = "day"
    search_fields = ("day",)
