"""The outside board that mirrors a relationship's cards."""

from dataclasses import dataclass
from datetime import datetime

from troth_site import access
from troth_site.access import Actor
from troth_site.models import Card, OutsideBoard


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """A board on Trello, as both sides see it: never its key or token.

    Attributes:
        cards: How many cards have a twin there.
        error: Why the last time failed, as problems.said() reads it; is_stopped where nothing is tried any more.
    """

    board: str
    joined_by: str
    joined_at: datetime
    synced_at: datetime | None
    cards: int
    error: str
    is_stopped: bool


def of_relationship(by: Actor, pk: int) -> Twin | None:
    """Return the outside board of a relationship, None where there is none.

    Raises:
        NotThere: The relationship is somebody else's.
    """
    relationship = access.relationship(by, pk)
    row = OutsideBoard.objects.filter(relationship=relationship).select_related("created_by").first()
    if row is None:
        return None
    cards = Card.objects.filter(relationship=relationship, archived_at=None).exclude(outside_id="").count()
    return Twin(
        board=row.board_id, joined_by=row.created_by.name if row.created_by else "", joined_at=row.created_at,
        synced_at=row.synced_at, cards=cards, error=row.error.lstrip("!"), is_stopped=row.error.startswith("!"),
    )  # fmt: skip
