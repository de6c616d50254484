"""Recording order lines as one side's file reports them: many lines, one transaction.

An imported history is one side's record: its lines carry evidence quality 0.6 until the other side confirms them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db import transaction

from troth.commitments.canonical import canonical
from troth_site.access import Actor
from troth_site.actions import audit, bulk, ledger, partners
from troth_site.actions.ledger import NewEntry
from troth_site.actions.orders import corrected, repeats
from troth_site.actions.orders.entries import (
    Told,
    commitment_state,
    content_of,
    days_of,
    stake_of,
    told,
    what_of,
)
from troth_site.actions.quality import order_checkpoints
from troth_site.models import Commitment, Order, OrderLine, PromisedDate, Receipt
from troth_site.queries.orders import KnownLine, ReportedLine, fingerprint, known_lines, relationships_by_name

DELIVERED, OPEN = "delivery.reported", "delivery.promised"
_COMMITMENT = (
    "id", "relationship_id", "side", "dimension", "kind", "what", "due_on", "zone", "stake", "quality", "state",
    "accepted_by", "closed_on",
)  # fmt: skip
_LINE = (
    "commitment_id", "order_id", "relationship_id", "key", "number", "item", "quantity", "value", "currency",
    "ordered_on", "due_on", "completed_on", "factory_days", "buyer_days", "excused_days", "fingerprint", "batch_id",
)  # fmt: skip
_PROMISE = ("line_id", "day", "recorded_on", "moved_by", "reason")
_RECEIPT = ("line_id", "day", "recorded_on")


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """Where lines come from.

    Attributes:
        entered_on: Day of the import; a promise without any day of its own is known from then.
        medians: Median line value of each factory and currency in the file, for the stake of its lines.
    """

    by: Actor
    buyer: int
    batch: int | None
    entered_on: date
    medians: Mapping[tuple[str, str], float] = field(default_factory=dict)


@dataclass(slots=True)
class Counts:
    """How many lines were new, changed and unchanged, and the relationships they touched.

    `elsewhere` counts new lines whose key stands under another partner of the same buyer already.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    elsewhere: int = 0
    relationships: set[int] = field(default_factory=set)

    def add(self, other: "Counts") -> None:
        """Add another part of the same file."""
        self.new += other.new
        self.changed += other.changed
        self.unchanged += other.unchanged
        self.elsewhere += other.elsewhere
        self.relationships |= other.relationships


class Understood(NamedTuple):
    """A reported line with the mark of what it says, what it comes to, and its entry's content, written."""

    line: ReportedLine
    mark: bytes
    told: Told
    content: bytes


class _New(NamedTuple):
    line: ReportedLine
    mark: bytes
    told: Told
    content: bytes
    commitment: int


def understand(source: Import, lines: Iterable[ReportedLine]) -> list[Understood]:
    """Return what lines come to; the database is not asked, so this can be done while it is at work."""
    understood = []
    for line in lines:
        come = told(line, at_stake=stake_of(line, source.medians), entered_on=source.entered_on)
        content = canonical(content_of(line, come.outcome))
        understood.append(Understood(line, fingerprint(line), come, content))
    return understood


def compare(buyer: int, lines: Sequence[ReportedLine]) -> Counts:
    """Return what recording these lines would do, without recording anything."""
    partners_known = relationships_by_name(buyer)
    known = known_lines(partners_known.values(), [line.key for line in lines])
    counts = Counts()
    elsewhere = {key for _partner, key in known}
    for line in lines:
        before = known.get((partners_known.get(line.factory, 0), line.key))
        if before is None:
            # Most lines of most files: nothing is there to differ from.
            counts.new += 1
            counts.elsewhere += line.key in elsewhere
        else:
            _count(counts, before, fingerprint(line))
    return counts


def record_lines(source: Import, lines: Sequence[ReportedLine]) -> Counts:
    """Record lines: new ones are added, changed ones corrected, unchanged ones left alone.

    Safe to send twice: the second time every line is unchanged.
    """
    with transaction.atomic():
        return record(source, understand(source, lines))


def record(source: Import, lines: Sequence[Understood]) -> Counts:
    """Record lines within the caller's transaction, as record_lines does in its own."""
    partners_known = relationships_by_name(source.buyer)
    known = known_lines(partners_known.values(), [understood.line.key for understood in lines])
    fresh: dict[str, list[Understood]] = defaultdict(list)
    told_anew: list[tuple[Understood, KnownLine]] = []
    told_again: list[int] = []
    counts = Counts()
    for understood in lines:
        line, mark = understood.line, understood.mark
        before = known.get((partners_known.get(line.factory, 0), line.key))
        _count(counts, before, mark)
        if before is None:
            fresh[line.factory].append(understood)
        elif before.fingerprint == mark:
            told_again.append(before.commitment)
        else:
            told_anew.append((understood, before))
    if source.batch is not None:
        repeats.keep(told_again, batch=source.batch, entered_on=source.entered_on)
    _add_new(source, fresh, partners_known, counts)
    for (line, mark, *_), before in told_anew:
        telling = corrected.Telling(line, mark, source.entered_on)
        corrected.correct_line(source.by, source.batch, telling, before=before)
        counts.relationships.add(before.relationship)
    audit.record(
        "orders.reported",
        by=source.by,
        organisation=source.buyer,
        subject=f"batch {source.batch}" if source.batch else "",
        data={"new": counts.new, "changed": counts.changed, "unchanged": counts.unchanged},
    )
    return counts


