"""Addresses: the desk, the portal, the field, the ways in, the API."""

from django.urls import include, path

from troth_site.late_addresses import Late

handler400 = "troth_site.desk.door.unreadable"

urlpatterns = [
    path("", include("troth_site.desk.urls")),
    path("", include("troth_site.desk.communication.urls")),
    path("", include("troth_site.desk.quality.urls")),
    path("", include("troth_site.desk.bridges.urls")),
    path("", include("troth_site.desk.firms.urls")),
    path("", include("troth_site.desk.demand.urls")),
    path("", include("troth_site.portal.urls")),
    path("", include("troth_site.field.urls")),
    path("", include("troth_site.desk.entry_urls")),
    # What describes the API is a sixth of a worker's memory.
    Late("api/v1/", "troth_site.api.addresses", namespace="api"),
]
