"""The one Django application of the site, and one of allauth's that is spared what commands have no use for."""

from allauth.socialaccount.apps import SocialAccountConfig
from django.apps import AppConfig


class TrothConfig(AppConfig):
    """Rows, pages and commands of Troth."""

    default = True
    name = "troth_site"
    label = "troth_site"
    verbose_name = "Troth"

    def ready(self) -> None:
        """Register the checks of the installation."""
        from troth_site import checks  # noqa: F401, PLC0415  reason: Django registers checks once apps are loaded


class ProvidersLater(SocialAccountConfig):
    """Sign-in through other providers, which are loaded with the addresses of the sign-in pages.

    They bring a web client of their own, 5 MB: a command, in which nobody signs in, does without it.
    """

    default = False

    def ready(self) -> None:
        """Register the checks of the installation."""
        from allauth.socialaccount import checks  # noqa: F401, PLC0415  reason: as above
