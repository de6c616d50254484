"""Addresses of the pages of switching: how strictly lots are inspected."""

from django.urls import URLPattern, path

from troth_site.desk.quality import switching

urlpatterns: list[URLPattern] = [
    path("partners/<int:pk>/quality/switching/", switching.of_partner, name="quality-switching"),
    path("switching/<int:pk>/", switching.one_class, name="switching-class"),
    path("switching/<int:pk>/ask/", switching.ask, name="ask-to-resume"),
    path("switching/<int:pk>/take-up/", switching.take_up, name="take-up-inspection"),
    path("resumptions/<int:pk>/answer/", switching.answer, name="answer-resumption"),
]
