"""What asks for a second look: bulk beside the approved sample, how inspections were made, and by whom."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from troth.basis.findings import Finding
from troth.commitments.outcomes import SIDES, Side
from troth.quality.replication import Goods, Replication, replicated
from troth.quality.second_looks import InspectorRecord, inspectors, second_looks
from troth_site.access import Actor
from troth_site.models import Inspection, LookAnswer, Measurement, Relationship, SecondLook
from troth_site.queries.partners import Partnership, partnership
from troth_site.queries.quality.looks_compared import Counted, compared, counts_of, looks_of, told_of_first
from troth_site.queries.quality.lots_made import origin_of
from troth_site.queries.quality.machines import ProductMachines, Readings, machines_of

FIRST = ("pre-production", "first-article")
BULK = ("in-line", "final")


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
class LookSaid:
    """What somebody answered: side is "buyer", "factory", or "inspector" for whoever inspects and their house.

    Attributes:
        closes: It closed the entry for that side.
    """

    side: str
    name: str
    text: str
    written_at: datetime
    closes: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticedInspection:
    """One inspection that asks for a second look.

    Attributes:
        person: Key of the inspector.
        is_blind: It repeats another of the same lot, whose count its inspector did not see.
        was_told: Its inspector had been told how the first ended, so that it was not blind.
        closed: The sides for which enough was said of all that is noticed.
    """

    pk: int
    lot: str
    on: date
    inspector: str
    person: int | None
    is_blind: bool
    findings: tuple[Finding, ...]
    answers: tuple[LookSaid, ...] = ()
    closed: tuple[Side, ...] = ()
    was_told: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedInspector:
    """How one inspector's lots went."""

    name: str
    person: int
    found: InspectorRecord
    answers: tuple[LookSaid, ...] = ()
    closed: tuple[Side, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondLooks:
    """Everything the page shows.

    Attributes:
        looked_at: How many inspections of the last two years were compared.
    """

    partnership: Partnership
    zones: tuple[str, str]
    looked_at: int
    products: tuple[ProductReplication, ...]
    machines: tuple[ProductMachines, ...]
    inspections: tuple[NoticedInspection, ...]
    inspectors: tuple[NamedInspector, ...]


def second_looks_of(by: Actor, pk: int, *, today: date) -> SecondLooks:
    """Return what one partner's inspections of the last two years say beside each other.

    Raises:
        NotThere: The relationship is not the viewer's.
    """
    found = partnership(by, pk)
    # What an inspector found is shown beside that of all others: of a lot left out it could be taken off.
    rows = [row for row in compared(found.pk, today=today) if not by.unseen.hides(row)]
    counts = counts_of([row.pk for row in rows])
    goods = [row for row in rows if row.kind in FIRST + BULK and row.blind_of_id is None]
    readings, units = _readings([row.pk for row in goods])
    noticed, named = noticed_in(found.pk, rows, counts)
    return SecondLooks(
        partnership=found,
        zones=_zones(found.pk),
        looked_at=len(rows),
        products=_products(goods, counts, readings, units),
        machines=machines_of([row for row in goods if row.kind in BULK], readings),
        inspections=noticed,
        inspectors=named,
    )


def noticed_in(
    relationship: int, rows: Sequence[Inspection], counts: Mapping[int, Counted]
) -> tuple[tuple[NoticedInspection, ...], tuple[NamedInspector, ...]]:
    """Return what is noticed about inspections, about their inspectors, and what people answered to it."""
    looks = looks_of(rows, counts)
    findings, answers, closed = second_looks(looks), answers_of(relationship), _closed(relationship)
    told = told_of_first([row for row in rows if row.pk in findings])
    people = {row.inspector_id: row.inspector.name or row.inspector.email for row in rows if row.inspector is not None}
    noticed = tuple(
        NoticedInspection(
            pk=row.pk, lot=row.lot_name, on=row.planned_on, inspector=people.get(row.inspector_id, ""),
            person=row.inspector_id, is_blind=row.blind_of_id is not None, findings=findings[row.pk],
            answers=tuple(answers.get((row.pk, None), ())), closed=closed.get((row.pk, None), ()),
            was_told=row.pk in told,
        )
        for row in rows if row.pk in findings
    )  # fmt: skip
    named = tuple(
        NamedInspector(
            name=people[each.inspector], person=each.inspector, found=each,
            answers=tuple(answers.get((None, each.inspector), ())), closed=closed.get((None, each.inspector), ()),
        )
        for each in inspectors(looks)
    )  # fmt: skip
    return noticed, named


def _closed(relationship: int) -> dict[tuple[int | None, int | None], tuple[Side, ...]]:
    """Return the sides that closed, by inspection, or by inspector where all lots are meant."""
    columns = ("inspection", "inspector", *(f"{side}_closed_at" for side in SIDES))
    rows = SecondLook.objects.filter(relationship=relationship).values_list(*columns)
    return {
        (inspection, None if inspection else inspector): tuple(
            side for side, closed_at in zip(SIDES, moments, strict=True) if closed_at
        )
        for inspection, inspector, *moments in rows
    }


def _zones(relationship: int) -> tuple[str, str]:
    return Relationship.objects.values_list("buyer__zone", "factory__zone").get(pk=relationship)


def answers_of(relationship: int) -> dict[tuple[int | None, int | None], list[LookSaid]]:
    """Return what was answered with a partner, the first first: by inspection, or by inspector where it is of all."""
    found = defaultdict(list)
    rows = LookAnswer.objects.filter(relationship=relationship).select_related("written_by").order_by("pk")
    for row in rows:
        name = (row.written_by.name or row.written_by.email) if row.written_by else ""
        key = (row.inspection_id, None) if row.inspection_id else (None, row.inspector_id)
        found[key].append(
            LookSaid(side=row.side, name=name, text=row.text, written_at=row.written_at, closes=row.closes)
        )
    return found


def _products(
    rows: Sequence[Inspection], counts: Mapping[int, Counted], readings: Readings, units: Mapping[str, str]
) -> tuple[ProductReplication, ...]:  # fmt: skip
    of_product = defaultdict(list)
    for row in rows:
        if row.product is not None:
            of_product[row.product].append(row)
    both = {
        product: ([row for row in some if row.kind in FIRST], [row for row in some if row.kind in BULK])
        for product, some in of_product.items()
    }
    both = {product: pair for product, pair in both.items() if all(pair)}
    return tuple(
        ProductReplication(
            pk=product.pk, name=product.name, approved=len(first), bulk=len(bulk), units=units,
            found=replicated(_goods(first, readings, counts), _goods(bulk, readings, counts)),
        )
        for product, (first, bulk) in sorted(both.items(), key=lambda each: each[0].name)
    )  # fmt: skip


def _goods(
    rows: Sequence[Inspection], readings: Readings, counts: Mapping[int, Counted]
) -> Goods:  # fmt: skip
    values = defaultdict(list)
    for row in rows:
        for name, value in readings.get(row.pk, ()):
            values[name].append(value)
    counted = [counts[row.pk] for row in rows if row.pk in counts and counts[row.pk].bad is not None]
    return Goods(
        readings=values,
        bad=sum(each.bad or 0 for each in counted),
        units=sum(each.units for each in counted),
        origin=origin_of(rows),
    )


def _readings(ids: Sequence[int]) -> tuple[dict[int, list[tuple[str, float]]], dict[str, str]]:
    rows = Measurement.objects.filter(inspection__in=ids, removed_at__isnull=True).order_by("inspection", "pk")
    found, units = defaultdict(list), dict[str, str]()
    columns = ("inspection", "code", "value", "requirement__name", "requirement__unit")
    for key, code, value, name, unit in rows.values_list(*columns):
        found[key].append((name or code, value))
        units[name or code] = unit or ""
    return found, units
