"""Addresses of the pages on which a person chooses where to be told."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
