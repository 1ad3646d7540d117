"""The addresses of what is public for programs: without a language, the same for everybody."""

from django.urls import path

from partnerships.opendata.collections import COLLECTIONS
from partnerships.views import api, register, sitemap

app_name = "open"
urlpatterns = [
    path("robots.txt", sitemap.robots, name="robots"),
    path("sitemap.xml", sitemap.sitemap_index, name="sitemap-index"),
    path("sitemap-<slug:section>.xml", sitemap.sitemap_section, name="sitemap-section"),
    path("twinnings.geojson", register.register_geojson, name="register-geojson"),
    path("twinnings.csv", register.register_csv, name="register-csv"),
    path("api/v1/", api.api_index, name="api-index"),
    path("api/v1/openapi.json", api.api_description, name="api-description"),
]
for one in COLLECTIONS:
    about = "<slug:slug>" if one.is_slugged else "<int:pk>"
    urlpatterns += [
        path(
            f"api/v1/{one.name}", api.collection_list, {"name": one.name}, name=f"{one.name}-list"
        ),
        path(
            f"api/v1/{one.name}/{about}",
            api.collection_detail,
            {"name": one.name},
            name=f"{one.name}-detail",
        ),
    ]