def _count(counts: Counts, before: KnownLine | None, mark: bytes) -> None:
    if before is None:
        counts.new += 1
    elif before.fingerprint == mark:
        counts.unchanged += 1
    else:
        counts.changed += 1


def _add_new(
    source: Import, fresh: Mapping[str, list[Understood]], partners_known: Mapping[str, int], counts: Counts
) -> None:
    if not fresh:
        return
    relationships = partners.relate_by_name(by=source.by, buyer=source.buyer, names=fresh, already=partners_known)
    locked = ledger.lock_many(relationships[factory] for factory in fresh)
    ids = iter(bulk.take_ids(Commitment, sum(map(len, fresh.values()))))
    news = {relationships[factory]: [_New(*line, next(ids)) for line in lines] for factory, lines in fresh.items()}
    orders = _orders(news)
    _write(source, news, orders)
    ledger.append_many([(locked[pk], _entries(source, news[pk])) for pk in sorted(news)])
    asker = order_checkpoints.Asker(person=source.by.person, known_on=source.entered_on, batch=source.batch)
    added = ((pk, orders[pk, new.line.order], new.line) for pk, lines in news.items() for new in lines)
    order_checkpoints.put_on_new(asker, locked, added)
    counts.relationships |= locked.keys()


def _orders(news: Mapping[int, Sequence[_New]]) -> dict[tuple[int, str], int]:
    wanted = sorted({(pk, new.line.order) for pk, lines in news.items() for new in lines})
    rows = bulk.find(Order, ("relationship_id", "number"), ("relationship_id", "number", "id"), wanted)
    found = {(pk, number): order for pk, number, order in rows}
    missing = [order for order in wanted if order not in found]
    made = dict(zip(missing, bulk.take_ids(Order, len(missing)), strict=True))
    bulk.insert(Order, ("id", "relationship_id", "number"), ((pk, *order) for order, pk in made.items()))
    return found | made


def _write(source: Import, news: Mapping[int, Sequence[_New]], orders: Mapping[tuple[int, str], int]) -> None:
    all_new = [(relationship, new) for relationship, added in news.items() for new in added]
    bulk.insert(Commitment, _COMMITMENT, (_commitment(relationship, new) for relationship, new in all_new))
    bulk.insert(
        OrderLine,
        _LINE,
        (
            _line(relationship, new, order=orders[relationship, new.line.order], batch=source.batch)
            for relationship, new in all_new
        ),
    )
    bulk.insert(
        PromisedDate,
        _PROMISE,
        ((new.commitment, new.line.promised, new.told.facts.promises[0].recorded_on, "", "") for _, new in all_new),
    )
    bulk.insert(
        Receipt,
        _RECEIPT,
        (
            (new.commitment, receipt.day, receipt.recorded_on)
            for _, new in all_new
            for receipt in new.told.facts.receipts
        ),
    )


def _commitment(relationship: int, new: _New) -> tuple[Any, ...]:
    settled = new.told.settled
    return (
        new.commitment, relationship, "factory", "delivery", "order line", what_of(new.line), new.line.promised, "",
        new.told.at_stake, 0.6, commitment_state(settled), "record", settled.completed_on,
    )  # fmt: skip


def _line(relationship: int, new: _New, *, order: int, batch: int | None) -> tuple[Any, ...]:
    line, settled = new.line, new.told.settled
    return (
        new.commitment, order, relationship, line.key, line.line, line.item, line.quantity, line.value,
        line.currency or "", line.ordered, line.promised, settled.completed_on, days_of(settled), 0, 0, new.mark, batch,
    )  # fmt: skip


def _entries(source: Import, news: Sequence[_New]) -> list[NewEntry]:
    entries = []
    for new in news:
        line, outcome = new.line, new.told.outcome
        entries.append(
            NewEntry(
                kind=DELIVERED if line.delivered else OPEN,
                side="factory",
                dimension="delivery",
                commitment=new.commitment,
                batch=source.batch,
                person=source.by.person,
                happened_on=line.delivered or line.promised,
                recorded_on=outcome.recorded_on,
                content=new.content,
                outcome=outcome,
            )
        )
    return entries
