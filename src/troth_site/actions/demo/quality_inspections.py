"""Inspections of the demonstration: lots of two factories over three months, with what was found in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from io import BytesIO
from itertools import count
from typing import Any
from uuid import UUID

from troth.basis.draws import joint_seed
from troth.quality.skip_lots import SkipPhase, SkipPlan, is_inspected
from troth.quality.verdicts import DefectClass
from troth_site import access
from troth_site.access import Actor
from troth_site.actions.demo.founding import Place
from troth_site.actions.demo.quality_checks import answers, readings
from troth_site.actions.demo.quality_keys import uid_of
from troth_site.actions.quality import field, field_photos, inspections, inspections_draws, inspections_skipping
from troth_site.actions.quality.inspections_wishes import Limit, Wish
from troth_site.models import Inspection, Person, Product

TOMASZ = "tomasz.wilk@tarnholm.example"
LIMITS = {
    DefectClass.CRITICAL: Limit(aql=None, level="II"),
    DefectClass.MAJOR: Limit(aql="2.5", level="II"),
    DefectClass.MINOR: Limit(aql="4.0", level="II"),
}
SKIPS, SAID = (2, 0.5), "শিউলি"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """A lot of the story: how many days ago, how large, and the defects found: name, class, units.

    A defect that is what a requirement forbids bears that requirement's name, as the phone writes it down.

    Attributes:
        readings: What was measured, by requirement; about the target where nothing is told.
        skip: Clearance and share of the skip-lot plan, where one is agreed; `is_drawn`, whether the draw takes the lot.
    """

    tells: str
    name: str
    days: int
    size: int
    each: int
    found: tuple[tuple[str, str, int], ...]
    word: str = ""
    kind: str = "final"
    skip: tuple[int, float] | None = None
    is_drawn: bool = True
    readings: Mapping[str, tuple[float, ...]] | None = None


# Wider than the approved sample, and within the limits.
WIDE = {"W": (382.4, 382.9, 382.1, 383.0, 382.5)}
LOTS = (
    Lot(tells="buyer_caused", name="HY-118", days=74, size=2_400, each=20, word="桂花", readings=WIDE, found=(
        ("Skipped stitch 跳针", "major", 3), ("Loose thread 线头", "minor", 6),
    )),
    Lot(tells="buyer_caused", name="HY-121", days=47, size=3_200, each=20, word="中秋", readings=WIDE, found=(
        ("Zip 拉链", "major", 9), ("Loose thread 线头", "minor", 8), ("Skipped stitch 跳针", "major", 2),
    )),
    Lot(tells="buyer_caused", name="HY-124", days=15, size=1_200, each=20, readings=WIDE, found=(
        ("Loose thread 线头", "minor", 3), ("Zip 拉链", "major", 1),
    )),
    Lot(tells="steady", name="SS-0412", days=63, size=5_000, each=40, word="শরৎ", skip=SKIPS, found=(
        ("Seams", "major", 2), ("Oil stain", "minor", 4),
    )),
    Lot(tells="steady", name="SS-0419", days=33, size=3_600, each=40, skip=SKIPS, found=(("Oil stain", "minor", 5),)),
    Lot(tells="steady", name="SS-0422", days=21, size=4_400, each=40, skip=SKIPS, is_drawn=False, found=()),
    Lot(tells="steady", name="SS-0425", days=9, size=4_800, each=40, word="নদী", skip=SKIPS, found=(
        ("Seams", "major", 1), ("Care label", "major", 1), ("Oil stain", "minor", 3),
    )),
)  # fmt: skip
NEXT = (
    Lot(tells="buyer_caused", name="HY-127", days=-3, size=1_600, each=20, found=()),
    Lot(tells="steady", name="SS-0431", days=-4, size=2_800, each=40, skip=SKIPS, found=()),
)


def inspect(places: Mapping[str, Place], *, today: date) -> None:
    """Let the buyer's inspector look at lots of two factories over three months, and plan the next ones."""
    tomasz = access.actor(Person.objects.get(email=TOMASZ))
    for lot in LOTS:
        _look(tomasz, places[lot.tells], lot, on=today - timedelta(days=lot.days))
    for lot in NEXT:
        _plan(tomasz, places[lot.tells], lot, on=today - timedelta(days=lot.days), at=moment_of(today, 8))


