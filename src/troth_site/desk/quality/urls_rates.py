"""Addresses of the page of the defect rate."""

from django.urls import URLPattern, path

from troth_site.desk.quality import rates

urlpatterns: list[URLPattern] = [
    path("partners/<int:pk>/quality/rates/", rates.rates, name="quality-rates"),
]
