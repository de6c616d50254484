"""Appending to a relationship's ledger. Callers hold the transaction; the relationship's row is the lock."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from troth.commitments.canonical import canonical
from troth.commitments.chain import GENESIS, hash_entry, hash_written
from troth.commitments.outcomes import Outcome, rows_of, rows_taken_back
from troth.trust.tallies import day_number
from troth_site.actions import bulk
from troth_site.models import LedgerEntry, Relationship, Tally

COLUMNS = (
    "relationship_id", "seq", "kind", "side", "dimension", "commitment_id", "batch_id", "person_id", "happened_on",
    "recorded_on", "entered_at", "content", "salt", "content_hash", "entry_hash", "counted_on", "counted_from",
    "lines", "kept", "excused", "scored_on", "scored_from", "kept_weight", "broken_weight", "excused_weight",
    "held", "held_until",
)  # fmt: skip
TALLY_KEYS = ("relationship_id", "side", "dimension", "happened", "known")
TALLY_SUMS = ("lines", "kept", "excused", "kept_weight", "broken_weight", "excused_weight")
NO_OUTCOME = (None, None, 0, 0, 0, None, None, 0.0, 0.0, 0.0, 0.0, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """An entry about to be appended.

    Attributes:
        outcome: The commitment's new outcome version, None where the entry does not touch it. Withdrawing is a
            version without lines and weights that was recorded before everything (NEVER_RECORDED).
        supersedes: The outcome version that stood until now.
    """

    kind: str
    happened_on: date
    recorded_on: date
    content: Mapping[str, Any]
    side: str = ""
    dimension: str = ""
    commitment: int | None = None
    batch: int | None = None
    person: int | None = None
    outcome: Outcome | None = None
    supersedes: Outcome | None = None


def lock(relationship_id: int) -> Relationship:
    """Return the relationship, locked until the transaction ends, so that its chain cannot fork."""
    rows = Relationship.objects.select_related("buyer", "factory").select_for_update(of=("self",))
    return rows.get(pk=relationship_id)


def append(relationship: Relationship, entries: Iterable[NewEntry]) -> None:
    """Append entries to the chain, move its head, and add what they change to the tallies.

    Args:
        relationship: Locked by lock().
        entries: In the order in which they happened to be recorded.
    """
    now = timezone.now()
    listed = list(entries)
    if not listed:
        return
    bulk.insert(LedgerEntry, COLUMNS, _sealed(relationship, listed, now))
    add_to_tallies(relationship.pk, listed)
    last = max((entry.happened_on for entry in listed), default=None)
    if last and last <= now.date() and (relationship.last_contact_on is None or last > relationship.last_contact_on):
        relationship.last_contact_on = last
    relationship.save(update_fields=["head_seq", "head_hash", "last_contact_on"])


def add_to_tallies(relationship_id: int, entries: Iterable[NewEntry]) -> None:
    """Add the rows of new outcome versions and take back those of the versions they supersede."""
    sums: dict[tuple[Any, ...], list[float]] = {}
    for entry in entries:
        if entry.outcome is None:
            continue
        rows = list(rows_of(entry.outcome))
        if entry.supersedes is not None:
            rows += rows_taken_back(entry.supersedes, superseded_on=entry.outcome.recorded_on)
        for row in rows:
            key = (relationship_id, entry.side, entry.dimension, day_number(row.happened_on), day_number(row.known_on))
            place = sums.setdefault(key, [0, 0, 0, 0.0, 0.0, 0.0])
            place[0] += row.lines
            place[1] += row.kept
            place[2] += row.excused
            place[3] += row.kept_weight
            place[4] += row.broken_weight
            place[5] += row.excused_weight
    bulk.add_up(Tally, TALLY_KEYS, TALLY_SUMS, [(*key, *values) for key, values in sums.items()])


def _sealed(relationship: Relationship, entries: list[NewEntry], now: datetime) -> list[tuple[Any, ...]]:
    head = bytes(relationship.head_hash).hex() or GENESIS
    rows = []
    for entry in entries:
        relationship.head_seq += 1
        salt, written = os.urandom(16), canonical(entry.content)
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
