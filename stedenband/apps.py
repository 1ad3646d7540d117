"""The ground as a Django app, and the admin site that wears the house's ink."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.db.backends.signals import connection_created
from django.utils.translation import gettext_lazy as _


class StedenbandConfig(AppConfig):
    name = "stedenband"
    label = "stedenband"
    verbose_name = _("Machinery")

    def ready(self) -> None:
        from stedenband import checks, freshness  # noqa: F401, PLC0415 - both read models

        connection_created.connect(freshness.listen)


class StedenbandAdminConfig(AdminConfig):
    default_site = "stedenband.admin.StedenbandAdminSite"
