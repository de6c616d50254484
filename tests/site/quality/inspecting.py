"""An inspection planned between Kestrel & Dale and Rosewater, and the parcels a phone sends of it."""

from datetime import timedelta
from uuid import UUID, uuid4

from django.utils import timezone

from troth.quality.verdicts import DefectClass
from troth_site.actions.quality import field, inspections
from troth_site.actions.quality.inspections_wishes import Limit, Wish
from troth_site.models import Inspection

LIMITS = {
    DefectClass.CRITICAL: Limit(aql=None, level="II"),
    DefectClass.MAJOR: Limit(aql="2.5", level="II"),
    DefectClass.MINOR: Limit(aql="4.0", level="II"),
}
"""Of 1,200 at level II: 80 units, 0/1, 5/6 and 7/8."""


def make_wish(**changed) -> Wish:
    """Return a final inspection of 1,200 knitted cardigans."""
    told = {
        "lot_name": "KDR- lot 7", "lot_size": 1_200, "kind": "final", "source": "final", "family": "Cardigans",
        "planned_on": timezone.localdate(), "limits": LIMITS, "edition": "iso2859-1", "cartons": 50,
        "units_per_carton": 24,
    }  # fmt: skip
    return Wish(**(told | changed))


def make_inspection(gathered, *, part="buyer", inspector="buyer", **changed) -> Inspection:
    """Return a planned inspection that somebody of the cast carries out."""
    person = gathered.people[inspector].pk if inspector else None
    key = inspections.plan(
        by=gathered.actor(part), relationship=gathered.ours, wish=make_wish(inspector=person, **changed)
    )
    return Inspection.objects.get(pk=key)


def parcel(**said) -> dict:
    """Return a parcel of one device."""
    now = timezone.now().isoformat()
    return {"parcel": str(uuid4()), "device": "phone 1", "device_time": now, "hand_in": False, **said}


def at(minutes: int = 0) -> str:
    """Return a moment as a device says it."""
    return (timezone.now() + timedelta(minutes=minutes)).isoformat()


def looked(kind: str, number: int, **more) -> dict:
    """Return a count of units looked at."""
    return {"uid": str(uuid4()), "class": kind, "looked_at": number, "answered_at": at(), **more}


def defect(kind: str = "major", **more) -> dict:
    """Return a defect on one unit."""
    told = {"uid": str(uuid4()), "code": None, "name": "Dropped stitch", "class": kind, "answered_at": at()}
    return told | more


def send(gathered, row: Inspection, part="buyer", **said) -> dict:
    """Send a parcel and return the answer."""
    return field.sync(by=gathered.actor(part), inspection=UUID(str(row.uid)), parcel=parcel(**said))


def all_looked(number: int = 80) -> list[dict]:
    """Return the counts of every class."""
    return [looked(kind, number) for kind in ("critical", "major", "minor")]


def answered(field_name="carton-label", value="yes", **more):
    """Return an answer to a field."""
    told = {"uid": str(uuid4()), "field": field_name, "value": value, "note": "", "answered_at": at()}
    return told | more
