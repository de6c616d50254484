"""Addresses of the pages of calendars."""

from django.urls import URLPattern, path

from troth_site.desk.communication import calendars, planning

urlpatterns: list[URLPattern] = [
    path("calendar/board/", planning.board, name="planning-board"),
    path("partners/<int:pk>/calendar/", calendars.calendar, name="calendar"),
    path("partners/<int:pk>/calendar/week/", calendars.week, name="calendar-week"),
    path("partners/<int:pk>/calendar/days/", calendars.add_days, name="calendar-days"),
    path("partners/<int:pk>/calendar/holidays/", calendars.drop_holiday, name="calendar-holiday"),
    path("partners/<int:pk>/calendar/days/<int:day>/remove/", calendars.take_back, name="calendar-take-back"),
    path("partners/<int:pk>/latest-start/", planning.latest_start, name="latest-start"),
]
