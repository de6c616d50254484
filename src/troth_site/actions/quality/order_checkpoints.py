"""Checkpoints on orders: put there by an active plan as promises of their owners, set by set, and taken back."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Min

from troth.commitments.contest import withdrawn
from troth.commitments.evidence import LOWEST_STAKE, QUALITY, weight
from troth.commitments.outcomes import Side
from troth.orders.duties import outcome_of_duty
from troth.quality.checkpoints import due_day
from troth_site.actions import bulk, ledger
from troth_site.actions.ledger import NewEntry, outcome_content
from troth_site.among import among
from troth_site.models import Checkpoint, Commitment, OrderCheckpoint, OrderLine, Product, Relationship
from troth_site.queries.communication.calendars import work_calendars_of
from troth_site.queries.orders import latest_outcomes
from troth_site.queries.quality.products import by_items

AGREED, TAKEN_BACK = "checkpoint.agreed", "checkpoint.taken_back"
_COMMITMENT = (
    "id", "relationship_id", "side", "dimension", "kind", "what", "due_on", "zone", "stake", "quality", "state",
    "accepted_by",
)  # fmt: skip
_ON_ORDER = ("order_id", "checkpoint_id", "due_on", "state", "commitment_id", "note")


class Wanted(NamedTuple):
    """An order of a product, and the day on which its first line of it is due."""

    order: int
    number: str
    product: int
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """By whose act checkpoints are put on orders, and from when they are known.

    Attributes:
        batch: Key of the import that brought the orders, None where no import did.
    """

    person: int
    known_on: date
    batch: int | None = None


@dataclass(slots=True)
class _Planned:
    """What is about to be put on the orders of one relationship."""

    commitments: list[tuple[Any, ...]] = field(default_factory=list)
    rows: list[tuple[Any, ...]] = field(default_factory=list)
    entries: list[NewEntry] = field(default_factory=list)


def put_on_new(asker: Asker, locked: Mapping[int, Relationship], lines: Iterable[tuple[int, int, Any]]) -> None:
    """Put checkpoints on orders that were just recorded; one question where no product of theirs has an active plan.

    Args:
        asker: Who recorded them.
        locked: The relationships, locked by the caller.
        lines: Of each new line its relationship, its order's key, and the line as reported.
    """
    products = by_items(locked)
    if not products:
        return
    first: dict[tuple[int, int, int], tuple[str, date]] = {}
    for relationship, order, line in lines:
        product = products.get((relationship, line.item or ""))
        if product is None or line.delivered is not None:
            continue
        key = (relationship, order, product)
        if key not in first or line.promised < first[key][1]:
            first[key] = (line.order, line.promised)
    wanted: dict[int, list[Wanted]] = defaultdict(list)
    for (relationship, order, product), (number, due_on) in first.items():
        wanted[relationship].append(Wanted(order, number, product, due_on))
    for relationship in sorted(wanted):
        put_on(locked[relationship], wanted[relationship], asker)


def open_orders(product: Product) -> list[Wanted]:
    """Return the orders with lines of a product that are neither complete nor cancelled."""
    if not product.item:
        return []
    lines = OrderLine.objects.filter(
        relationship=product.relationship_id, item=product.item, completed_on=None, cancelled_on=None
    )
    rows = lines.values("order_id", "order__number").annotate(first=Min("due_on")).order_by("first", "order_id")
    return [Wanted(row["order_id"], row["order__number"], product.pk, row["first"]) for row in rows]


def put_on(relationship: Relationship, wanted: Sequence[Wanted], asker: Asker) -> int:
    """Put the checkpoints of active plans on orders that have none of that product yet; return how many were put.

    Args:
        relationship: Locked.
        wanted: Orders of products of this relationship.
        asker: By whose act.
    """
    plans = _active({each.product for each in wanted})
    already = _already({each.order for each in wanted})
    fresh = [each for each in wanted if (each.order, each.product) not in already and each.product in plans]
    if not fresh:
        return 0
    planned = _plan(relationship, [(each, plans[each.product]) for each in fresh], asker)
    return _write(relationship, planned)


def replace_on(relationship: Relationship, wanted: Sequence[Wanted], asker: Asker) -> int:
    """Let an active plan take the place of what older versions put on orders; what is green or waived stays.

    Both sides signed that it does, so nobody breaks a promise by it.
    """
    plans = _active({each.product for each in wanted})
    done, gone = _done_and_gone(wanted, plans)
    take_back(relationship, gone, asker, why="replaced")
    kept = [
        (each, [row for row in plans.get(each.product, []) if (each.order, row.name) not in done]) for each in wanted
    ]
    return _write(relationship, _plan(relationship, kept, asker))


def take_back(relationship: Relationship, rows: Sequence[OrderCheckpoint], asker: Asker, *, why: str) -> None:
    """Take checkpoints off their orders: their promises count no more from today on."""
    keys = [row.commitment_id for row in rows if row.commitment_id is not None]
    standing = latest_outcomes(keys)
    entries = []
    for row in rows:
        before = standing.get(row.commitment_id or 0)
        if before is None:
            continue
        nothing = withdrawn(before, withdrawn_on=asker.known_on)
        content = {"checkpoint": row.checkpoint_id, "order": row.order_id, "why": why,
                   "outcome": outcome_content(nothing)}  # fmt: skip
        entries.append(
            NewEntry(
                kind=TAKEN_BACK,
                side=row.commitment.side,
                dimension="quality",
                commitment=row.commitment_id,  # type: ignore[union-attr]
                batch=asker.batch,
                person=asker.person,
                happened_on=asker.known_on,
                recorded_on=nothing.recorded_on,
                content=content,
                outcome=nothing,
                supersedes=before,
            )
        )
    ledger.append(relationship, entries)
    Commitment.objects.filter(among("pk", keys)).update(state="withdrawn")
    OrderCheckpoint.objects.filter(among("pk", (row.pk for row in rows))).delete()


def take_back_from_empty(relationship: Relationship, asker: Asker) -> None:
    """Take the checkpoints off orders that have no line any more, before an import's undoing deletes them."""
    rows = OrderCheckpoint.objects.filter(order__relationship=relationship, order__lines=None)
    found = list(rows.select_related("commitment"))
    if found:
        take_back(relationship, found, asker, why="import undone")


