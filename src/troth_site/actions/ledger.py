"""Appending to a relationship's ledger. Callers hold the transaction; the relationship's row is the lock."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from django.utils import timezone

from troth.commitments.canonical import canonical
from troth.commitments.chain import GENESIS, hash_entry, hash_written
from troth.commitments.outcomes import Outcome, TallyRow, negated, rows_of, rows_of_versions, rows_taken_back
from troth.trust.tallies import day_number
from troth_site.actions import bulk
from troth_site.actions.tallies import unpack
from troth_site.among import among
from troth_site.models import LedgerEntry, Relationship, Tally
from troth_site.prepared import Prepared, given
from troth_site.queries.orders import outcome_versions

COLUMNS = (
    "relationship_id", "seq", "kind", "side", "dimension", "commitment_id", "batch_id", "person_id", "happened_on",
    "recorded_on", "entered_at", "content", "salt", "content_hash", "entry_hash", "counted_on", "counted_from",
    "lines", "kept", "excused", "scored_on", "scored_from", "kept_weight", "broken_weight", "excused_weight",
    "held", "held_until",
)  # fmt: skip
TALLY_KEYS = ("relationship_id", "side", "dimension", "known", "happened")
TALLY_SUMS = ("lines", "kept", "excused", "kept_weight", "broken_weight", "excused_weight", "light_weight")
_LOCKED = Prepared(lambda: Relationship.objects.filter(pk=given("pk")).select_for_update(of=("self",)))
_LOCKED_OF_LINE = Prepared(lambda: Relationship.objects.filter(lines=given("line")).select_for_update(of=("self",)))
SALT = 16
"""Bytes of chance hashed with what an entry says, so that nobody finds its content from its hash by trying."""
NO_OUTCOME = (None, None, 0, 0, 0, None, None, 0.0, 0.0, 0.0, 0.0, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """An entry about to be appended.

    Attributes:
        content: What it says; bytes where it is in its one written form (canonical) already.
        outcome: The commitment's new outcome version, None where the entry does not touch it. Withdrawing is a
            version without lines and weights that was recorded before everything (NEVER_RECORDED).
        supersedes: The outcome version that stood until now.
    """

    kind: str
    happened_on: date
    recorded_on: date
    content: Mapping[str, Any] | bytes
    side: str = ""
    dimension: str = ""
    commitment: int | None = None
    batch: int | None = None
    person: int | None = None
    outcome: Outcome | None = None
    supersedes: Outcome | None = None


def lock(relationship_id: int) -> Relationship:
    """Return the relationship, locked until the transaction ends, so that its chain cannot fork."""
    found = _LOCKED.first(pk=relationship_id)
    if found is None:
        raise Relationship.DoesNotExist
    return found


def lock_of_line(line: int) -> Relationship | None:
    """Return the relationship of an order line, locked as by lock(); None where there is no such line."""
    return _LOCKED_OF_LINE.first(line=line)


def lock_many(relationships: Iterable[int]) -> dict[int, Relationship]:
    """Return relationships by key, locked always in the same order, so that two imports cannot wait for each other."""
    rows = Relationship.objects.filter(among("pk", relationships)).order_by("pk")
    return {row.pk: row for row in rows.select_for_update(of=("self",))}


def append(relationship: Relationship, entries: Iterable[NewEntry]) -> None:
    """Append entries to the chain, move its head, and add what they change to the tallies.

    Args:
        relationship: Locked by lock().
        entries: In the order in which they happened to be recorded.
    """
    append_many([(relationship, list(entries))])


def append_many(parts: Sequence[tuple[Relationship, Sequence[NewEntry]]]) -> None:
    """Append entries to several chains at once, each with its own relationship, locked and given once."""
    now = timezone.now()
    parts = [(relationship, entries) for relationship, entries in parts if entries]
    if not parts:
        return
    earlier = _earlier(entry for _relationship, entries in parts for entry in entries)
    bulk.insert(LedgerEntry, COLUMNS, (row for part in parts for row in _sealed(*part, now)))
    add_to_tallies(((relationship.pk, entry) for relationship, entries in parts for entry in entries), earlier)
    for relationship, entries in parts:
        last = max(entry.happened_on for entry in entries)
        if last <= now.date() and (relationship.last_contact_on is None or last > relationship.last_contact_on):
            relationship.last_contact_on = last
    heads = [(row.head_seq, row.head_hash, row.last_contact_on, row.pk) for row, _entries in parts]
    bulk.update(Relationship, "id", ("head_seq", "head_hash", "last_contact_on"), heads)


def _earlier(entries: Iterable[NewEntry]) -> dict[int, list[Outcome]]:
    """Return all versions so far of promises of which a version is recorded as of an earlier day than the last one."""
    asked = {
        entry.commitment
        for entry in entries
        if entry.commitment is not None and entry.outcome is not None and entry.supersedes is not None
        and entry.outcome.recorded_on < entry.supersedes.recorded_on
    }  # fmt: skip
    return outcome_versions(sorted(asked)) if asked else {}


def add_to_tallies(
    entries: Iterable[tuple[int, NewEntry]], earlier: Mapping[int, list[Outcome]] = MappingProxyType({})
) -> None:
    """Add the rows of new outcome versions, each with its relationship, and take back those they supersede.

    Args:
        entries: In their order.
        earlier: By commitment, all its versions so far, where a new one reaches back beyond the last of them; new ones
            are added to them.
    """
    sums: dict[tuple[Any, ...], list[float]] = {}
    for relationship, entry in entries:
        if entry.outcome is None:
            continue
        versions = earlier.get(entry.commitment or 0, [])
        for row in _rows_added(entry.outcome, entry.supersedes, versions):
            key = (relationship, entry.side, entry.dimension, day_number(row.known_on), day_number(row.happened_on))
            place = sums.setdefault(key, [0, 0, 0, 0.0, 0.0, 0.0, 0.0])
            place[0] += row.lines
            place[1] += row.kept
            place[2] += row.excused
            place[3] += row.kept_weight
            place[4] += row.broken_weight
            place[5] += row.excused_weight
            place[6] += row.light_weight
        versions.append(entry.outcome)
    # In the order of the index, which then grows page by page.
    keys = sorted(sums)
    bulk.add_up(Tally, TALLY_KEYS, TALLY_SUMS, ((*key, *sums[key]) for key in keys))
    earliest: dict[int, int] = {}
    for relationship, _side, _dimension, known, _happened in keys:
        earliest[relationship] = min(known, earliest.get(relationship, known))
    unpack(earliest)


def _rows_added(outcome: Outcome, superseded: Outcome | None, earlier: Sequence[Outcome]) -> Iterator[TallyRow]:
    if earlier:
        for row in rows_of_versions(earlier):
            yield negated(row)
        yield from rows_of_versions([*earlier, outcome])
        return
    yield from rows_of(outcome)
    if superseded is not None:
        yield from rows_taken_back(superseded, superseded_on=outcome.recorded_on)


def _sealed(relationship: Relationship, entries: Sequence[NewEntry], now: datetime) -> list[tuple[Any, ...]]:
    head = bytes(relationship.head_hash).hex() or GENESIS
    rows = []
    salts = os.urandom(SALT * len(entries))
    for at, entry in enumerate(entries):
        relationship.head_seq += 1
        salt, content = salts[at * SALT : (at + 1) * SALT], entry.content
        written = content if isinstance(content, bytes) else canonical(content)
        content_hash = hash_written(written, salt=salt.hex())
        head = hash_entry(
            previous_hash=head,
            seq=relationship.head_seq,
            kind=entry.kind,
            recorded_at=now,
            content_hash=content_hash,
        )
        rows.append(
            (
                relationship.pk,
                relationship.head_seq,
                entry.kind,
                entry.side,
                entry.dimension,
                entry.commitment,
                entry.batch,
                entry.person,
                entry.happened_on,
                entry.recorded_on,
                now,
                written.decode(),
                salt,
                bytes.fromhex(content_hash),
                bytes.fromhex(head),
                *_outcome_columns(entry.outcome),
            )
        )
    relationship.head_hash = bytes.fromhex(head)
    return rows


def _outcome_columns(outcome: Outcome | None) -> tuple[Any, ...]:
    if outcome is None:
        return NO_OUTCOME
    return (
        outcome.counted_on, outcome.counted_from, outcome.lines, outcome.kept, outcome.excused, outcome.scored_on,
        outcome.scored_from, outcome.kept_weight, outcome.broken_weight, outcome.excused_weight, outcome.held,
        outcome.held_until,
    )  # fmt: skip


def outcome_content(outcome: Outcome) -> str:
    """Return an outcome as the ledger writes it: its fields in their order, a blank between them, "-" for none.

    Weights are text, because a float has more than one written form; the shortest one that reads back is used.
    """
    return " ".join(
        (
            str(outcome.counted_on),
            str(outcome.counted_from),
            f"{outcome.lines} {outcome.kept} {outcome.excused}",
            str(outcome.scored_on),
            str(outcome.scored_from),
            f"{outcome.kept_weight!r} {outcome.broken_weight!r} {outcome.excused_weight!r} {outcome.held!r}",
            str(outcome.held_until or "-"),
        )
    )
