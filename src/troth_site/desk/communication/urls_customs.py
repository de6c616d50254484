"""Addresses of the pages of customs."""

from django.urls import URLPattern, path

from troth_site.desk.communication import customs, hospitality

urlpatterns: list[URLPattern] = [
    path("partners/<int:pk>/customs/", customs.customs, name="customs"),
    path("partners/<int:pk>/customs/<int:note>/remove/", customs.take_away, name="remove-custom"),
    path("partners/<int:pk>/hospitality/", hospitality.register, name="hospitality"),
    path("partners/<int:pk>/hospitality/limit/", hospitality.set_limit, name="hospitality-limit"),
    path("partners/<int:pk>/hospitality/<int:item>/decide/", hospitality.decide, name="decide-hospitality"),
    path("partners/<int:pk>/hospitality.csv", hospitality.export, name="hospitality-export"),
]
