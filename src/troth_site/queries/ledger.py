"""The ledger: rows for pages, copies that leave the house, and whether the chain holds."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from troth.basis.text import gettext_noop
from troth.commitments.chain import GENESIS, Entry, Verification
from troth.commitments.chain import verify as verify_chain
from troth.commitments.export import dump
from troth_site import access
from troth_site.access import Actor
from troth_site.models import LedgerEntry, Relationship, SeenHead
from troth_site.prepared import Prepared, given
from troth_site.queries.partners import named

PAGE = 50
NEWEST = 10
_COLUMNS = (
    "seq", "kind", "side", "dimension", "commitment_id", "happened_on", "recorded_on", "entered_at", "batch_id",
    "person_id", "content", "counted_on", "lines", "kept", "excused", "held", "commitment__what", "commitment__kind",
    "commitment__confirmed_on", "commitment__contested_on", "commitment__closed_on", "person__name", "person__email",
)  # fmt: skip
_AS_THEY_ARE = ("seq", "kind", "side", "dimension", "happened_on", "recorded_on", "entered_at")
_NEWEST = Prepared(
    lambda: (
        LedgerEntry.objects.filter(pk__in=_newest_keys(given("relationship")))
        .order_by("-recorded_on", "-seq")
        .values_list(*_COLUMNS)
    )
)
READ_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One entry as a page shows it.

    Attributes:
        state: kept, late, broken, open, excused, contested, withdrawn or noted.
        may_answer: The viewer's side did not report it and may confirm or contest it.
        is_line: Its promise is a line of an order and has that page.
    """

    seq: int
    kind: str
    side: str
    dimension: str
    commitment: int | None
    what: str
    state: str
    happened_on: date
    recorded_on: date
    entered_at: datetime
    batch: int | None
    actor: str
    content: dict[str, Any] | None
    confirmed: bool
    contested: bool
    may_answer: bool
    is_line: bool


