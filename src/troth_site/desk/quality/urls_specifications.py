"""Addresses of the overview of quality, of products, their specifications and their plans."""

from django.urls import URLPattern, path

from troth_site.desk.quality import overview

urlpatterns: list[URLPattern] = [
    path("partners/<int:pk>/quality/", overview.overview, name="quality"),
]
