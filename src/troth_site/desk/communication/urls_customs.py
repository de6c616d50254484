"""Addresses of the pages of customs."""

from django.urls import URLPattern, path

from troth_site.desk.communication import customs, hospitality, reading

urlpatterns: list[URLPattern] = [
    path("partners/<int:pk>/customs/", customs.customs, name="customs"),
    path("partners/<int:pk>/customs/<int:note>/remove/", customs.take_away, name="remove-custom"),
    path("partners/<int:pk>/hospitality/", hospitality.register, name="hospitality"),
    path("partners/<int:pk>/hospitality/limit/", hospitality.set_limit, name="hospitality-limit"),
    path("partners/<int:pk>/hospitality/<int:item>/decide/", hospitality.decide, name="decide-hospitality"),
    path("partners/<int:pk>/hospitality/<int:item>/say/", hospitality.say, name="say-hospitality"),
    path("partners/<int:pk>/hospitality.csv", hospitality.export, {"kind": "csv"}, name="hospitality-export"),
    path("partners/<int:pk>/hospitality.xlsx", hospitality.export, {"kind": "xlsx"}, name="hospitality-workbook"),
    path("partners/<int:pk>/reading/", reading.reading, name="reading"),
    path("partners/<int:pk>/reading/questions/", reading.ask, name="ask-question"),
    path("partners/<int:pk>/reading/questions/<int:question>/", reading.answer, name="answer-question"),
    path("partners/<int:pk>/reading/questions/<int:question>/remove/", reading.take_away, name="remove-question"),
    path("partners/<int:pk>/reading/forget/", reading.forget, name="forget-answers"),
]
