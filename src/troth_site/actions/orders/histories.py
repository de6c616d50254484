"""What files told of a line, one after another, and the versions of it that its relationship's ledger holds."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple

from django.utils import timezone

from troth.commitments.outcomes import Outcome
from troth_site.actions.orders.pictures import Said, picture, said_in, said_of_picture
from troth_site.models import LedgerEntry, LineChange, OrderLine
from troth_site.queries.imports_repeated import Repeat
from troth_site.queries.orders import OUTCOME_FIELDS

UNDONE = "import.undone"


class Version(NamedTuple):
    """A version of what came of a line: the import whose word it is, None for what people did, and when it came."""

    batch: int | None
    kind: str
    entered_on: date
    outcome: Outcome


@dataclass(slots=True)
class Block:
    """What one file told of a line, until another one told something else.

    Attributes:
        batch: The first import that said so.
        entered_on: Day on which it came.
        change: What it changed; None for the import that made the line.
        said: What it says.
        mark: The fingerprint of that.
        repeats: Who said the same after it, in order.
        after: The line as it was before the next one told otherwise; None for how it is now.
        acts: What people did meanwhile, as versions.
        version: The version of the line that this brought.
        before: The versions that stood before it, from the day of its own on: several where some were told before
            their day.
    """

    batch: int | None
    entered_on: date
    change: LineChange | None
    said: Said
    mark: bytes
    repeats: list[Repeat]
    after: dict[str, Any] | None
    acts: list[Version] = field(default_factory=list)
    version: Version | None = None
    before: Sequence[Version] = ()


def blocks_of(line: OrderLine, changes: Sequence[LineChange], repeats: Sequence[Repeat]) -> list[Block]:
    """Return what files told of a line, oldest first.

    Args:
        line: With its order.
        changes: Its changes by imports that stand, in order.
        repeats: Of imports that stand.
    """
    versions = _versions(line.pk)
    now = picture(line)
    after = [*(change.before for change in changes), None]
    blocks = [_block(line, (None, *changes)[at], after=seen, now=now) for at, seen in enumerate(after)]
    starts = [change.pk for change in changes]
    for repeat in repeats:
        blocks[bisect_right(starts, repeat.after_change)].repeats.append(repeat)
    _place(blocks, versions)
    return blocks


def heir_of(block: Block, blocks: Sequence[Block]) -> Repeat | None:
    """Return who said the same first after a block's import and said nothing else of the line."""
    leading = {other.batch for other in blocks}
    return next((repeat for repeat in block.repeats if repeat.batch not in leading), None)


def _block(
    line: OrderLine, change: LineChange | None, *, after: dict[str, Any] | None, now: dict[str, Any]
) -> Block:  # fmt: skip
    seen = now if after is None else after
    kept = said_in(change.before, line) if change is not None else None
    said, entered_on = kept or (said_of_picture(seen, line), None)
    return Block(
        batch=line.batch_id if change is None else change.batch_id,
        entered_on=entered_on or date.min,
        change=change,
        said=said,
        mark=bytes.fromhex(seen["fingerprint"]),
        repeats=[],
        after=after,
    )


def _versions(line: int) -> list[Version]:
    """Return the versions of a line in their order; from where an import was taken out, those that were told again."""
    entries = LedgerEntry.objects.filter(commitment=line, counted_on__isnull=False).order_by("seq")
    kept: list[Version] = []
    for batch, kind, entered_at, *values in entries.values_list("batch_id", "kind", "entered_at", *OUTCOME_FIELDS):
        version = Version(batch, kind, timezone.localdate(entered_at), Outcome(**_fields(values)))
        taken_out = [at for at, each in enumerate(kept) if each.batch == batch and each.kind != UNDONE]
        if kind == UNDONE and batch is not None and taken_out:
            del kept[taken_out[0] :]
            if not kept:
                continue
        kept.append(version)
    return kept


def _fields(values: Sequence[Any]) -> dict[str, Any]:
    return dict(zip(OUTCOME_FIELDS, values, strict=True))


def _place(blocks: Sequence[Block], versions: Sequence[Version]) -> None:
    """Find each block's own version, the one before it, and what people did until the next block."""
    places: list[int] = []
    for number, block in enumerate(blocks):
        own = [at for at, version in enumerate(versions) if version.batch == block.batch and version.kind != UNDONE]
        is_found = bool(own) and block.batch is not None
        places.append(own[-1] if is_found else places[-1] if places else 0)
        if versions and (number == 0 or is_found):
            block.version = versions[places[-1]]
        if block.version is not None and block.entered_on == date.min:
            block.entered_on = block.version.entered_on
    for number, block in enumerate(blocks):
        if number and block.version is not None:
            block.before = _standing_on(versions[: places[number]], block.version.outcome.recorded_on)
        until = places[number + 1] if number + 1 < len(blocks) else len(versions)
        block.acts = [version for version in versions[places[number] + 1 : until] if version.batch is None]


def _standing_on(versions: Sequence[Version], day: date) -> Sequence[Version]:
    """Return the version that stood on a day, and those after it that were told before their day."""
    first = len(versions) - 1
    while first > 0 and versions[first].outcome.recorded_on > day:
        first -= 1
    return versions[max(first, 0) :]


def with_leader(block: Block, heir: Repeat) -> Block:
    """Return a block as the word of who repeated it."""
    return replace(block, batch=heir.batch, entered_on=heir.entered_on)
