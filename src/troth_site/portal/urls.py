"""Addresses of the portal and of the doors that need no sign-in."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
