"""What asks for a second look: bulk beside the approved sample, how inspections were made, and by whom."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, Min, Sum

from troth.basis.findings import Finding
from troth.quality.integrity import Place, Taken
from troth.quality.replication import Made, Origin, Replication, replicated
from troth.quality.second_looks import InspectorRecord, Look, inspectors, second_looks
from troth_site.access import Actor
from troth_site.models import ClassSample, FieldEntry, Inspection, InspectionDefect, InspectionPhoto, Measurement
from troth_site.queries.partners import Partnership, partnership

DAYS = 730
MOST = 400
FIRST = ("pre-production", "first-article")
BULK = ("in-line", "final")
DONE = ("handed-in", "reported")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductReplication:
    """One product: what was approved beside what was made since."""

    pk: int
    name: str
    approved: int
    bulk: int
    units: Mapping[str, str]
    found: Replication


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticedInspection:
    """One inspection that asks for a second look.

    Attributes:
        is_blind: It repeats another of the same lot, whose count its inspector did not see.
    """

    pk: int
    lot: str
    on: date
    inspector: str
    is_blind: bool
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedInspector:
    """How one inspector's lots went."""

    name: str
    found: InspectorRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondLooks:
    """Everything the page shows.

    Attributes:
        looked_at: How many inspections of the last two years were compared.
    """

    partnership: Partnership
    looked_at: int
    products: tuple[ProductReplication, ...]
    inspections: tuple[NoticedInspection, ...]
    inspectors: tuple[NamedInspector, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counted:
    units: int
    bad: int | None


def second_looks_of(by: Actor, pk: int, *, today: date) -> SecondLooks:
    """Return what one partner's inspections of the last two years say beside each other.

    Raises:
        NotThere: The relationship is not the viewer's.
    """
    found = partnership(by, pk)
    rows = list(
        Inspection.objects.filter(
            relationship=found.pk, state__in=DONE, planned_on__gte=today - timedelta(days=DAYS)
        ).select_related("site", "inspector", "product").order_by("-planned_on", "-pk")[:MOST]
    )  # fmt: skip
    counts = _counts([row.pk for row in rows])
    looks = _looks(rows, counts)
    named, noticed = {row.pk: row for row in rows}, second_looks(looks)
    people = {row.inspector_id: row.inspector.name for row in rows if row.inspector is not None}
    return SecondLooks(
        partnership=found,
        looked_at=len(rows),
        products=_products(rows, counts),
        inspections=tuple(
            NoticedInspection(
                pk=key, lot=row.lot_name, on=row.planned_on, inspector=people.get(row.inspector_id, ""),
                is_blind=row.blind_of_id is not None, findings=noticed[key],
            )
            for key, row in named.items() if key in noticed
        ),
        inspectors=tuple(NamedInspector(name=people[each.inspector], found=each) for each in inspectors(looks)),
    )  # fmt: skip


def _counts(inspections: Sequence[int]) -> dict[int, _Counted]:
    rows = ClassSample.objects.filter(
        inspection__in=inspections, defect_class__in=("critical", "major"), looked_at__gt=0
    ).values_list("inspection").annotate(units=Max("looked_at"), bad=Sum("nonconforming"))  # fmt: skip
    return {key: _Counted(units=units, bad=None if bad is None else min(bad, units)) for key, units, bad in rows}


def _looks(rows: Sequence[Inspection], counts: Mapping[int, _Counted]) -> list[Look]:
    ids = [row.pk for row in rows]
    times, places, photos = _times(ids), _places(ids), _photos(ids)
    complained = {
        row.order_id for row in rows if row.source in ("arrival", "customer") and row.verdict == "not-accepted"
    }
    nothing = _Counted(units=0, bad=None)
    return [
        Look(
            key=row.pk, on=row.planned_on, inspector=row.inspector_id, kind=f"{row.kind} {row.family}",
            site=_place_of(row), times=times.get(row.pk, ()), places=places.get(row.pk, ()),
            units=counts.get(row.pk, nothing).units, bad=counts.get(row.pk, nothing).bad,
            photos=photos.get(row.pk, ()), blind_of=row.blind_of_id,
            accepted={"accepted": True, "not-accepted": False}.get(row.verdict),
            claimed=row.source in ("in-line", "final") and row.order_id is not None and row.order_id in complained,
        )
        for row in rows
    ]  # fmt: skip


def _place_of(row: Inspection) -> Place | None:
    if row.site is None or row.site.latitude is None or row.site.longitude is None:
        return None
    return Place(latitude=row.site.latitude, longitude=row.site.longitude)


def _times(ids: Sequence[int]) -> dict[int, tuple]:
    """Return the first and the last time anything was answered in each inspection."""
    found = defaultdict(list)
    for entries in (FieldEntry, InspectionDefect):
        rows = entries.objects.filter(inspection__in=ids).values_list("inspection")
        for key, *ends in rows.annotate(first=Min("answered_at"), last=Max("answered_at")):
            found[key] += ends
    return {key: (min(ends), max(ends)) for key, ends in found.items()}


def _places(ids: Sequence[int]) -> dict[int, tuple[Place, ...]]:
    rows = FieldEntry.objects.filter(inspection__in=ids, latitude__isnull=False, longitude__isnull=False)
    found = defaultdict(list)
    for key, latitude, longitude, accuracy in rows.values_list("inspection", "latitude", "longitude", "accuracy"):
        found[key].append(Place(latitude=latitude, longitude=longitude, accuracy_m=accuracy or 0.0))
    return {key: tuple(some) for key, some in found.items()}


def _photos(ids: Sequence[int]) -> dict[int, tuple[Taken, ...]]:
    rows = InspectionPhoto.objects.filter(inspection__in=ids).order_by("taken_at", "pk")
    columns = ("inspection", "inspection__lot_name", "caption", "sha256", "file__difference_hash")
    found = defaultdict(list)
    for key, lot, caption, sha256, like in rows.values_list(*columns):
        name = f"{lot} · {caption or sha256[:8]}"
        found[key].append(Taken(name=name, sha256=sha256, difference_hash=like or ""))
    return {key: tuple(some) for key, some in found.items()}


def _products(rows: Sequence[Inspection], counts: Mapping[int, _Counted]) -> tuple[ProductReplication, ...]:
    of_product = defaultdict(list)
    for row in rows:
        if row.product is not None and row.kind in FIRST + BULK and row.blind_of_id is None:
            of_product[row.product].append(row)
    both = {
        product: ([row for row in some if row.kind in FIRST], [row for row in some if row.kind in BULK])
        for product, some in of_product.items()
    }
    both = {product: pair for product, pair in both.items() if all(pair)}
    readings, units = _readings([row.pk for pair in both.values() for some in pair for row in some])
    return tuple(
        ProductReplication(
            pk=product.pk, name=product.name, approved=len(first), bulk=len(bulk), units=units,
            found=replicated(_made(first, readings, counts), _made(bulk, readings, counts)),
        )
        for product, (first, bulk) in sorted(both.items(), key=lambda each: each[0].name)
    )  # fmt: skip


def _made(
    rows: Sequence[Inspection], readings: Mapping[int, Sequence[tuple[str, float]]], counts: Mapping[int, _Counted]
) -> Made:  # fmt: skip
    values = defaultdict(list)
    for row in rows:
        for name, value in readings.get(row.pk, ()):
            values[name].append(value)
    counted = [counts[row.pk] for row in rows if row.pk in counts and counts[row.pk].bad is not None]
    sites = {row.site.name for row in rows if row.site is not None}
    return Made(
        readings=values,
        bad=sum(each.bad or 0 for each in counted),
        units=sum(each.units for each in counted),
        # Made at several sites, no one of them is where it was made.
        origin=Origin(site=sites.pop() if len(sites) == 1 else ""),
    )


def _readings(ids: Sequence[int]) -> tuple[dict[int, list[tuple[str, float]]], dict[str, str]]:
    rows = Measurement.objects.filter(inspection__in=ids, removed_at__isnull=True).order_by("inspection", "pk")
    found, units = defaultdict(list), dict[str, str]()
    columns = ("inspection", "code", "value", "requirement__name", "requirement__unit")
    for key, code, value, name, unit in rows.values_list(*columns):
        found[key].append((name or code, value))
        units[name or code] = unit or ""
    return found, units
