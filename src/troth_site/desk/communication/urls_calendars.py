"""Addresses of the pages of calendars."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
