"""Addresses of the pages of mail."""

from django.urls import URLPattern, path

from troth_site.desk.communication.mail import letters, pages

urlpatterns: list[URLPattern] = [
    path("partners/<int:pk>/mail/", pages.of_partner, name="mail"),
    path("mail/unplaced/", letters.unplaced_mail, name="unplaced-mail"),
    path("mail/unplaced/<int:pk>/settle/", letters.settle, name="settle-mail"),
    path("mail/<uuid:uid>/", pages.one, name="mail-file"),
    path("mail/<uuid:uid>/undo/", pages.undo, name="undo-mail"),
    path("mail/<uuid:uid>/confirm/", pages.confirm, name="confirm-mail"),
    path("attachments/<int:pk>/", letters.attachment, name="attachment"),
]
