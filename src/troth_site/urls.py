"""Addresses: the desk, the portal, the ways in, the API."""

from django.urls import include, path

from troth_site.api.urls import api

urlpatterns = [
    path("", include("troth_site.desk.urls")),
    path("", include("troth_site.desk.communication.urls")),
    path("", include("troth_site.desk.bridges.urls")),
    path("", include("troth_site.portal.urls")),
    path("", include("troth_site.desk.entry_urls")),
    path("api/v1/", api.urls),
]
