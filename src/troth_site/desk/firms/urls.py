"""Addresses of the pages of firms."""

from django.urls import URLPattern, path

from troth_site.desk.firms import facts, links, places

urlpatterns: list[URLPattern] = [
    path("partners/<int:pk>/firm/", facts.of_partner, name="firm"),
    path("partners/<int:pk>/places/", places.of_partner, name="places"),
    path("settings/firm/<int:pk>/", facts.of_house, name="own-firm"),
    path("firm-facts/<int:pk>/answer/", facts.answer, name="answer-fact"),
    path("firm-facts/<int:pk>/take-back/", facts.take_back, name="take-back-fact"),
    path("firm-links/<int:pk>/", links.link, name="firm-link"),
]