@dataclass(frozen=True, slots=True)
class LedgerFilter:
    """Which entries a page shows; empty means all."""

    side: str = ""
    dimension: str = ""
    state: str = ""
    text: str = ""
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Page[T]:
    """A page of rows and how many there are in all."""

    rows: tuple[T, ...]
    number: int
    total: int
    size: int = PAGE

    @property
    def pages(self) -> int:
        """Return the number of pages, at least one."""
        return max(1, -(-self.total // self.size))


def entries(by: Actor, pk: int, chosen: LedgerFilter, *, page: int = 1) -> Page[LedgerRow]:
    """Return a page of a relationship's ledger, what was known last first."""
    relationship = access.relationship(by, pk)
    rows = LedgerEntry.objects.filter(relationship=relationship).filter(_chosen(chosen))
    rows = rows.exclude(seq__in=by.unseen.numbers(relationship.pk))
    total = rows.count()
    first = (max(page, 1) - 1) * PAGE
    ours = access.side_of(by, relationship)
    found = rows.order_by("-recorded_on", "-seq").values_list(*_COLUMNS)[first : first + PAGE]
    return Page(tuple(_row(values, ours, chosen.as_of) for values in found), max(page, 1), total)


def _newest_keys(relationship: Any) -> QuerySet[LedgerEntry, dict[str, Any]]:
    """Return which entries were known last: chosen first, so that only these are joined with what they speak of."""
    rows = LedgerEntry.objects.filter(relationship=relationship).order_by("-recorded_on", "-seq")
    return rows.values("pk")[:NEWEST]


def newest(by: Actor, relationship: int, *, ours: str) -> tuple[LedgerRow, ...]:
    """Return what was known last of a relationship the gate let the viewer to, who stands on our side."""
    if by.unseen.numbers(relationship):
        return entries(by, relationship, LedgerFilter()).rows[:NEWEST]
    return tuple(_row(values, ours) for values in _NEWEST.rows(relationship=relationship))


def entry(by: Actor, pk: int, seq: int) -> LedgerRow:
    """Return one entry of a relationship's ledger.

    Raises:
        access.NotThere: There is none for this person.
    """
    relationship = access.relationship(by, pk)
    found = LedgerEntry.objects.filter(relationship=relationship, seq=seq).values_list(*_COLUMNS).first()
    if found is None or seq in by.unseen.numbers(relationship.pk):
        raise access.NotThere
    return _row(found, access.side_of(by, relationship))


def entries_of(by: Actor, commitment: int) -> tuple[LedgerRow, ...]:
    """Return what the ledger holds of one promise, oldest first.

    Raises:
        access.NotThere: There is no such promise for this person.
    """
    promise = access.commitment(by, commitment, "see")
    ours = access.side_of(by, access.relationship(by, promise.relationship_id))
    rows = LedgerEntry.objects.filter(commitment=promise).order_by("seq").values_list(*_COLUMNS)
    return tuple(_row(values, ours) for values in rows)


def _chosen(chosen: LedgerFilter) -> Q:
    found = Q()
    if chosen.side:
        found &= Q(side=chosen.side)
    if chosen.dimension:
        found &= Q(dimension=chosen.dimension)
    if chosen.as_of:
        found &= Q(recorded_on__lte=chosen.as_of)
    if chosen.text:
        found &= Q(commitment__what__icontains=chosen.text)
    states = {
        "kept": Q(lines=1, kept=1),
        "late": Q(lines=1, kept=0, commitment__closed_on__isnull=False, recorded_on__gt=F("counted_on")),
        "open": Q(commitment__state__in=["accepted", "proposed", "at_risk"]),
        "excused": Q(excused=1),
        "contested": Q(held__gt=0),
    }
    return found & states.get(chosen.state, Q())


def _row(values: Sequence[Any], ours: str, as_of: date | None = None) -> LedgerRow:
    found = dict(zip(_COLUMNS, values, strict=True))
    latest = as_of or date.max
    confirmed_on, contested_on = found["commitment__confirmed_on"], found["commitment__contested_on"]
    content = json.loads(found["content"]) if found["content"] else None
    reported_by = (content or {}).get("reported_by")
    return LedgerRow(
        **{name: found[name] for name in _AS_THEY_ARE},
        commitment=found["commitment_id"],
        what=found["commitment__what"] or "",
        state=_state(found),
        batch=found["batch_id"],
        actor=named(found["person__name"], found["person__email"]),
        content=content,
        confirmed=confirmed_on is not None and confirmed_on <= latest,
        contested=contested_on is not None and contested_on <= latest,
        may_answer=bool(found["commitment_id"] and reported_by and reported_by != ours and confirmed_on is None),
        is_line=found["commitment__kind"] == "order line",
    )


def _state(found: Mapping[str, Any]) -> str:
    if found["counted_on"] is None:
        return "noted"
    if found["kind"] == "import.undone" and not found["lines"]:
        return "withdrawn"
    if found["held"]:
        return "contested"
    if found["excused"]:
        return "excused"
    if found["kept"]:
        return "kept"
    # What was recorded before its day cannot tell that it came late: it is the promise, not its end.
    closed = found["commitment__closed_on"] is not None
    return "late" if closed and found["lines"] and found["recorded_on"] > found["counted_on"] else "open"


def chain(pk: int) -> Iterator[Entry]:
    """Return a relationship's entries as the library verifies them, oldest first, never all at once."""
    previous = GENESIS
    rows = LedgerEntry.objects.filter(relationship=pk).order_by("seq").values_list(
        "seq", "kind", "entered_at", "content", "salt", "content_hash", "entry_hash"
    )  # fmt: skip
    for seq, kind, entered_at, content, salt, content_hash, entry_hash in rows.iterator(READ_AT_ONCE):
        entry = Entry(
            seq=seq,
            kind=kind,
            recorded_at=entered_at,
            content=None if content is None else json.loads(content),
            salt=bytes(salt).hex() or None,
            content_hash=bytes(content_hash).hex(),
            previous_hash=previous,
            entry_hash=bytes(entry_hash).hex(),
        )
        yield entry
        previous = entry.entry_hash


@dataclass(frozen=True, slots=True)
class Checked:
    """Whether a chain holds, and against which head the viewer's side had seen before."""

    verification: Verification
    seen_seq: int | None
    seen_hash: str | None
    what: str | None


def check(by: Actor, pk: int) -> Checked:
    """Verify a relationship's chain from its first entry, against the last head the viewer's side saw."""
    relationship = access.relationship(by, pk)
    ours = relationship.buyer_id if access.side_of(by, relationship) == "buyer" else relationship.factory_id
    seen = SeenHead.objects.filter(relationship=relationship, organisation=ours).order_by("-seq").first()
    head = bytes(seen.head_hash).hex() if seen else None
    verification = verify_chain(chain(relationship.pk), head=head)
    stored = bytes(relationship.head_hash).hex() or GENESIS
    what = verification.problem.what if verification.problem else None
    if what is None and verification.head != stored:
        what = "head not in chain"
    return Checked(verification, seen.seq if seen else None, head, what)


class CopyWaits(Exception):
    """A copy cannot be whole for this person yet; the text says why, and when it can."""


def export_lines(by: Actor, pk: int) -> Iterator[str]:
    """Return the lines of a copy of a relationship's ledger, each with its line end.

    Raises:
        CopyWaits: The person takes a blind second look, and the first stands in the chain: even where an entry's
            content was withheld, its kind would tell how the lot ended, and is part of what is hashed.
    """
    relationship = access.relationship(by, pk)
    if by.unseen.numbers(relationship.pk):
        raise CopyWaits(
            gettext_noop(
                "You take a blind second look at a lot whose first look stands in this ledger. A copy is whole or it "
                "is none: take one as soon as your look is handed in."
            )
        )
    return _copied(relationship)


def _copied(relationship: Relationship) -> Iterator[str]:
    header = {
        "relationship": str(relationship.uid),
        "buyer": relationship.buyer.name,
        "factory": relationship.factory.name,
        "exported_at": timezone.now(),
    }
    for line in dump(chain(relationship.pk), header=header):
        yield line + "\n"
