"""Addresses of the pages of quality, room by room."""

from troth_site.desk.quality import (
    urls_checklists,
    urls_corrective,
    urls_evidence,
    urls_inspections,
    urls_programmes,
    urls_rates,
    urls_reports,
    urls_sampling,
    urls_second_looks,
    urls_specifications,
    urls_switching,
    urls_training,
)

urlpatterns = [
    *urls_checklists.urlpatterns,
    *urls_corrective.urlpatterns,
    *urls_evidence.urlpatterns,
    *urls_inspections.urlpatterns,
    *urls_programmes.urlpatterns,
    *urls_rates.urlpatterns,
    *urls_reports.urlpatterns,
    *urls_sampling.urlpatterns,
    *urls_second_looks.urlpatterns,
    *urls_specifications.urlpatterns,
    *urls_switching.urlpatterns,
    *urls_training.urlpatterns,
]
