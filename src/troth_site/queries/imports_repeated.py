"""Lines of which a file told what was known already: which file, and after which change; packed by the thousand."""

import zlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from troth_site.among import among
from troth_site.models import ImportBatch, LineChange, RepeatedLines

STANDING = ("applying", "done")
"""States of an import of which something is on the record."""
_FASTEST = 1
_PACKS_AT_ONCE = 50
_LINES_AT_ONCE = 10_000
NOBODY = 0
Keys = NDArray[np.int64]


class Repeat(NamedTuple):
    """That a file told of a line what was known.

    Attributes:
        after_change: Number of the last change before it: whose word it repeats.
        batch: The import.
        entered_on: Day on which it came.
    """

    after_change: int
    batch: int
    entered_on: date


@dataclass(frozen=True, slots=True)
class FirstRepeats:
    """Of many lines, which file was the first to tell of each again.

    Attributes:
        lines: Their keys, in order.
        places: For each, 1 + the place in `repeats`; 0 where no file told of it.
    """

    lines: Keys
    places: NDArray[np.int32]
    repeats: tuple[Repeat, ...]

    def of(self, line: int) -> Repeat | None:
        """Return the first repeat of one of the lines, None where there is none."""
        at = int(np.searchsorted(self.lines, line))
        place = int(self.places[at]) if at < len(self.lines) and self.lines[at] == line else 0
        return self.repeats[place - 1] if place else None


def packed(lines: Iterable[int]) -> bytes:
    """Return keys of lines in one value: most follow one another, so that thousands take little more than one."""
    keys = np.sort(np.fromiter(lines, dtype=np.int64))
    return zlib.compress(np.diff(keys, prepend=0).astype("<i8").tobytes(), _FASTEST)


def unpacked(value: Any) -> Keys:
    """Return the keys of lines that packed() put together, in order."""
    return np.cumsum(np.frombuffer(zlib.decompress(bytes(value)), dtype="<i8"))


def first_repeats(batch: int, lines: Iterable[int]) -> FirstRepeats:
    """Return which other import, of those that stand, told first of each of these lines again.

    Args:
        batch: The import whose lines they are; its own repeats do not count.
        lines: Keys of lines.
    """
    keys = np.sort(np.fromiter(lines, dtype=np.int64))
    places, found = np.zeros(len(keys), dtype=np.int32), []
    for repeat, told in _packs(batch):
        found.append(repeat)
        hit = np.isin(keys, told, assume_unique=True) & (places == 0)
        places[hit] = len(found)
    return FirstRepeats(keys, places, tuple(found))


def repeats_of(batch: int, lines: Collection[int]) -> dict[int, list[Repeat]]:
    """Return all repeats of each of some lines by other imports that stand, in the order in which they came."""
    keys, found = np.sort(np.fromiter(lines, dtype=np.int64)), dict[int, list[Repeat]]()
    if not len(keys):
        return found
    for repeat, told in _packs(batch):
        for line in np.intersect1d(keys, told, assume_unique=True).tolist():
            found.setdefault(line, []).append(repeat)
    return found


def _packs(batch: int) -> Iterator[tuple[Repeat, Keys]]:
    organisation = ImportBatch.objects.values_list("organisation", flat=True).get(pk=batch)
    rows = RepeatedLines.objects.filter(batch__organisation=organisation, batch__state__in=STANDING)
    told = rows.exclude(batch=batch).order_by("pk").values_list("after_change", "batch_id", "entered_on", "lines")
    for *repeat, lines in told.iterator(_PACKS_AT_ONCE):
        yield Repeat(*repeat), unpacked(lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Undoing:
    """What undoing an import would do to the lines it told of.

    Attributes:
        leave: Lines it added that leave the record.
        stay: Lines it added that stay, by the other file that tells of them too: its name, and how many.
        put_back: Lines it corrected that become what was known before it.
        remain: Lines it corrected of which what stands is another file's word, by the name of that file.
        unnoted: Names of other files of which nobody noted which lines they repeat: they came in before that was kept.
    """

    leave: int
    stay: tuple[tuple[str, int], ...]
    put_back: int
    remain: tuple[tuple[str, int], ...]
    unnoted: tuple[str, ...]

    @property
    def staying(self) -> int:
        """How many of the lines it added stay."""
        return sum(count for _name, count in self.stay)

    @property
    def remaining(self) -> int:
        """How many of the lines it corrected keep another file's word."""
        return sum(count for _name, count in self.remain)


def undoing(batch: int) -> Undoing:
    """Return what undoing an import would do, without doing it."""
    row = ImportBatch.objects.get(pk=batch)
    changes = _changes(row)
    made = np.fromiter(row.lines.order_by().values_list("pk", flat=True).iterator(_LINES_AT_ONCE), dtype=np.int64)
    alike = first_repeats(batch, np.setdiff1d(made, list(changes)).tolist())
    stay, remain = Counter[int](), Counter[int]()
    hits = np.bincount(alike.places, minlength=len(alike.repeats) + 1).tolist()
    for repeat, count in zip(alike.repeats, hits[1:], strict=True):
        stay[repeat.batch] += count
    made_too, repeats = set(made.tolist()) & changes.keys(), repeats_of(batch, changes)
    for line, told in changes.items():
        heir = _heir(batch, told, repeats.get(line, []), made=line in made_too)
        (stay if line in made_too else remain)[heir] += 1
    left, back = stay.pop(NOBODY, 0), remain.pop(NOBODY, 0)
    left += int(np.count_nonzero(alike.places == 0))
    return Undoing(leave=left, stay=_named(stay), put_back=back, remain=_named(remain), unnoted=_unnoted(row))


def _changes(row: ImportBatch) -> dict[int, list[tuple[int, int]]]:
    """Return, of each line an import changed, and of those it made that others changed: number and import of each."""
    standing = LineChange.objects.filter(batch__state__in=STANDING).order_by("pk")
    of_made = standing.filter(line__batch=row).exclude(batch=row).values_list("line", flat=True)
    ours = {*row.changes.values_list("line", flat=True), *of_made}
    found: dict[int, list[tuple[int, int]]] = {}
    for line, pk, batch in standing.filter(among("line_id", ours)).values_list("line_id", "pk", "batch_id"):
        found.setdefault(line, []).append((pk, batch))
    return found


def _heir(batch: int, changes: Sequence[tuple[int, int]], repeats: Sequence[Repeat], *, made: bool) -> int:
    """Return the import whose word a line is once another's is gone, NOBODY where it is what it was before."""
    own = 0 if made else max((pk for pk, whose in changes if whose == batch), default=0)
    later = next(((pk, whose) for pk, whose in changes if pk > own and whose != batch), None)
    for repeat in repeats:
        if repeat.after_change >= own and (later is None or repeat.after_change < later[0]):
            return repeat.batch
    return later[1] if later is not None else NOBODY


def _named(counted: Counter[int]) -> tuple[tuple[str, int], ...]:
    names = dict(ImportBatch.objects.filter(pk__in=counted).values_list("pk", "file_name"))
    return tuple((names[pk], count) for pk, count in sorted(counted.items()) if count)


def _unnoted(row: ImportBatch) -> tuple[str, ...]:
    """Return the files that told of lines again before Troth kept of which: their lines are not known to be theirs."""
    others = ImportBatch.objects.filter(organisation=row.organisation_id, state__in=STANDING, notes_repeats=False)
    told = others.exclude(pk=row.pk).order_by("pk").values_list("file_name", "counts")
    return tuple(name for name, counts in told if (counts or {}).get("unchanged"))
