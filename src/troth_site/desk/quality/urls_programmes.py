"""Addresses of regular inspections."""

from django.urls import URLPattern, path

from troth_site.desk.quality import programmes

urlpatterns: list[URLPattern] = [
    path("partners/<int:pk>/quality/programme/", programmes.programmes, name="quality-programme"),
    path("partners/<int:pk>/quality/programme/new/", programmes.new, name="new-programme"),
    path("programmes/<int:pk>/agree/", programmes.agree, name="agree-programme"),
    path("programmes/<int:pk>/end/", programmes.end, name="end-programme"),
    path("programmes/<int:pk>/assign/", programmes.assign, name="assign-programme"),
    path("programmes/<int:pk>/plan/", programmes.plan_next, name="plan-programme"),
    path("promises/<int:pk>/look/", programmes.of_promise, name="look-of-promise"),
]
