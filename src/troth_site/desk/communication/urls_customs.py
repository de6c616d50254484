"""Addresses of the pages of customs."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
