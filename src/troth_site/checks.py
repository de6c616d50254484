"""Checks of an installation's settings, run by every command."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, register
from django.core.checks import Warning as Caution


@register()
def origin_matches_hosts(app_configs: Any, **kwargs: Any) -> list[Any]:
    """Report an address whose host the site would refuse."""
    host = settings.TROTH_ORIGIN.split("://")[-1].rsplit(":", 1)[0]
    if settings.DEBUG or "*" in settings.ALLOWED_HOSTS or host in settings.ALLOWED_HOSTS:
        return []
    return [
        Error(
            f"TROTH_ORIGIN names the host {host}, which TROTH_HOSTS does not allow.",
            hint=f"Add {host} to TROTH_HOSTS.",
            id="troth.E001",
        )
    ]


@register(deploy=True)
def tls_away_from_this_machine(app_configs: Any, **kwargs: Any) -> list[Any]:
    """Warn about an address beyond this machine without TLS."""
    local = ("http://127.0.0.1", "http://localhost", "http://[::1]")
    if settings.BEHIND_TLS or settings.TROTH_ORIGIN.startswith(local):
        return []
    return [
        Caution(
            "The site is served beyond this machine without TLS.", hint="Set TROTH_ORIGIN to https://…", id="troth.W001"
        )
    ]
