"""Addresses of the page of what asks for a second look."""

from django.urls import URLPattern, path

from troth_site.desk.quality import second_looks

urlpatterns: list[URLPattern] = [
    path("partners/<int:pk>/quality/second-look/", second_looks.second_looks, name="quality-second-looks"),
    path("second-looks/", second_looks.own, name="second-looks"),
    path("inspections/<int:pk>/second-look/", second_looks.answer_inspection, name="answer-second-look"),
    path(
        "partners/<int:pk>/inspectors/<int:person>/second-look/",
        second_looks.answer_record,
        name="answer-inspector-record",
    ),
]
