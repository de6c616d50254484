"""What stands around a corrective action: its team, what was said of its cause, what is watched for, what counted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from troth_site import access
from troth_site.access import Actor
from troth_site.models import (
    CauseSaid,
    CorrectiveAction,
    CorrectiveDuty,
    CorrectiveStep,
    Inspection,
    InspectionDefect,
    InspectionReport,
    Product,
)
from troth_site.queries.partners import partnership
from troth_site.queries.quality.catalogue import catalogue, named

FAMILIES = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidRow:
    """What a side said of the cause at one time."""

    side: str
    by: str
    at: datetime
    cause_side: str
    whys: tuple[str, ...]
    escapes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What the action counts on a side's record.

    Attributes:
        kind: "effect" or "cause".
        state: "kept", "broken", "excused" or "withdrawn".
    """

    kind: str
    side: str
    state: str
    commitment: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """All of it.

    Attributes:
        team: The people of each side who opened it, look after it, wrote, did or confirmed a step.
        watched_for: What a later lot must not have.
        report: The newest report of the inspection in which it was found, None where there is none.
        may_drop: One's own side may still take it back.
    """

    team: dict[str, tuple[str, ...]]
    said: tuple[SaidRow, ...]
    watched_for: str
    counted: tuple[Counted, ...]
    report: int | None
    dropped_at: datetime | None
    dropped_by: str
    dropped_because: str
    may_drop: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """What may be chosen when an action is opened: products, families known from lots, and defects.

    Attributes:
        defects: Key and name: those of the inspection first, each as "name:NAME" or "type:KEY".
        lot: Name of the lot in whose inspection it was found, empty where there is none.
    """

    products: tuple[tuple[int, str], ...]
    families: tuple[str, ...]
    defects: tuple[tuple[str, str], ...]
    lot: str
    family: str


def around(pk: int, *, side: str) -> Around:
    """Return what stands around an action whose reader was let in, as one side sees it."""
    names = ("defect_type", "opened_by", "owner_buyer", "owner_factory", "dropped_by")
    row = CorrectiveAction.objects.select_related(*names).get(pk=pk)
    people = ("written_by", "owner", "done_by", "confirmed_by")
    steps = list(CorrectiveStep.objects.filter(corrective=row).select_related(*people).order_by("pk"))
    is_begun = any(step.confirmed_at for step in steps)
    return Around(
        team=_team(row, steps), said=_said(row.pk),
        watched_for=named(row.defect_type) if row.defect_type else row.defect_name or row.title,
        counted=_counted(row.pk), report=_report(row.inspection_id), dropped_at=row.dropped_at,
        dropped_by=str(row.dropped_by or ""), dropped_because=row.dropped_because,
        may_drop=side == row.opened_side and row.state == "open" and not row.reopened and not is_begun,
    )  # fmt: skip


def offered(by: Actor, relationship: int, *, inspection: int | None = None) -> Offered:
    """Return what may be chosen when an action is opened with a partner.

    Raises:
        access.NotThere: There is no such relationship for this person.
    """
    found = partnership(by, relationship)
    lots = Inspection.objects.filter(relationship=found.pk)
    seen = access.inspections(by).filter(pk=inspection, relationship=found.pk) if inspection else lots.none()
    seen = seen.select_related("product").first()
    families = lots.exclude(family="").order_by("family").values_list("family", flat=True).distinct()[:FAMILIES]
    category = seen.product.category if seen and seen.product else ""
    sides = (found.organisation("buyer"), found.organisation("factory"))
    listed = [(entry.pk, entry.name) for entry in catalogue(sides, category=category)]
    return Offered(
        products=tuple(Product.objects.filter(relationship=found.pk).order_by("name").values_list("pk", "name")),
        families=tuple(families), lot=seen.lot_name if seen else "", family=seen.family if seen else "",
        defects=tuple(dict([*_of_inspection(seen), *_in_catalogue(listed)]).items()),
    )  # fmt: skip


def _of_inspection(seen: Inspection | None) -> list[tuple[str, str]]:
    if seen is None:
        return []
    rows = (
        InspectionDefect.objects.filter(inspection=seen, removed_at=None).select_related("defect_type").order_by("pk")
    )
    return [
        (f"type:{row.defect_type_id}", named(row.defect_type)) if row.defect_type else (f"name:{row.name}", row.name)
        for row in rows.order_by("pk")
    ]


def _in_catalogue(listed: Iterable[tuple[int | None, str]]) -> list[tuple[str, str]]:
    return [(f"type:{pk}" if pk else f"name:{name}", name) for pk, name in listed]


def _team(row: CorrectiveAction, steps: Iterable[CorrectiveStep]) -> dict[str, tuple[str, ...]]:
    other = {"buyer": "factory", "factory": "buyer"}
    found: dict[str, dict[str, None]] = {"buyer": {}, "factory": {}}
    named_as = [(row.opened_side, row.opened_by), ("buyer", row.owner_buyer), ("factory", row.owner_factory)]
    for step in steps:
        named_as += [(step.side, step.owner), (step.side, step.done_by), (other[step.side], step.confirmed_by)]
    for side, person in named_as:
        if person is not None:
            found[side][str(person)] = None
    return {side: tuple(people) for side, people in found.items()}


def _said(pk: int) -> tuple[SaidRow, ...]:
    rows = CauseSaid.objects.filter(corrective=pk).select_related("person").order_by("pk")
    return tuple(
        SaidRow(
            side=row.side, by=str(row.person or ""), at=row.said_at, cause_side=row.cause_side,
            whys=tuple(row.whys), escapes=tuple(row.escapes),
        )
        for row in rows
    )  # fmt: skip


def _counted(pk: int) -> tuple[Counted, ...]:
    rows = CorrectiveDuty.objects.filter(corrective=pk, kind__in=("effect", "cause")).select_related("commitment")
    return tuple(
        Counted(kind=row.kind, side=row.side, state=row.commitment.state, commitment=row.commitment_id)
        for row in rows.exclude(commitment__state="withdrawn").order_by("pk")
    )


def _report(inspection: int | None) -> int | None:
    rows = InspectionReport.objects.filter(inspection=inspection) if inspection else InspectionReport.objects.none()
    return rows.order_by("-number").values_list("pk", flat=True).first()
