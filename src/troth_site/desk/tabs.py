"""The pages about one partner: a bar under its name, and under that the pages of the same kind."""

from typing import Any

from django.urls import NoReverseMatch
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from troth_site.queries.partners import Partnership
from troth_site.templatetags.troth_ways import way

Named = tuple[str, str | Promise]
TALKING: tuple[tuple[Named, tuple[Named, ...]], ...] = (
    (
        ("partner-messages", gettext_lazy("Messages")),
        (
            ("partner-messages", gettext_lazy("Threads")),
            ("glossary", gettext_lazy("Glossary")),
            ("changes", gettext_lazy("Changes")),
            ("mail", gettext_lazy("Files of mail")),
        ),
    ),
    (
        ("response", gettext_lazy("Answers")),
        (("response", gettext_lazy("How soon each side answers")), ("charter", gettext_lazy("Charter"))),
    ),
    (("owed", gettext_lazy("Who owes what")), ()),
    (
        ("board", gettext_lazy("Board")),
        (("board", gettext_lazy("All cards")), ("outside-board", gettext_lazy("Outside board"))),
    ),
    (
        ("meetings", gettext_lazy("Meetings")),
        (("meetings", gettext_lazy("Meetings")), ("statuses", gettext_lazy("Weekly status"))),
    ),
    (
        ("calendar", gettext_lazy("Calendar")),
        (("calendar", gettext_lazy("Both calendars")), ("latest-start", gettext_lazy("Latest start"))),
    ),
    (
        ("contacts", gettext_lazy("People")),
        (
            ("contacts", gettext_lazy("Who answers for what")),
            ("customs", gettext_lazy("How they work")),
            ("reading", gettext_lazy("Reading list")),
            ("hospitality", gettext_lazy("Meals and gifts")),
            ("firm", gettext_lazy("The firm")),
        ),
    ),
)
"""Where two sides talk: the page of each kind, and the pages beside it."""
QUALITY: tuple[Named, tuple[Named, ...]] = (
    ("quality", gettext_lazy("Quality")),
    (
        ("quality", gettext_lazy("At a glance")),
        ("quality-products", gettext_lazy("Products and plans")),
        ("quality-inspections", gettext_lazy("Inspections")),
        ("quality-switching", gettext_lazy("How strictly")),
        ("quality-programme", gettext_lazy("Regular inspections")),
        ("quality-reports", gettext_lazy("Reports")),
        ("quality-rates", gettext_lazy("Defect rate")),
        ("quality-second-looks", gettext_lazy("Second look")),
        ("quality-corrective", gettext_lazy("Corrective action")),
        ("quality-defects", gettext_lazy("Defects")),
        ("quality-checklists", gettext_lazy("Checklists")),
        ("quality-disclosures", gettext_lazy("Problems told of")),
        ("quality-ideas", gettext_lazy("Ideas")),
        ("quality-training", gettext_lazy("Training")),
    ),
)
"""What two sides agree about quality and what was found; a page whose address does not exist yet is left out."""
PLANNING: tuple[Named, tuple[Named, ...]] = (
    ("planning", gettext_lazy("Planning")),
    (
        ("planning", gettext_lazy("Demand and large orders")),
        ("reservations", gettext_lazy("Reserved capacity")),
        ("planning-terms", gettext_lazy("Terms")),
    ),
)
"""What a buyer will need, and how early the factory is told."""
KEPT: tuple[Named, ...] = (("pulse", gettext_lazy("Pulse")), ("notes", gettext_lazy("Notes")))


def tabs(found: Partnership, current: str) -> list[dict[str, Any]]:
    """Return the bar of a page that has no past, such as a board.

    Args:
        found: The partner.
        current: Name of the page's own address; its kind is marked, and carries the pages beside it as `beside`.
    """
    kinds = [_kind(found, first, beside, current) for first, beside in (QUALITY, PLANNING, *TALKING)]
    overview = _tab(found, ("partner", gettext_lazy("Overview")), current)
    return [overview, *kinds, *(_tab(found, each, current) for each in KEPT)]


def of_talking(found: Partnership) -> list[dict[str, Any]]:
    """Return the tabs of quality, planning and talking, for the page of the numbers, none of them current."""
    return [_tab(found, first, "") for first, _beside in (QUALITY, PLANNING, *TALKING)]


def _kind(found: Partnership, first: Named, beside: tuple[Named, ...], current: str) -> dict[str, Any]:
    tab = _tab(found, first, current)
    if current in {name for name, _label in beside}:
        tab |= {"current": True, "beside": [_tab(found, each, current) for each in beside if _exists(found, each)]}
    return tab


def _exists(found: Partnership, named: Named) -> bool:
    try:
        way(named[0], found.pk)
    except NoReverseMatch:
        return False
    return True


def _tab(found: Partnership, named: Named, current: str) -> dict[str, Any]:
    name, label = named
    return {"url": way(name, found.pk), "label": label, "current": name == current}
