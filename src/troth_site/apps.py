"""The one Django application of the site."""

from django.apps import AppConfig


class TrothConfig(AppConfig):
    """Rows, pages and commands of Troth."""

    name = "troth_site"
    label = "troth_site"
    verbose_name = "Troth"

    def ready(self) -> None:
        """Register the checks of the installation."""
        from troth_site import checks  # noqa: F401, PLC0415  reason: Django registers checks once apps are loaded
