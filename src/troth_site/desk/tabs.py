"""The pages about one partner, as a bar under its name."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from troth_site.queries.partners import Partnership

TALKING = (
    ("owed", gettext_lazy("Who owes what")),
    ("board", gettext_lazy("Board")),
    ("calendar", gettext_lazy("Calendar")),
    ("contacts", gettext_lazy("People")),
)
"""Where two sides talk: name of the address, label."""
KEPT = (("pulse", gettext_lazy("Pulse")), ("notes", gettext_lazy("Notes")))


def tabs(found: Partnership, current: str) -> list[dict[str, Any]]:
    """Return the bar of a page that has no past, such as a board.

    Args:
        found: The partner.
        current: Name of the page's own address.
    """
    named = (("partner", gettext_lazy("Overview")), *TALKING, *KEPT)
    return [_tab(found, name, label, current) for name, label in named]


def of_talking(found: Partnership) -> list[dict[str, Any]]:
    """Return the tabs of where two sides talk, for the page of the numbers, none of them current."""
    return [_tab(found, name, label, "") for name, label in TALKING]


def _tab(found: Partnership, name: str, label: Any, current: str) -> dict[str, Any]:
    return {"url": reverse(name, args=[found.pk]), "label": label, "current": name == current}
