"""Addresses of the people of each side."""

from django.urls import path

from troth_site.desk.communication import cards, contacts

urlpatterns = [
    path("partners/<int:pk>/people/", contacts.contacts, name="contacts"),
    path("partners/<int:pk>/people/<slug:topic>/", contacts.name, name="name-contact"),
    path("persons/<int:pk>/", contacts.person, name="person"),
    path("persons/<int:pk>/photo/", cards.person_file, {"kind": "photo"}, name="person-photo"),
    path("persons/<int:pk>/voice/", cards.person_file, {"kind": "voice"}, name="person-voice"),
    path("settings/card/", cards.own_card, name="own-card"),
    path("settings/card/photo/", cards.add_file, {"kind": "photo"}, name="add-photo"),
    path("settings/card/voice/", cards.add_file, {"kind": "voice"}, name="add-voice"),
    path("settings/card/photo/remove/", cards.remove_file, {"kind": "photo"}, name="remove-photo"),
    path("settings/card/voice/remove/", cards.remove_file, {"kind": "voice"}, name="remove-voice"),
    path("settings/table/", cards.table, name="own-table"),
    path("partners/<int:pk>/call-policy/", contacts.policy, name="call-policy"),
    path("people/<int:pk>/<int:who>/", contacts.leaving, name="leaving"),
    path("people/<int:pk>/<int:who>/end/", contacts.end_seat, name="end-seat"),
]
