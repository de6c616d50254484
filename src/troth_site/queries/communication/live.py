"""What changed in a relationship since a page was drawn."""

from dataclasses import dataclass

from django.db.models import Max

from troth_site import access
from troth_site.access import Actor
from troth_site.models import LiveEvent

MOST = 100


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed."""

    id: int
    relationship: int
    kind: str
    subject: str
    side: str

    def is_for(self, side: str) -> bool:
        """Tell whether the pages of a side hear of it."""
        return self.side in ("", side)


def newest() -> int:
    """Return the number of the newest change of all relationships, 0 where there is none."""
    return LiveEvent.objects.aggregate(newest=Max("pk"))["newest"] or 0


def changes_after(number: int, *, relationship: int | None = None) -> list[Change]:
    """Return what changed after a number, oldest first, at most MOST; of one relationship or of all.

    For whoever has passed the gate of the relationship: a stream passes it once and then listens.
    """
    rows = LiveEvent.objects.filter(pk__gt=number).order_by("pk")
    if relationship is not None:
        rows = rows.filter(relationship=relationship)
    return [Change(*row) for row in rows.values_list("pk", "relationship_id", "kind", "subject", "side")[:MOST]]


def listening_side(by: Actor, relationship: int) -> str:
    """Return the side on whose pages somebody listens.

    Raises:
        access.NotThere: The person may not know the relationship.
    """
    return access.side_of(by, access.relationship(by, relationship))
