"""Addresses of the pages of requests, of how fast sides answer, and of the charter."""

from django.urls import URLPattern, path

from troth_site.desk.communication import charters, requests, responses

urlpatterns: list[URLPattern] = [
    path("partners/<int:pk>/response/", responses.response, name="response"),
    path("partners/<int:pk>/response/contacts/", responses.reassign, name="reassign"),
    path("partners/<int:pk>/charter/", charters.charter, name="charter"),
    path("partners/<int:pk>/charter/<int:number>/sign/", charters.sign, name="sign-charter"),
    path("requests/<int:pk>/", requests.request_page, name="request"),
    path("requests/of/<int:pk>/", requests.of_promise, name="request-of-promise"),
    path("requests/<int:pk>/says/", requests.say, name="say-answer"),
    path("requests/<int:pk>/withdraw/", requests.withdraw, name="withdraw-request"),
    path("requests/<int:pk>/confirm/", requests.confirm, name="confirm-sender"),
    path("requests/<int:pk>/doors/revoke/", requests.revoke, name="revoke-doors"),
]
