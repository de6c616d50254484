"""Addresses: the desk, the portal, the field, the ways in, the API."""

from django.urls import URLResolver, include, path
from django.urls.resolvers import RoutePattern


class Late(URLResolver):
    """Reads its addresses when somebody asks below it: what describes the API is a sixth of a worker's memory."""

    def _populate(self) -> None:
        """Leave the addresses of a namespace to whoever asks for one of them by name."""


handler400 = "troth_site.desk.door.unreadable"

urlpatterns = [
    path("", include("troth_site.desk.urls")),
    path("", include("troth_site.desk.communication.urls")),
    path("", include("troth_site.desk.quality.urls")),
    path("", include("troth_site.desk.bridges.urls")),
    path("", include("troth_site.desk.firms.urls")),
    path("", include("troth_site.portal.urls")),
    path("", include("troth_site.field.urls")),
    path("", include("troth_site.desk.entry_urls")),
    Late(RoutePattern("api/v1/"), "troth_site.api.addresses", app_name="api", namespace="api"),
]
