"""The hash chain of one relationship's ledger: sealing entries and finding the first one that was altered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Literal

from troth.commitments.canonical import SealError, canonical, moment_text

GENESIS = "0" * 64
"""What the first entry of a chain carries as the hash before it; also the head of an empty chain."""

SALT_CHARACTERS = 32
"""Least length of a salt, as hexadecimal text of 16 random bytes."""

MARK = "troth-entry-1"

What = Literal["content altered", "hash wrong", "link broken", "gap in numbering", "head not in chain"]


@dataclass(frozen=True, slots=True)
class Seal:
    """The two hashes of an entry, each 64 hexadecimal characters."""

    content_hash: str
    entry_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One ledger entry as it is kept or exported.

    Attributes:
        content: None where it was withheld or erased; its hash stays.
        salt: Erased together with the content, or a short content could be guessed from its hash.
    """

    seq: int
    kind: str
    recorded_at: datetime
    content: Mapping[str, Any] | None
    salt: str | None
    content_hash: str
    previous_hash: str
    entry_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """The first thing found wrong: the entry's number (0 where it concerns the chain as a whole) and what it is."""

    seq: int
    what: What


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """The answer of a verification: how many entries hold, and the head they end in."""

    ok: bool
    count: int
    head: str
    problem: Problem | None = None


def hash_content(content: Mapping[str, Any], *, salt: str) -> str:
    """Return the salted hash that stands for the content in the chain.

    >>> hash_content({"a": 1}, salt="0" * 32)[:16]
    '1086e4191031fe52'
    """
    return hash_written(canonical(content), salt=salt)


def hash_written(written: bytes, *, salt: str) -> str:
    """Return the salted hash of content already in its one written form, for writers of many entries.

    >>> hash_written(b'{"a":1}', salt="0" * 32) == hash_content({"a": 1}, salt="0" * 32)
    True
    """
    if len(salt) < SALT_CHARACTERS or "\n" in salt:
        raise SealError(f"the salt needs {SALT_CHARACTERS} hexadecimal characters or more")
    return sha256(f"{salt}\n".encode() + written).hexdigest()


def hash_entry(*, previous_hash: str, seq: int, kind: str, recorded_at: datetime, content_hash: str) -> str:
    """Return the hash that ties an entry to the one before it."""
    if "\n" in kind:
        raise SealError("the kind of an entry is one line")
    frame = f"{MARK}\n{previous_hash}\n{seq}\n{kind}\n{moment_text(recorded_at)}\n{content_hash}"
    return sha256(frame.encode()).hexdigest()


def seal(
    *,
    previous_hash: str,
    seq: int,
    kind: str,
    recorded_at: datetime,
    content: Mapping[str, Any],
    salt: str,
) -> Seal:
    """Compute the two hashes of a new entry.

    Args:
        previous_hash: entry_hash of the entry before, or GENESIS.
        seq: 1 for the first entry of the relationship, then without gaps.
        kind: Dotted verb, one line.
        recorded_at: Server time with zone.
        content: See canonical.
        salt: At least 32 hexadecimal characters, fresh for every entry.

    Raises:
        SealError: See canonical and moment_text.

    >>> from datetime import UTC
    >>> first = seal(previous_hash=GENESIS, seq=1, kind="order.promised", recorded_at=datetime(2026, 3, 2, tzinfo=UTC),
    ...              content={"order": "PO-1"}, salt="0" * 32)
    >>> len(first.entry_hash)
    64
    """
    content_hash = hash_content(content, salt=salt)
    entry_hash = hash_entry(
        previous_hash=previous_hash, seq=seq, kind=kind, recorded_at=recorded_at, content_hash=content_hash
    )
    return Seal(content_hash, entry_hash)


def verify(entries: Iterable[Entry], head: str | None = None) -> Verification:
    """Check a chain from its first entry and name the first one that does not hold.

    Args:
        entries: All entries of one relationship in the order of their numbers; read once, never held.
        head: A head seen earlier. It must be the hash of one of the entries (the chain may have grown since), else
            the chain was rewritten, truncated or forked.

    >>> verify([]).head == GENESIS
    True
    """
    count, current = 0, GENESIS
    met = head in (None, GENESIS)
    for entry in entries:
        what = first_fault(entry, seq=count + 1, previous_hash=current)
        if what is not None:
            return Verification(ok=False, count=count, head=current, problem=Problem(seq=entry.seq, what=what))
        count, current = entry.seq, entry.entry_hash
        met = met or current == head
    if not met:
        return Verification(ok=False, count=count, head=current, problem=Problem(seq=0, what="head not in chain"))
    return Verification(ok=True, count=count, head=current)


def first_fault(entry: Entry, *, seq: int, previous_hash: str) -> What | None:
    """Say what is wrong with an entry at its place in the chain, None if nothing is.

    The content is looked at before the frame, so that an altered content is called so even where whoever altered it
    also wrote a new content hash over the old one but left the entry's hash.
    """
    if entry.seq != seq:
        return "gap in numbering"
    if entry.content is not None and _content_differs(entry):
        return "content altered"
    if entry.previous_hash != previous_hash:
        return "link broken"
    return "hash wrong" if _frame_differs(entry) else None


def _content_differs(entry: Entry) -> bool:
    if entry.content is None or entry.salt is None:
        return True
    try:
        return hash_content(entry.content, salt=entry.salt) != entry.content_hash
    except (SealError, RecursionError):
        return True


def _frame_differs(entry: Entry) -> bool:
    try:
        expected = hash_entry(
            previous_hash=entry.previous_hash,
            seq=entry.seq,
            kind=entry.kind,
            recorded_at=entry.recorded_at,
            content_hash=entry.content_hash,
        )
    except (SealError, UnicodeEncodeError):
        return True
    return expected != entry.entry_hash
