"""Addresses of the pages of requests."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
