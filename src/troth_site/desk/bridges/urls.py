"""Addresses of what a person is told of, where they are told, and of outside boards."""

from django.urls import URLPattern, path

from troth_site.desk.bridges import boards, channels, notifications

urlpatterns: list[URLPattern] = [
    path("notifications/", notifications.notifications, name="notifications"),
    path("notifications/read/", notifications.read, name="read-notifications"),
    path("settings/channels/", channels.channels, name="channels"),
    path("settings/channels/mail/", channels.mail, name="mail-channel"),
    path("settings/channels/browser/", channels.browser, name="browser-channel"),
    path("settings/channels/new/<slug:kind>/", channels.new, name="new-channel"),
    path("settings/channels/<int:pk>/", channels.channel, name="channel"),
    path("settings/channels/<int:pk>/test/", channels.test, name="test-channel"),
    path("settings/channels/<int:pk>/delete/", channels.delete, name="delete-channel"),
    path("partners/<int:pk>/outside-board/", boards.board, name="outside-board"),
    path("partners/<int:pk>/outside-board/mirror/", boards.mirror, name="mirror-board"),
    path("partners/<int:pk>/outside-board/part/", boards.part, name="part-board"),
]
