"""Addresses of what open pages listen to, of boards, and of what is owed."""

from django.urls import path

from troth_site.desk.communication import boards, live, owing

urlpatterns = [
    path("live/<int:pk>/", live.events, name="live-events"),
    path("live/<int:pk>/since/", live.since, name="live-since"),
    path("partners/<int:pk>/owed/", owing.owing, name="owed"),
    path("partners/<int:pk>/board/", boards.board, name="board"),
    path("cards/<int:pk>/", boards.card, name="card"),
    path("cards/<int:pk>/move/", boards.move, name="move-card"),
    path("cards/<int:pk>/away/", boards.put_away, name="put-away-card"),
]
