from django.contrib import admin


class StedenbandAdminSite(admin.AdminSite):
    pass
