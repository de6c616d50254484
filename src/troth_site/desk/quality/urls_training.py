"""Addresses of trainings; those of trainees are the factory's alone."""

from django.urls import URLPattern, path

from troth_site.desk.quality import trainees, training

urlpatterns: list[URLPattern] = [
    path("partners/<int:pk>/quality/training/", training.trainings, name="quality-training"),
    path("trainings/<int:pk>/", training.training, name="training"),
    path("trainings/<int:pk>/step/", training.step, name="training-step"),
    path("trainings/<int:pk>/certificate.pdf", trainees.certificate, name="training-certificate"),
    path("trainings/<int:pk>/trainees/", trainees.trainees, name="trainees"),
    path("trainings/<int:pk>/trainees/<int:trainee>/erase/", trainees.erase, name="erase-trainee"),
    path("trainees/<int:pk>/certificate.pdf", trainees.own_certificate, name="trainee-certificate"),
    path("promises/<int:pk>/training/", training.of_promise, name="training-of-promise"),
]
