"""Addresses of the field. All lie below /field/, the scope of its service worker."""

from django.urls import path

from troth_site.field import exchange, files, installed, pages

urlpatterns = [
    path("field/", pages.inspections, name="field"),
    path("field/manifest.webmanifest", installed.manifest, name="field-manifest"),
    path("field/helper.js", installed.helper, name="field-helper"),
    path("field/worker.js", installed.worker, name="field-worker"),
    path("field/photo/<uuid:uid>/", exchange.photo, name="field-photo"),
    path("field/<uuid:uid>/", pages.inspection, name="field-inspection"),
    path("field/<uuid:uid>/take/", exchange.take, name="field-take"),
    path("field/<uuid:uid>/pack.json", exchange.pack, name="field-pack"),
    path("field/<uuid:uid>/sync/", exchange.sync, name="field-sync"),
    path("field/<uuid:uid>/file/", files.file, name="field-file"),
]
