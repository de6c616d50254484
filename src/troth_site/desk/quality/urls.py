"""Addresses of the pages of quality, room by room."""

from troth_site.desk.quality import urls_evidence, urls_rates, urls_sampling, urls_specifications

urlpatterns = [
    *urls_evidence.urlpatterns,
    *urls_rates.urlpatterns,
    *urls_sampling.urlpatterns,
    *urls_specifications.urlpatterns,
]
