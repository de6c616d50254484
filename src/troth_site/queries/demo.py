"""The demonstration: whether it is here, what it holds, and the keys its filling needs."""

from collections.abc import Sequence
from typing import Any

from troth_site.among import among
from troth_site.models import (
    Action,
    AuditEntry,
    Commitment,
    LedgerEntry,
    Membership,
    OrderLine,
    Organisation,
    RedFlag,
    Relationship,
)

FILLED = "demo.filled"


def is_filled() -> bool:
    """Tell whether the demonstration was filled into this installation."""
    return AuditEntry.objects.filter(verb=FILLED).exists()


def is_empty() -> bool:
    """Tell whether nobody keeps a record here yet."""
    return not Organisation.objects.exists()


def contents() -> dict[str, Any]:
    """Return how much the installation holds, and who can sign in where."""
    seats = (
        Membership.objects.filter(active=True, person__is_operator=False)
        .order_by("organisation_id", "pk")
        .values_list("person__email", "person__name", "role", "organisation__name")
    )
    return {
        "organisations": Organisation.objects.count(),
        "relationships": Relationship.objects.count(),
        "lines": OrderLine.objects.count(),
        "promises": Commitment.objects.count(),
        "entries": LedgerEntry.objects.count(),
        "open_flags": RedFlag.objects.filter(closed_on=None).count(),
        "open_actions": Action.objects.filter(state__in=["open", "reopened"]).count(),
        "people": [
            {"email": email, "name": name, "role": role, "organisation": organisation}
            for email, name, role, organisation in seats
        ],
    }


def lines_by_key(relationship: int, keys: Sequence[str]) -> dict[str, int]:
    """Return the lines of a relationship that carry these keys."""
    rows = OrderLine.objects.filter(among("key", keys), relationship=relationship)
    return dict(rows.values_list("key", "pk"))


def open_actions(relationship: int) -> list[int]:
    """Return the open actions of a relationship."""
    rows = Action.objects.filter(relationship=relationship, state__in=["open", "reopened"])
    return list(rows.order_by("pk").values_list("pk", flat=True))


def open_flags(relationship: int) -> list[int]:
    """Return the open flags of a relationship."""
    return list(
        RedFlag.objects.filter(relationship=relationship, closed_on=None).order_by("pk").values_list("pk", flat=True)
    )


def proposed_for_actions(relationship: int) -> list[tuple[int, str]]:
    """Return the promises that actions asked of both sides and nobody accepted yet, with their side."""
    rows = Commitment.objects.filter(relationship=relationship, kind="action", state="proposed")
    return list(rows.order_by("pk").values_list("pk", "side"))
