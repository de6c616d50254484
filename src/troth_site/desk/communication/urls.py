"""Addresses of the pages on which two sides talk, room by room."""

from troth_site.desk.communication import (
    urls_boards,
    urls_calendars,
    urls_customs,
    urls_mail,
    urls_meetings,
    urls_messages,
    urls_people,
    urls_requests,
)

urlpatterns = [
    *urls_messages.urlpatterns,
    *urls_requests.urlpatterns,
    *urls_mail.urlpatterns,
    *urls_people.urlpatterns,
    *urls_meetings.urlpatterns,
    *urls_calendars.urlpatterns,
    *urls_customs.urlpatterns,
    *urls_boards.urlpatterns,
]
