"""Addresses of the pages of reports."""

from django.urls import URLPattern, path, re_path

from troth_site.desk.quality import reports, reports_acts, reports_papers

_LANGUAGES = r"(?P<language>[a-zA-Z-]{2,10})/(?P<beside>[a-zA-Z-]{2,10})"

urlpatterns: list[URLPattern] = [
    path("partners/<int:pk>/quality/reports/", reports.of_partner, name="quality-reports"),
    path("quality/reports/<int:pk>/", reports.report, name="quality-report"),
    path("quality/reports/<int:pk>/report.json", reports.content, name="quality-report-content"),
    path("quality/reports/<int:pk>/difference/", reports.changed, name="quality-report-difference"),
    path("quality/reports/<int:pk>/decide/", reports_acts.decide, name="quality-report-decide"),
    path("quality/reports/<int:pk>/remark/", reports_acts.remark, name="quality-report-remark"),
    path("quality/reports/<int:pk>/amend/", reports_acts.amend, name="quality-report-amend"),
    path("quality/reports/<int:pk>/paper/", reports_papers.begin, name="quality-report-print"),
    re_path(rf"^quality/reports/(?P<pk>[0-9]{{1,18}})/paper/{_LANGUAGES}/$", reports_papers.paper,
            name="quality-report-paper"),
]  # fmt: skip
