"""What asks for a second look in the demonstration: a lot looked at in a hurry and again blind, and bulk that moved.

Nobody did wrong, as far as anybody knows: that is why it is looked at again.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from troth_site import access
from troth_site.access import Actor
from troth_site.actions import partners, people
from troth_site.actions.demo.cast import Someone
from troth_site.actions.demo.founding import Place
from troth_site.actions.demo.quality_checks import answers, readings
from troth_site.actions.demo.quality_inspections import LIMITS, TOMASZ, moment_of, picture
from troth_site.actions.demo.quality_keys import uid_of
from troth_site.actions.quality import field, field_photos, inspections, lots_made
from troth_site.actions.quality.inspections_wishes import Wish
from troth_site.actions.trust import judging
from troth_site.models import Inspection, Organisation, Person, Product

TELLS = "buyer_caused"
HOUSE = "Plumbline Inspection Services"
FARAH = Someone("Farah Qureshi", "", "farah@plumbline.example", "inspector")
# Width in millimetres and stitches over ten centimetres: approved, and in bulk, where the panels are cut wider.
APPROVED = {"W": (380.2, 379.6, 380.4, 380.0, 379.9), "S": (30.0, 30.2, 29.8, 30.0, 30.1)}
BULK = {"W": (382.6, 383.1, 382.2, 382.7, 382.4), "S": (30.1, 29.9, 30.2, 30.0, 29.9)}
MARK = "Side mark of the cartons 侧唛"
# The zips of the lot looked at in a hurry come from another house than those of the sample.
LINE = "Line 2 二号线"
DYER, ZIPS, OTHER_ZIPS = "Minglu Dyeing 明麓染整", "Hetian Zips 禾田拉链", "Kaiyuan Zips 恺源拉链"
ZIP = "Zip 拉链"
SHADE = 21


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look at one lot: how many days ago, at which stage, from nine for so many minutes, and what was found."""

    name: str
    days: int
    minutes: int
    size: int = 1_200
    kind: str = "final"
    source: str = "final"
    zips: int = 0
    readings: Mapping[str, tuple[float, ...]] | None = None
    has_photo: bool = False
    suppliers: tuple[str, ...] = ()


SAMPLE = Look(
    name="HY-T 产前样", days=22, minutes=45, size=8, kind="pre-production", source="in-line", readings=APPROVED,
    suppliers=(DYER, ZIPS),
)  # fmt: skip
CALM = Look(name="HY-125", days=12, minutes=250, has_photo=True)
HASTY = Look(name="HY-126", days=6, minutes=14, has_photo=True, readings=BULK, suppliers=(DYER, OTHER_ZIPS))
AGAIN = Look(name="HY-126", days=4, minutes=285, zips=9)


def look_again(places: Mapping[str, Place], *, today: date) -> None:
    """Let an inspector of neither side look at two lots, the second in a hurry, and the buyer’s at that one blind."""
    place = places[TELLS]
    tomasz = access.actor(Person.objects.get(email=TOMASZ))
    farah = _farah(tomasz)
    with judging.postponed() as waiting:
        _carried_out(tomasz, tomasz, place, SAMPLE, today=today)
        _carried_out(tomasz, farah, place, CALM, today=today)
        hasty = _carried_out(tomasz, farah, place, HASTY, today=today)
        _carried_out(tomasz, tomasz, place, AGAIN, today=today, blind_of=hasty.pk)
    judging.judge(sorted(waiting), as_of=today)


def _farah(tomasz: Actor) -> Actor:
    operator = access.actor(people.local_operator(), as_operator=True)
    house: Organisation = partners.found_organisation(
        by=operator, kind="service", name=HOUSE, country="HK", zone="Asia/Hong_Kong"
    )
    person = people.introduce(by=operator, name=FARAH.name, email=FARAH.email, zone="Asia/Hong_Kong")
    people.take_seat(by=operator, person=person, organisation=house.pk, role=FARAH.role)
    return access.actor(person)


def _carried_out(
    tomasz: Actor, by: Actor, place: Place, look: Look, *, today: date, blind_of: int | None = None
) -> Inspection:
    on = today - timedelta(days=look.days)
    began = moment_of(on, 9)
    product = Product.objects.filter(relationship=place.relationship).order_by("pk").first()
    wish = Wish(
        lot_name=look.name, lot_size=look.size, kind=look.kind, source=look.source, planned_on=on, limits=LIMITS,
        edition="iso2859-1", product=product.pk if product else None, family=place.firm.family, inspector=by.person,
        steady=True, blind_of=blind_of, at=began - timedelta(days=2),
    )  # fmt: skip
    row = Inspection.objects.get(pk=inspections.plan(by=tomasz, relationship=place.relationship, wish=wish))
    if look.suppliers:
        lots_made.say_made(by=tomasz, inspection=row.pk, line=LINE, suppliers=look.suppliers, at=began)
    if look is not SAMPLE:  # of which every piece is looked at
        field.take_along(by=by, inspection=row.uid)
    _send(by, row, look, began)
    return row


def _send(by: Actor, row: Inspection, look: Look, began: datetime) -> None:
    done = began + timedelta(minutes=look.minutes)
    told: dict[str, Any] = {
        "parcel": _key(row, look, "parcel"), "device": f"{by.name}’s phone", "device_time": done.isoformat(),
        "entries": [
            _answer(row, look, "started", began),
            *answers(row, found=[ZIP] if look.zips else [], at=done, look=f"{look.days} "),
        ],
        "counts": list(_counts(row, look, done)),
        "defects": list(_zips(row, look, began)),
        "measurements": readings(row, at=done, told=look.readings, look=f"{look.days} "),
    }  # fmt: skip
    if look.has_photo:
        photo, content = _photo(row, look, began)
        field.sync(by=by, inspection=row.uid, parcel=told | {"photos": [photo]}, now=done)
        field_photos.photo_part(by=by, photo=UUID(photo["uid"]), offset=0, content=content)
        told = {name: told[name] for name in ("device", "device_time")} | {"parcel": _key(row, look, "end")}
    field.sync(by=by, inspection=row.uid, parcel=told | {"hand_in": True}, now=done)


def _key(row: Inspection, look: Look, name: str) -> str:
    # Two looks at one lot bear its name alike.
    return uid_of(row, f"{look.days} {name}")


def _answer(row: Inspection, look: Look, name: str, at: datetime) -> dict[str, Any]:
    return {"uid": _key(row, look, name), "field": name, "value": True, "note": "", "answered_at": at.isoformat()}


def _counts(row: Inspection, look: Look, done: datetime) -> Iterator[dict[str, Any]]:
    for kind, sample in row.classes.order_by("defect_class").values_list("defect_class", "sample_size"):
        key = _key(row, look, f"count {kind}")
        yield {"uid": key, "class": kind, "looked_at": sample, "answered_at": done.isoformat()}


def _zips(row: Inspection, look: Look, began: datetime) -> Iterator[dict[str, Any]]:
    if look.zips:
        found = began + timedelta(hours=1)
        yield {
            "uid": _key(row, look, "zips"), "code": None, "name": ZIP, "class": "major", "units": look.zips,
            "answered_at": found.isoformat(),
        }  # fmt: skip


def _photo(row: Inspection, look: Look, at: datetime) -> tuple[dict[str, Any], bytes]:
    """Return what is said of the photo, and the same picture each time."""
    content = picture(SHADE)
    told = {
        "uid": _key(row, look, "photo"), "sha256": sha256(content).hexdigest(), "size": len(content),
        "taken_at": at.isoformat(), "caption": MARK,
    }  # fmt: skip
    return told, content
