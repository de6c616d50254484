"""Where a firm works: its sites with name, address and position, kept by itself, or by its partner until it is here."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from troth.basis.text import gettext_noop
from troth_site import access
from troth_site.access import Actor, NotAllowed, NotThere
from troth_site.actions import audit
from troth_site.actions.communication.keeping import cleaned
from troth_site.actions.firms.watching import watch_firms
from troth_site.models import Relationship, Site
from troth_site.names import latin
from troth_site.queries.invitations import is_settled

LONGEST_NAME, LONGEST_ADDRESS = 300, 500
MOST_SOUTH_NORTH, MOST_WEST_EAST = 90, 180


class PlaceRefused(Exception):
    """The place cannot be kept like this; the message says what lacks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A site as somebody describes it.

    Attributes:
        latitude: In degrees, north positive; None where nobody said.
        longitude: In degrees, east positive; None where nobody said.
    """

    name: str
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None


def keep_place(*, by: Actor, relationship: int, side: str, place: Place, site: int | None = None) -> int:
    """Keep where one side of a record works: a new site, or what a known one is now.

    Everybody describes their own sites. Those of the other side are described for it only until somebody of it is here.

    Args:
        by: Who says it.
        relationship: The record.
        side: Whose site it is.
        place: What it is.
        site: A known site of that side, None for a new one.

    Returns:
        The key of the site.

    Raises:
        PlaceRefused: It has no name, or half of a position.
        NotAllowed: The other side describes its sites itself.
    """
    row = access.relationship(by, relationship, "record")
    owner = row.buyer_id if side == "buyer" else row.factory_id
    if access.side_of(by, row) != side and is_settled(owner):
        raise NotAllowed
    told = _checked(place)
    with transaction.atomic():
        kept = Site(organisation_id=owner)
        if site is not None:
            kept = Site.objects.select_for_update().filter(pk=site, organisation=owner).first()
            if kept is None:
                raise NotThere
        was = kept.address
        kept.name, kept.name_latin, kept.address = told.name, latin(told.name), told.address
        kept.latitude, kept.longitude = told.latitude, told.longitude
        kept.save()
        audit.record("place.kept", by=by, relationship=row, subject=f"site {kept.pk}", data={"side": side})
        if kept.address != was:
            for judge in _compared_by(owner):
                watch_firms(judge, today=timezone.localdate())
    return kept.pk


def _checked(place: Place) -> Place:
    name, address = cleaned(place.name).strip()[:LONGEST_NAME], cleaned(place.address).strip()[:LONGEST_ADDRESS]
    if not name:
        raise PlaceRefused(gettext_noop("Say what the place is called, such as “Plant 2, Houjie”."))
    if (place.latitude is None) != (place.longitude is None):
        raise PlaceRefused(gettext_noop("A position has both degrees north and degrees east: write both, or neither."))
    # What is no number at all is not within any bounds either.
    if not (abs(place.latitude or 0) <= MOST_SOUTH_NORTH and abs(place.longitude or 0) <= MOST_WEST_EAST):
        raise PlaceRefused(gettext_noop("Degrees north go from −90 to 90, degrees east from −180 to 180."))
    return Place(name=name, address=address, latitude=place.latitude, longitude=place.longitude)


def _compared_by(organisation: int) -> list[int]:
    rows = Relationship.objects.filter(hidden=False)
    buyers = rows.filter(factory=organisation).values_list("buyer", flat=True)
    factories = rows.filter(buyer=organisation).values_list("factory", flat=True)
    return sorted({*buyers, *factories})
