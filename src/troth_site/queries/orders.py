"""Order lines: facts for the library and rows for pages."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, Protocol

from django.db.models import Q

from troth.commitments.attribution import Delay
from troth.commitments.outcomes import Outcome
from troth.orders.facts import LineFacts, Promise, Receipt
from troth_site import access
from troth_site.access import Actor
from troth_site.among import among
from troth_site.models import LedgerEntry, OrderDelay, OrderLine, PromisedDate, Relationship
from troth_site.models import Receipt as ReceiptRow
from troth_site.prepared import Prepared, given
from troth_site.queries.ledger import PAGE, Page

OUTCOME_FIELDS = (
    "recorded_on", "counted_on", "counted_from", "lines", "kept", "excused", "scored_on", "scored_from",
    "kept_weight", "broken_weight", "excused_weight", "held", "held_until",
)  # fmt: skip
_LINE_COLUMNS = (
    "number", "item", "quantity", "value", "currency", "due_on", "completed_on", "cancelled_on", "factory_days",
    "buyer_days", "excused_days",
)  # fmt: skip
FILES_SAY = ("", "unknown")
"""Who is named as the mover of a promised day in a file: nobody, since files do not say."""
_NAMES = Prepared(
    lambda: Relationship.objects.filter(buyer=given("buyer")).values_list("known_as", "factory__name", "pk")
)
_PROMISES = Prepared(
    lambda: (
        PromisedDate.objects.filter(line=given("line"))
        .order_by("recorded_on", "pk")
        .values_list("day", "recorded_on", "moved_by", "reason")
    )
)
_RECEIPTS = Prepared(
    lambda: (
        ReceiptRow.objects.filter(line=given("line"))
        .order_by("day", "pk")
        .values_list("day", "recorded_on", "quantity")
    )
)
_ACCEPTED_DELAYS = Prepared(
    lambda: (
        OrderDelay.objects.filter(line=given("line"), accepted=True)
        .order_by("pk")
        .values_list("cause", "days", "recorded_on")
    )
)
_LATEST_OUTCOME = Prepared(
    lambda: (
        LedgerEntry.objects.filter(commitment=given("commitment"), counted_on__isnull=False)
        .order_by("-seq")
        .values_list(*OUTCOME_FIELDS)[:1]
    )
)


class ReportedLine(Protocol):
    """A line as one side's file reports it, dates read and numbers checked."""

    number: int
    key: str
    factory: str
    order: str
    line: str
    promised: date
    delivered: date | None
    recorded: date | None
    ordered: date | None
    quantity: Decimal | None
    value: Decimal | None
    currency: str | None
    item: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRow:
    """A line in a list of a relationship's lines."""

    pk: int
    order: str
    number: str
    item: str
    quantity: Decimal | None
    value: Decimal | None
    currency: str
    due_on: date
    completed_on: date | None
    cancelled_on: date | None
    factory_days: int | None
    buyer_days: int
    excused_days: int
    state: str


class KnownLine(NamedTuple):
    """What is known of a line a file reports again."""

    commitment: int
    relationship: int
    fingerprint: bytes


def fingerprint(line: ReportedLine) -> bytes:
    """Return 16 bytes that change whenever anything reported of the line changes."""
    parts = (
        line.factory, line.order, line.line, line.promised, line.delivered, line.recorded, line.ordered,
        _plain(line.quantity), _plain(line.value), line.currency, line.item,
    )  # fmt: skip
    return hashlib.blake2b("\x1f".join(map(str, parts)).encode(), digest_size=16).digest()


def lines(by: Actor, relationship: int, *, page: int = 1) -> Page[LineRow]:
    """Return a page of a relationship's order lines, the newest promised day first.

    Raises:
        access.NotThere: There is no such relationship for this person.
    """
    rows = OrderLine.objects.filter(relationship=access.relationship(by, relationship))
    total, first = rows.count(), (max(page, 1) - 1) * PAGE
    columns = ("pk", *_LINE_COLUMNS, "order__number", "commitment__state")
    found = rows.order_by("-due_on", "-pk").values(*columns)[first : first + PAGE]
    shown = (LineRow(order=row.pop("order__number"), state=row.pop("commitment__state"), **row) for row in found)
    return Page(tuple(shown), max(page, 1), total)


def relationships_by_name(buyer: int) -> dict[str, int]:
    """Return the buyer's relationships by the name the buyer's records give the factory."""
    return {known_as or name: pk for known_as, name, pk in _NAMES.rows(buyer=buyer)}


