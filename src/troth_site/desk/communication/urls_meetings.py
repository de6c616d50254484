"""Addresses of the pages of meetings, of one's own calendar, and of weekly statuses."""

from django.urls import URLPattern, path

from troth_site.desk.communication import (
    feeds,
    meetings,
    meetings_editing,
    meetings_held,
    meetings_one,
    meetings_visits,
    statuses,
)

urlpatterns: list[URLPattern] = [
    path("partners/<int:pk>/meetings/", meetings.meetings, name="meetings"),
    path("partners/<int:pk>/meetings/new/", meetings.plan, name="plan-meeting"),
    path("meetings/<int:pk>/", meetings_one.meeting, name="meeting"),
    path("meetings/<int:pk>/answer/", meetings_one.answer, name="meeting-answer"),
    path("meetings/<int:pk>/people/", meetings_one.ask, name="meeting-ask"),
    path("meetings/<int:pk>/people/<int:person>/", meetings_editing.take_off, name="meeting-take-off"),
    path("meetings/<int:pk>/points/", meetings_one.point, name="meeting-point"),
    path("meetings/<int:pk>/points/<int:point>/remove/", meetings_one.remove_point, name="meeting-remove-point"),
    path("meetings/<int:pk>/feedback/", meetings_one.feedback, name="meeting-feedback"),
    path("meetings/<int:pk>/meal/", meetings_visits.meal, name="meeting-meal"),
    path("meetings/<int:pk>/rating/", meetings_visits.rate, name="meeting-rating"),
    path("meetings/<int:pk>/findings/", meetings_visits.find, name="meeting-finding"),
    path("meetings/<int:pk>/findings/<int:finding>/", meetings_visits.answer, name="meeting-finding-answer"),
    path("meetings/<int:pk>/findings/<int:finding>/promise/", meetings_visits.promise, name="meeting-finding-promise"),
    path("meetings/<int:pk>/edit/", meetings_editing.edit, name="meeting-edit"),
    path("meetings/<int:pk>/cancel/", meetings_editing.cancel, name="meeting-cancel"),
    path("series/<int:pk>/", meetings_editing.series, name="series"),
    path("meetings/<int:pk>/minutes/", meetings_held.minutes, name="meeting-minutes"),
    path("meetings/<int:pk>/promise/", meetings_held.promise, name="meeting-promise"),
    path("meetings/<int:pk>/promise/<int:commitment>/accept/", meetings_held.accept, name="meeting-accept"),
    path("meetings/<int:pk>/status/", meetings_held.status, name="meeting-status"),
    path("meetings/<int:pk>/came/", meetings_held.came, name="meeting-came"),
    path("meetings/<int:pk>/close/", meetings_held.close, name="meeting-close"),
    path("meetings/<int:pk>/closing/", meetings_held.closing, name="meeting-closing"),
    path("meetings/<int:pk>/meeting.ics", feeds.download, name="meeting-file"),
    path("meetings/<int:pk>/replies/", feeds.replies, name="meeting-replies"),
    path("calendar/", feeds.own, name="own-calendar"),
    path("calendar/address/", feeds.make, name="make-feed"),
    path("calendar/address/<int:pk>/revoke/", feeds.revoke, name="revoke-feed"),
    path("partners/<int:pk>/statuses/", statuses.statuses, name="statuses"),
    path("partners/<int:pk>/statuses/day/", statuses.day, name="status-day"),
    path("statuses/<int:pk>/", statuses.status, name="status"),
    path("statuses/of/<int:pk>/", statuses.of_promise, name="status-of-promise"),
]