def _active(products: Iterable[int]) -> dict[int, list[Checkpoint]]:
    rows = Checkpoint.objects.filter(version__plan__product__in=list(products), version__state="active")
    plans: dict[int, list[Checkpoint]] = defaultdict(list)
    for row in rows.select_related("version__plan").order_by("version_id", "position"):
        plans[row.version.plan.product_id].append(row)
    return plans


def _already(orders: Iterable[int]) -> set[tuple[int, int]]:
    rows = OrderCheckpoint.objects.filter(among("order_id", orders))
    return set(rows.values_list("order_id", "checkpoint__version__plan__product_id").distinct())


def _done_and_gone(
    wanted: Sequence[Wanted], plans: Mapping[int, Sequence[Checkpoint]]
) -> tuple[set[tuple[int, str]], list[OrderCheckpoint]]:
    """Return by order and name what older versions left settled, and the rows that are still open."""
    done, gone = set(), []
    current = {row.pk for rows in plans.values() for row in rows}
    products = {each.product for each in wanted}
    rows = OrderCheckpoint.objects.filter(among("order_id", {each.order for each in wanted}))
    for row in rows.select_related("checkpoint__version__plan", "commitment"):
        if row.checkpoint.version.plan.product_id not in products or row.checkpoint_id in current:
            continue
        if row.state in ("green", "waived"):
            done.add((row.order_id, row.checkpoint.name))
        else:
            gone.append(row)
    return done, gone


def _plan(relationship: Relationship, wanted: Sequence[tuple[Wanted, Sequence[Checkpoint]]], asker: Asker) -> _Planned:
    planned = _Planned()
    total = sum(len(rows) for _each, rows in wanted)
    ids = iter(bulk.take_ids(Commitment, total)) if total else iter(())
    days = _days(relationship, asker)
    for each, checkpoints in wanted:
        for row in checkpoints:
            side: Any = row.owner_side
            due_on = days(each.due_on, row.days_before_due, side)
            if due_on is not None:
                _add(planned, relationship, asker, row=row, of=each, at=(next(ids), due_on))
    return planned


def _days(relationship: Relationship, asker: Asker) -> Any:
    """Return what tells a checkpoint's day, each asked of the library once."""
    organisations: dict[Side, int] = {"buyer": relationship.buyer_id, "factory": relationship.factory_id}
    calendars = work_calendars_of(organisations.values(), asker.known_on)
    known: dict[tuple[date, int, Side], date | None] = {}

    def day(order_due: date, before: int, side: Side) -> date | None:
        key = (order_due, before, side)
        if key not in known:
            calendar = calendars[organisations[side]]
            known[key] = due_day(order_due, days_before=before, calendar=calendar, known_on=asker.known_on)
        return known[key]

    return day


def _add(
    planned: _Planned, relationship: Relationship, asker: Asker, *, row: Checkpoint, of: Wanted, at: tuple[int, date]
) -> None:
    commitment, due_on = at
    side: Any = row.owner_side
    what = f"{row.name} · {of.number}"[:300]
    planned.commitments.append(
        (commitment, relationship.pk, side, "quality", "checkpoint", what, due_on, "", LOWEST_STAKE,
         QUALITY["unconfirmed"], "accepted", "contract")
    )  # fmt: skip
    planned.rows.append((of.order, row.pk, due_on, "open", commitment, ""))
    outcome = outcome_of_duty(
        due_on=due_on, done_on=None, recorded_on=asker.known_on,
        weight=weight(stake=LOWEST_STAKE, quality="unconfirmed"), side=side,
    )  # fmt: skip
    content = {"checkpoint": row.pk, "order": of.number, "what": what, "due": due_on,
               "outcome": outcome_content(outcome)}  # fmt: skip
    planned.entries.append(
        NewEntry(
            kind=AGREED,
            side=side,
            dimension="quality",
            commitment=commitment,
            batch=asker.batch,
            person=asker.person,
            happened_on=asker.known_on,
            recorded_on=asker.known_on,
            content=content,
            outcome=outcome,
        )
    )


def _write(relationship: Relationship, planned: _Planned) -> int:
    if planned.rows:
        bulk.insert(Commitment, _COMMITMENT, planned.commitments)
        bulk.insert(OrderCheckpoint, _ON_ORDER, planned.rows)
        ledger.append(relationship, planned.entries)
    return len(planned.rows)
