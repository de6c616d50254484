"""Addresses of inspections."""

from django.urls import path

from troth_site.desk.quality import inspections

urlpatterns = [
    path("partners/<int:pk>/quality/inspections/", inspections.of_partner, name="quality-inspections"),
    path("partners/<int:pk>/quality/inspections/new/", inspections.new, name="new-inspection"),
    path("inspections/<int:pk>/", inspections.inspection, name="inspection"),
    path("inspections/<int:pk>/cancel/", inspections.cancel, name="cancel-inspection"),
    path("inspections/<int:pk>/word/", inspections.word, name="inspection-word"),
    path("inspections/<int:pk>/present/", inspections.present, name="present-lot"),
    path("inspections/<int:pk>/made/", inspections.say_made, name="say-lot-made"),
    path("inspections/<int:pk>/assign/", inspections.assign, name="assign-inspection"),
    path("inspections/<int:pk>/choose/<int:entry>/", inspections.choose, name="choose-answer"),
]