def _look(tomasz: Actor, place: Place, lot: Lot, *, on: date) -> None:
    row = _plan(tomasz, place, lot, on=on, at=moment_of(on - timedelta(days=6), 9))
    if lot.skip and not _present(place, row, lot, on=on):
        return
    if lot.word:
        inspections_draws.say_word(by=place.person, inspection=row.pk, word=lot.word)
    field.take_along(by=tomasz, inspection=row.uid)
    began, done = moment_of(on, 9), moment_of(on, 15)
    defects = list(_defects(row, lot, began))
    photo = _photo(row, lot, defects[0], began)
    counts = [
        {"uid": uid_of(row, f"count {kind}"), "class": kind, "looked_at": sample, "answered_at": done.isoformat()}
        for kind, sample in row.classes.values_list("defect_class", "sample_size")
    ]
    signed = {
        "uid": uid_of(row, "signature"), "side": "factory", "person": place.person.person, "digest": row.frozen_digest,
        "strokes": [[[0.1, 0.6], [0.3, 0.3], [0.5, 0.7], [0.9, 0.4]]], "signed_at": done.isoformat(),
    }  # fmt: skip
    told: dict[str, Any] = {
        "parcel": uid_of(row, "parcel"), "device": "Tomasz’s phone", "device_time": done.isoformat(), "counts": counts,
        "defects": defects, "photos": [photo[0]], "signatures": [signed],
        "entries": answers(row, found=[name for name, _kind, _units in lot.found], at=done),
        "measurements": readings(row, at=done, told=lot.readings),
    }  # fmt: skip
    field.sync(by=tomasz, inspection=row.uid, parcel=told, now=done)
    field_photos.photo_part(by=tomasz, photo=UUID(photo[0]["uid"]), offset=0, content=photo[1])
    last = {
        "parcel": uid_of(row, "hand in"),
        "device": "Tomasz’s phone",
        "device_time": done.isoformat(),
        "hand_in": True,
    }
    field.sync(by=tomasz, inspection=row.uid, parcel=last, now=done)


def _present(place: Place, row: Inspection, lot: Lot, *, on: date) -> bool:
    """Present a lot with a word that leads the draw where the story goes; outside one, nobody could find it."""
    draw = row.lot_draw
    agreed = SkipPlan(clearance=draw.clearance, share=draw.share)
    word = next(
        word
        for word in (f"{SAID} {at}" for at in count(1))
        if is_inspected(joint_seed(draw.secret, word), plan=agreed, phase=SkipPhase.SKIPPING) is lot.is_drawn
    )
    return inspections_skipping.present(by=place.person, inspection=row.pk, word=word, now=moment_of(on, 8))


def _plan(tomasz: Actor, place: Place, lot: Lot, *, on: date, at: datetime) -> Inspection:
    # Lots are never skipped where critical defects are looked for.
    limits = {kind: limit for kind, limit in LIMITS.items() if limit.aql or lot.skip is None}
    product = Product.objects.filter(relationship=place.relationship).order_by("pk").first()
    wish = Wish(
        lot_name=lot.name, lot_size=lot.size, kind=lot.kind, source="final", planned_on=on, limits=limits,
        edition="iso2859-1", product=product.pk if product else None, family=place.firm.family,
        cartons=-(-lot.size // lot.each), units_per_carton=lot.each, inspector=tomasz.person, steady=True, at=at,
        skip=lot.skip,
    )  # fmt: skip
    return Inspection.objects.get(pk=inspections.plan(by=tomasz, relationship=place.relationship, wish=wish))


def _defects(row: Inspection, lot: Lot, began: datetime) -> Any:
    unit = 0
    for name, kind, units in lot.found:
        for one in range(units):
            unit += 3
            yield {
                "uid": uid_of(row, f"{name} {one}"), "code": None, "name": name, "class": kind, "unit": unit,
                "answered_at": (began + timedelta(minutes=4 * unit)).isoformat(),
            }  # fmt: skip


def _photo(row: Inspection, lot: Lot, defect: dict[str, Any], at: datetime) -> tuple[dict[str, Any], bytes]:
    content = picture(lot.days * 7)
    told = {
        "uid": uid_of(row, "photo"), "sha256": sha256(content).hexdigest(), "size": len(content),
        "taken_at": at.isoformat(), "defect": defect["uid"], "caption": defect["name"],
    }  # fmt: skip
    return told, content


def picture(turned: int) -> bytes:
    """Return a small picture, the same for the same angle."""
    # The decoders take 13 megabytes, which only the demonstration and photos that come need.
    from PIL import Image  # noqa: PLC0415

    out = BytesIO()
    shade = Image.linear_gradient("L").resize((48, 36)).rotate(turned)
    Image.merge("RGB", (shade, shade.point(lambda value: 200 - value // 2), shade)).save(out, "JPEG", quality=60)
    return out.getvalue()


def moment_of(day: date, hour: int) -> datetime:
    """Return an hour of a day."""
    return datetime.combine(day, time(hour), UTC)
