"""Lines that appear twice in one file, found with twenty bytes a row."""

from array import array
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field

import numpy as np


@dataclass(slots=True)
class Repeats:
    """Remembers a fingerprint of each row's key and content; tells afterwards which keys came more than once."""

    rows: array[int] = field(default_factory=lambda: array("I"))
    keys: array[int] = field(default_factory=lambda: array("q"))
    contents: array[int] = field(default_factory=lambda: array("q"))

    def add(self, row: int, *, key: str, content: Hashable) -> None:
        """Take one row into account."""
        self.rows.append(row)
        self.keys.append(hash(key))
        self.contents.append(hash(content))

    def found(self) -> "Repeated":
        """Return the repeated keys: which rows only repeat another, and which contradict one."""
        again: dict[int, int] = {}
        against: dict[int, int] = {}
        for group in self._groups():
            rows = [self.rows[i] for i in group]
            contents = [self.contents[i] for i in group]
            if len(set(contents)) == 1:
                again.update(dict.fromkeys(rows[1:], rows[0]))
            else:
                against.update(_contradictions(rows, contents))
        return Repeated(again, against)

    def _groups(self) -> Iterator[list[int]]:
        """Sorting a copy of the keys shows the repeated ones; only their rows are gone through again."""
        if not self.keys:
            return
        keys = np.frombuffer(self.keys, dtype=np.int64)
        ordered = np.sort(keys)
        repeated = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
        places: dict[int, list[int]] = {}
        for index in np.flatnonzero(np.isin(keys, repeated)) if len(repeated) else ():
            places.setdefault(int(keys[index]), []).append(int(index))
        yield from places.values()


def _contradictions(rows: list[int], contents: list[int]) -> dict[int, int]:
    """Each row of a contradicting group names another row that says something else."""
    other = rows[next(i for i, content in enumerate(contents) if content != contents[0])]
    pairs = zip(rows, contents, strict=True)
    return {row: other if content == contents[0] else rows[0] for row, content in pairs}


@dataclass(frozen=True, slots=True)
class Repeated:
    """Rows that repeat an earlier row exactly, and rows that contradict another, by row number."""

    again: dict[int, int]
    against: dict[int, int]
