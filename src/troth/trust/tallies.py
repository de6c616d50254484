"""Tallies: the sums per group, day happened and day known that all judgement reads.

A group is one relationship, side and dimension, numbered by the caller. The bulk definition of the same sums is
``tallies.sql``; a law test holds the two equal.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import resources
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from troth.commitments.outcomes import NEVER_RECORDED, Outcome, TallyRow, rows_of, rows_taken_back

Integers = npt.NDArray[np.int64]
Days = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]

EPOCH_ORDINAL = date(1970, 1, 1).toordinal()

NO_DAY = int(np.iinfo(np.int32).min)
"""In place of a day where there is none."""

COLUMNS = (
    "group", "happened", "known", "lines", "kept", "excused", "kept_weight", "broken_weight", "excused_weight",
    "light_weight",
)  # fmt: skip
_DAYS = ("happened", "known")
_WEIGHTS = ("kept_weight", "broken_weight", "excused_weight", "light_weight")
MEASURES = COLUMNS[3:]
"""The columns that are sums; the others say what they are sums of."""

_NOTHING = 1e-12


def day_number(day: date) -> int:
    """Return the days from 1970-01-01 to a day.

    >>> day_number(date(1970, 1, 31))
    30
    """
    return day.toordinal() - EPOCH_ORDINAL


def day_of(number: int) -> date:
    """Return the day that lies so many days after 1970-01-01.

    >>> day_of(30)
    datetime.date(1970, 1, 31)
    """
    return date.fromordinal(int(number) + EPOCH_ORDINAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tallies:
    """Tally rows as columns of equal length, in any order.

    Attributes:
        group: Which relationship, side and dimension a row belongs to, 0 or more.
        happened: Day it happened, in days since 1970-01-01: the due day of counts, the closing day of weights.
        known: Day from which it was known, in days since 1970-01-01.
        lines: Commitments counted.
        kept: Commitments kept.
        excused: Commitments excused as a whole.
        kept_weight: Weight of what was kept.
        broken_weight: Weight of what was broken, before kappa.
        excused_weight: Weight of what was excused.
        light_weight: The part of kept_weight that comes from light promises.
    """

    group: Integers
    happened: Days
    known: Days
    lines: Days
    kept: Days
    excused: Days
    kept_weight: Floats
    broken_weight: Floats
    excused_weight: Floats
    light_weight: Floats

    @classmethod
    def from_columns(cls, columns: Mapping[str, Any]) -> Self:
        """Take columns of any array-like kind: numpy, Arrow, lists; days as dates or as days since 1970-01-01.

        Args:
            columns: The ten columns by their names in COLUMNS; ``happened_on`` and ``known_on`` are accepted too.

        Raises:
            KeyError: A column is missing.
            ValueError: The columns differ in length.

        >>> one = {"group": [0], "happened": [date(1970, 1, 2)], "known": [3], "lines": [1], "kept": [1],
        ...        "excused": [0], "kept_weight": [1.0], "broken_weight": [0.0], "excused_weight": [0.0],
        ...        "light_weight": [0.0]}
        >>> Tallies.from_columns(one).happened.tolist()
        [1]
        """
        arrays = {name: _column(name, columns) for name in COLUMNS}
        if len({array.shape for array in arrays.values()}) != 1:
            raise ValueError("The columns of tallies must have one length.")
        return cls(**arrays)

    @classmethod
    def from_tuples(cls, rows: Iterable[Sequence[Any]]) -> Self:
        """Take rows as tuples in the order of COLUMNS, as a database cursor yields them."""
        listed = list(rows)
        columns = zip(*listed, strict=True) if listed else ([] for _ in COLUMNS)
        return cls.from_columns(dict(zip(COLUMNS, map(list, columns), strict=True)))

    @classmethod
    def from_rows(cls, rows: Iterable[TallyRow], *, group: int = 0) -> Self:
        """Take the tally rows of one group."""
        return cls.from_groups([rows], first=group)

    @classmethod
    def from_groups(cls, groups: Iterable[Iterable[TallyRow]], *, first: int = 0) -> Self:
        """Take the tally rows of several groups, numbered from ``first`` in the order given."""
        return cls.from_tuples(
            (
                number, row.happened_on, row.known_on, row.lines, row.kept, row.excused,
                row.kept_weight, row.broken_weight, row.excused_weight, row.light_weight,
            )
            for number, rows in enumerate(groups, start=first)
            for row in rows
        )  # fmt: skip

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.group)

    def where(self, chosen: npt.NDArray[np.bool_] | npt.NDArray[np.intp]) -> Self:
        """Return the rows chosen by a mask or by their numbers."""
        # Taking by number is several times quicker than by mask.
        rows = np.flatnonzero(chosen) if chosen.dtype == np.bool_ else chosen
        return type(self)(**{name: getattr(self, name).take(rows) for name in COLUMNS})

    def as_of(self, day: date) -> Self:
        """Return the rows known on a day: what the record said then."""
        number = day_number(day)
        if not len(self) or self.known.max() <= number:
            return self
        return self.where(self.known <= number)


def increments(previous: Outcome | None, new: Outcome | None) -> list[TallyRow]:
    """Return what one new version of an outcome adds to the tallies.

    Args:
        previous: The version that stood until now, None for a commitment without outcome.
        new: The version now recorded, None where the outcome is undone as if it had never been recorded.

    Returns:
        At most one row for each pair of days, without rows that are zero throughout.

    >>> day = date(2026, 3, 2)
    >>> kept = Outcome(recorded_on=day, counted_on=day, counted_from=day, lines=1, kept=1, excused=0, scored_on=day,
    ...                scored_from=day, kept_weight=1.0, broken_weight=0.0, excused_weight=0.0)
    >>> [(row.lines, row.kept_weight) for row in increments(None, kept)]
    [(1, 1.0)]
    >>> increments(kept, kept)
    []
    """
    rows: list[TallyRow] = []
    if previous is not None:
        superseded_on = new.recorded_on if new is not None else NEVER_RECORDED
        rows += rows_taken_back(previous, superseded_on=superseded_on)
    if new is not None:
        rows += rows_of(new)
    return summed(rows)


def summed(rows: Iterable[TallyRow]) -> list[TallyRow]:
    """Add up rows of the same pair of days and drop those that come to nothing.

    >>> day = date(2026, 3, 2)
    >>> summed([TallyRow(happened_on=day, known_on=day, lines=1), TallyRow(happened_on=day, known_on=day, lines=-1)])
    []
    """
    sums: dict[tuple[date, date], list[float]] = {}
    for row in rows:
        measures = [getattr(row, name) for name in MEASURES]
        place = sums.setdefault((row.happened_on, row.known_on), [0] * len(MEASURES))
        for at, measure in enumerate(measures):
            place[at] += measure
    return [
        TallyRow(happened_on=happened_on, known_on=known_on, **_named(measures))
        for (happened_on, known_on), measures in sums.items()
        if any(abs(measure) > _NOTHING for measure in measures)
    ]


def _named(measures: Sequence[float]) -> dict[str, Any]:
    return {
        name: float(measure) if name in _WEIGHTS else int(measure)
        for name, measure in zip(MEASURES, measures, strict=True)
    }


def tallies_sql() -> str:
    """Return the one bulk definition of the tallies, in DuckDB's dialect.

    It reads a relation ``outcomes`` and returns the rows of ``tallies``; see docs/domain/trust.md for their columns.

    >>> "lead(recorded_on)" in tallies_sql()
    True
    """
    return resources.files("troth.trust").joinpath("tallies.sql").read_text("utf-8")


def _column(name: str, columns: Mapping[str, Any]) -> npt.NDArray[Any]:
    if name in _DAYS:
        given = columns[name] if name in columns else columns[f"{name}_on"]
        array = np.asarray(given)
        if array.dtype.kind in "OM":
            array = array.astype("datetime64[D]").astype(np.int64)
        return array.astype(np.int32)
    kind: type[np.generic] = np.int32
    if name == "group":
        kind = np.int64
    elif name in _WEIGHTS:
        kind = np.float64
    return np.asarray(columns[name], dtype=kind)
