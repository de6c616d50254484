"""What every page of the desk carries around its content."""

from typing import Any

from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the context of the frame around every page."""
    return {}
