"""The checkpoints of one order: due days, states, who settled them, what holds bulk back."""

from dataclasses import dataclass
from datetime import date, datetime

from troth.commitments.outcomes import Side
from troth.quality.checkpoints import holding_back
from troth_site import access
from troth_site.access import Actor
from troth_site.models import Order, OrderCheckpoint
from troth_site.queries.partners import Partnership, as_partnership, may, named


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckpointRow:
    """A checkpoint on an order.

    Attributes:
        version: Number of the plan's version that put it there.
        settled_by: Name of who settled it; empty while nobody did.
        may_find: The viewer may find it green or red; `may_waive`, waive it.
    """

    pk: int
    product: int
    product_name: str
    version: int
    name: str
    stage: str
    method: str
    limits: str
    evidence: str
    owner: Side
    holds_bulk: bool
    due_on: date
    state: str
    note: str
    settled_by: str
    settled_at: datetime | None
    commitment: int | None
    may_find: bool
    may_waive: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCheckpoints:
    """The checkpoints of one order, by product and due day.

    Attributes:
        holding: Names of the checkpoints for whose sake bulk production may not begin.
    """

    pk: int
    number: str
    partnership: Partnership
    rows: tuple[CheckpointRow, ...]
    holding: tuple[str, ...]


def order_checkpoints(by: Actor, order: int) -> OrderCheckpoints:
    """Return the checkpoints of an order the person may see.

    Raises:
        access.NotThere: There is none for this person.
    """
    row = access.of_relationship(by, Order, order)
    return on_order(by, as_partnership(by, row.relationship), order=row.pk, number=row.number)


def on_order(by: Actor, found: Partnership, *, order: int, number: str) -> OrderCheckpoints:
    """Return the checkpoints of an order of a relationship that was let through the gate already."""
    can_find, can_waive = may(by, found, "record"), may(by, found, "settle")
    rows = OrderCheckpoint.objects.filter(order=order).select_related(
        "checkpoint__version__plan__product", "settled_by"
    )
    in_order = rows.order_by("checkpoint__version__plan__product__name", "due_on", "checkpoint__position")
    listed = tuple(
        _row(each, can_find=can_find, can_waive=can_waive and each.checkpoint.owner_side != found.our_side)
        for each in (_as_before(by, row) for row in in_order)
    )
    holding = holding_back((each.name, each.holds_bulk, each.state) for each in listed)
    return OrderCheckpoints(pk=order, number=number, partnership=found, rows=listed, holding=holding)


def order_of(by: Actor, checkpoint: int) -> int:
    """Return the order a checkpoint stands on, where the person may see it.

    Raises:
        access.NotThere: There is none for this person.
    """
    order = OrderCheckpoint.objects.filter(pk=checkpoint).values_list("order", flat=True).first()
    if order is None:
        raise access.NotThere
    return access.of_relationship(by, Order, order).pk


def _as_before(by: Actor, row: OrderCheckpoint) -> OrderCheckpoint:
    """Return a checkpoint as it stood before a lot settled it at which the viewer looks blind: booked, with no more."""
    if row.pk in by.unseen.checkpoints:
        row.state, row.note, row.settled_by, row.settled_at, row.commitment_id = "booked", "", None, None, None
    return row


def _row(row: OrderCheckpoint, *, can_find: bool, can_waive: bool) -> CheckpointRow:
    of, version = row.checkpoint, row.checkpoint.version
    is_open = row.state not in ("green", "waived")
    side: Side = of.owner_side  # type: ignore[assignment]
    return CheckpointRow(
        pk=row.pk, product=version.plan.product_id, product_name=version.plan.product.name, version=version.number,
        name=of.name, stage=of.kind, method=of.method, limits=of.limits, evidence=of.evidence, owner=side,
        holds_bulk=of.holds_bulk, due_on=row.due_on, state=row.state, note=row.note,
        settled_by=named(row.settled_by.name, row.settled_by.email) if row.settled_by else "",
        settled_at=row.settled_at, commitment=row.commitment_id, may_find=is_open and can_find,
        may_waive=is_open and can_waive,
    )  # fmt: skip
