"""What lists share: their pages and their choices."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from troth_site.desk.frame import with_query
from troth_site.queries.ledger import Page


def choices(named: list[tuple[str, Any]], chosen: str) -> list[dict[str, Any]]:
    """Return what a filter offers, first of all everything."""
    found: list[dict[str, Any]] = [{"value": "", "label": _("all"), "selected": not chosen}]
    return found + [{"value": value, "label": label, "selected": value == chosen} for value, label in named]


def pager(request: HttpRequest, page: Page[Any], *, target: str, anchor: str = "") -> dict[str, Any] | None:
    """Return the pages of a list, None where there is one.

    Args:
        request: What was asked; its other choices are kept.
        page: The page shown.
        target: The element that a new page replaces.
        anchor: The place on its page under which the list stands, such as "#ledger".
    """
    if page.pages == 1:
        return None
    first = (page.number - 1) * page.size

    def url(number: int) -> str:
        if not 1 <= number <= page.pages:
            return ""
        query = request.GET.copy()
        query["page"] = str(number)
        return f"{with_query(request.path, query)}{anchor}"

    return {
        "first": first + 1 if page.rows else 0,
        "last": first + len(page.rows),
        "total": page.total,
        "previous_url": url(page.number - 1),
        "next_url": url(page.number + 1),
        "target": target,
    }
