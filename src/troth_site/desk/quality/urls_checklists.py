"""Addresses of checklists."""

from django.urls import URLPattern, path

from troth_site.desk.quality import checklists

urlpatterns: list[URLPattern] = [
    path("partners/<int:pk>/quality/checklists/", checklists.checklists, name="quality-checklists"),
    path("partners/<int:pk>/quality/checklists/keep/", checklists.keep, name="keep-checklist"),
    path("partners/<int:pk>/quality/checklists/<int:owner>/<str:code>/", checklists.checklist, name="checklist"),
    path("partners/<int:pk>/quality/checklists/retire/<int:checklist>/", checklists.retire, name="retire-checklist"),
]
