"""The roof over all addresses: each page under its language, machines' addresses without."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from stedenband import keeping, machines, offline, uploads, views

urlpatterns = [
    path("", views.welcome, name="welcome"),
    path("livez", machines.livez, name="livez"),
    path("healthz", machines.livez, name="healthz"),
    path("readyz", machines.readyz, name="readyz"),
    path("metrics", machines.metrics, name="metrics"),
    path(".well-known/security.txt", machines.security_txt, name="security-txt"),
    path("sw.js", offline.worker, name="worker"),
    path("uploads/", uploads.upload_begin, name="upload-begin"),
    path("uploads/<uuid:token>/", uploads.upload_continue, name="upload-continue"),
    path("", include("partnerships.open_urls")),
    path("admin/", admin.site.urls),
    *i18n_patterns(
        path("accessibility/", views.accessibility, name="accessibility"),
        path("privacy/", views.privacy, name="privacy"),
        path("kept/", keeping.kept_save, name="kept-save"),
        path("kept/<int:pk>/discard/", keeping.kept_discard, name="kept-discard"),
        path("accounts/", include("stedenband.accounts.urls")),
        path("offline/", offline.offline, name="offline"),
        path("", include("partnerships.urls")),
        prefix_default_language=True,
    ),
]

handler400 = views.bad_request
handler403 = views.denied
handler404 = views.not_found
handler500 = views.failed
