"""Addresses of the page of what asks for a second look."""

from django.urls import URLPattern, path

from troth_site.desk.quality import second_looks

urlpatterns: list[URLPattern] = [
    path("partners/<int:pk>/quality/second-look/", second_looks.second_looks, name="quality-second-looks"),
]
