"""Addresses of the portal and of the doors that need no sign-in."""

from django.urls import path

from troth_site.portal import invitations

urlpatterns = [
    path("invitation/<str:token>/", invitations.invitation, name="invitation"),
]
