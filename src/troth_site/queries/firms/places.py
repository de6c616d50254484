"""Where both sides of a record work."""

from dataclasses import dataclass
from typing import cast

from troth.commitments.outcomes import SIDES, Side
from troth_site.access import Actor
from troth_site.models import Site
from troth_site.queries.invitations import is_settled
from troth_site.queries.partners import Partnership, may


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceKept:
    """One site of a side, as both sides read it."""

    pk: int
    side: str
    name: str
    name_latin: str
    address: str
    latitude: float | None
    longitude: float | None


def places_between(found: Partnership) -> tuple[PlaceKept, ...]:
    """Return the sites of both sides of a record, by name."""
    sides = {found.organisation(side): side for side in SIDES}
    rows = Site.objects.filter(organisation__in=sides).order_by("name", "pk")
    return tuple(
        PlaceKept(
            pk=row.pk, side=sides[row.organisation_id], name=row.name, name_latin=row.name_latin, address=row.address,
            latitude=row.latitude, longitude=row.longitude,
        )
        for row in rows
    )  # fmt: skip


def sides_to_describe(by: Actor, found: Partnership) -> tuple[Side, ...]:
    """Return whose sites the viewer may describe: their own side's, and the other's while nobody of it is here."""
    if not may(by, found, "record"):
        return ()
    ours, theirs = cast(Side, found.our_side), cast(Side, found.their_side)
    return (ours,) if is_settled(found.organisation(theirs)) else (ours, theirs)
