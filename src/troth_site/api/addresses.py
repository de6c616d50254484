"""The API's addresses as a list, for the resolver that reads them at the first request below /api/v1/."""

from troth_site.api.urls import api

urlpatterns = list(api.urls[0])
