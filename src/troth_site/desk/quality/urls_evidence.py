"""Addresses of files that prove something."""

from django.urls import path

from troth_site.desk.quality import evidence

urlpatterns = [
    path("evidence/<uuid:uid>/", evidence.file, name="evidence"),
    path("evidence/<uuid:uid>/preview/", evidence.preview, name="evidence-preview"),
]
