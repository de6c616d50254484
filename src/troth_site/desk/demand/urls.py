"""Addresses of planning ahead."""

from django.urls import URLPattern, path

from troth_site.desk.demand import placing, planning, reservations, terms

urlpatterns: list[URLPattern] = [
    path("partners/<int:pk>/planning/", planning.planning, name="planning"),
    path("partners/<int:pk>/planning/forecast/", planning.forecast, name="planning-forecast"),
    path("partners/<int:pk>/planning/terms/", terms.terms, name="planning-terms"),
    path("partners/<int:pk>/planning/order/", placing.place, name="place-order"),
    path("partners/<int:pk>/planning/reservations/", reservations.reservations, name="reservations"),
    path("planning-terms/<int:pk>/answer/", terms.answer, name="answer-planning-terms"),
    path("reservations/<int:pk>/", reservations.reservation, name="reservation"),
    path("promises/<int:pk>/reservation/", reservations.of_promise, name="reservation-of-promise"),
    path("partners/<int:pk>/planning/accept/", planning.accept, name="accept-demand"),
    path("promises/<int:pk>/firm-period/", planning.of_firm_promise, name="firm-period-of-promise"),
    path("promises/<int:pk>/large-order/", planning.of_promise, name="large-order-of-promise"),
]
