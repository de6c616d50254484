"""Addresses: the desk, the ways in, the API."""

from django.urls import include, path

urlpatterns = [
    path("", include("troth_site.desk.urls")),
    path("", include("troth_site.desk.entry_urls")),
]
