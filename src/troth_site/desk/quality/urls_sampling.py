"""Addresses of the pages of sampling."""

from django.urls import URLPattern, path

from troth_site.desk.quality import sampling

urlpatterns: list[URLPattern] = [
    path("sampling/", sampling.sampling, name="sampling"),
]
