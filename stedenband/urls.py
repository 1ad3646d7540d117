"""The roof over all addresses: each page under its language, machines' addresses without."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from stedenband import views

urlpatterns = [
    path("", views.welcome, name="welcome"),
    path("livez", views.livez, name="livez"),
    path("readyz", views.readyz, name="readyz"),
    path("", include("partnerships.open_urls")),
    path("admin/", admin.site.urls),
    *i18n_patterns(
        path("accounts/", include("stedenband.accounts.urls")),
        path("", include("partnerships.urls")),
        prefix_default_language=True,
    ),
]

handler400 = views.bad_request
handler403 = views.denied
handler404 = views.not_found
handler500 = views.failed
