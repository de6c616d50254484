"""Addresses of the portal and of the doors that need no sign-in."""

from django.urls import path, re_path

from troth_site.portal import answers, home, invitations
from troth_site.portal.communication import feeds
from troth_site.portal.quality import checks

urlpatterns = [
    path("portal/", home.home, name="portal"),
    re_path(r"^calendar/(?P<token>[A-Za-z0-9_-]{20,200})\.ics$", feeds.feed, name="calendar-feed"),
    path("check/", checks.drop, name="check"),
    re_path(r"^check/(?P<hashed>[0-9a-fA-F]{64})/$", checks.check, name="check-report"),
    path("invitation/<str:token>/", invitations.invitation, name="invitation"),
    path("answer/<str:token>/", answers.answer, name="answer"),
]
