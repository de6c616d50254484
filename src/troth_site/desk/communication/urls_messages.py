"""Addresses of the pages of messages."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
