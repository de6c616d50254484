"""Addresses of the people of each side."""

from django.urls import path

from troth_site.desk.communication import contacts

urlpatterns = [
    path("partners/<int:pk>/people/", contacts.contacts, name="contacts"),
    path("partners/<int:pk>/people/<slug:topic>/", contacts.name, name="name-contact"),
    path("persons/<int:pk>/", contacts.person, name="person"),
    path("settings/card/", contacts.own_card, name="own-card"),
    path("people/<int:pk>/<int:who>/", contacts.leaving, name="leaving"),
    path("people/<int:pk>/<int:who>/end/", contacts.end_seat, name="end-seat"),
]