def known_lines(relationships: Iterable[int], keys: Iterable[str]) -> dict[tuple[int, str], KnownLine]:
    """Return the lines relationships already have under these keys, by relationship and key."""
    theirs = set(relationships)
    if not theirs:
        return {}
    # By the index on the key alone: with thousands of relationships every other way is a walk through all of them.
    rows = OrderLine.objects.filter(among("key", keys))
    found = rows.values_list("relationship_id", "key", "commitment_id", "fingerprint")
    return {(pk, key): KnownLine(line, pk, bytes(mark)) for pk, key, line, mark in found if pk in theirs}


def facts_of_reported(line: ReportedLine, *, entered_on: date) -> LineFacts:
    """Return the library's facts of a reported line: one promise, at most one receipt of the whole line."""
    promised_on = line.ordered or line.recorded or line.delivered or entered_on
    receipts: tuple[Receipt, ...] = ()
    if line.delivered is not None:
        receipts = (Receipt(line.delivered, line.recorded or line.delivered),)
    return LineFacts(ordered_quantity=None, promises=(Promise(line.promised, promised_on),), receipts=receipts)


def facts_of_line(line: OrderLine) -> LineFacts:
    """Return everything recorded of a line: every promise, receipt and accepted delay, in order of recording."""
    rows = _RECEIPTS.rows(line=line.pk)
    partial = any(quantity is not None for _day, _recorded, quantity in rows)
    return LineFacts(
        ordered_quantity=line.quantity if partial else None,
        promises=tuple(
            Promise(day, on, _mover(moved_by), why) for day, on, moved_by, why in _PROMISES.rows(line=line.pk)
        ),
        receipts=tuple(Receipt(*row) for row in rows),
        delays=tuple(
            Delay(cause=cause, days=days, accepted=True, recorded_on=on)
            for cause, days, on in _ACCEPTED_DELAYS.rows(line=line.pk)
        ),
        cancelled_on=line.cancelled_on,
        cancelled_recorded_on=line.cancelled_on,
    )


def facts_of_line_by(line: OrderLine, day: date) -> LineFacts:
    """Return a line's facts as facts_of_line does, without what people, not files, recorded after a day."""
    receipts = ReceiptRow.objects.filter(Q(person=None) | Q(recorded_on__lte=day), line=line).order_by("day", "pk")
    promises = PromisedDate.objects.filter(Q(moved_by__in=FILES_SAY) | Q(recorded_on__lte=day), line=line)
    told = promises.order_by("recorded_on", "pk").values_list("day", "recorded_on", "moved_by", "reason")
    rows = list(receipts.values_list("day", "recorded_on", "quantity"))
    whole = facts_of_line(line)
    return replace(
        whole,
        ordered_quantity=line.quantity if any(quantity is not None for _day, _recorded, quantity in rows) else None,
        promises=tuple(Promise(due, on, _mover(moved_by), why) for due, on, moved_by, why in told),
        receipts=tuple(Receipt(*row) for row in rows),
        delays=tuple(delay for delay in whole.delays if delay.recorded_on is not None and delay.recorded_on <= day),
    )


def latest_outcome(commitment: int) -> Outcome | None:
    """Return the outcome version of a commitment that stands now."""
    row = _LATEST_OUTCOME.first(commitment=commitment)
    return Outcome(**dict(zip(OUTCOME_FIELDS, row, strict=True))) if row else None


def latest_outcomes(commitments: Sequence[int]) -> dict[int, Outcome]:
    """Return the standing outcome version of each commitment."""
    return {commitment: versions[-1] for commitment, versions in outcome_versions(commitments).items()}


def outcome_versions(commitments: Sequence[int]) -> dict[int, list[Outcome]]:
    """Return all outcome versions of each commitment that has any, oldest first."""
    entries = LedgerEntry.objects.filter(among("commitment_id", commitments), counted_on__isnull=False)
    found: dict[int, list[Outcome]] = {}
    for row in entries.order_by("seq").values("commitment_id", *OUTCOME_FIELDS):
        found.setdefault(row.pop("commitment_id"), []).append(Outcome(**row))
    return found


def _mover(stored: str) -> Any:
    # A move nobody has accounted for does not replace the first confirmed day, as one by the factory does not.
    return {"": None, "unknown": "factory"}.get(stored, stored)


def _plain(number: Decimal | None) -> str:
    return "" if number is None else format(number.normalize(), "f")
