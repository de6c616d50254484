"""Whether dates of one row can stand beside each other, counted for every way in which their columns may be read."""

import datetime as dt
from collections.abc import Callable, Hashable, Mapping, Sequence
from itertools import product

from troth_site.sheets.date_forms import Written

# Which day must not lie before which, and how many days apart the two may plausibly be.
PLAUSIBLE: tuple[tuple[str, str, int, int], ...] = (
    ("ordered", "promised", 0, 730),
    ("ordered", "delivered", 0, 730),
    ("ordered", "recorded", 0, 1095),
    ("promised", "delivered", -180, 180),
    ("delivered", "recorded", 0, 366),
    ("promised", "recorded", -180, 540),
)
# A reading is dropped only on evidence: it makes nonsense of every tenth pair and of three at least, while
# another leaves hardly any. Real files hold a few wrong dates themselves.
NONSENSE_SHARE, NONSENSE_PAIRS, CLEAN_SHARE = 0.10, 3, 0.02
MOST_PAIRS = 400_000

Counts = dict[tuple[tuple[str, Hashable], ...], tuple[int, int]]
Under = Callable[[str, Written, Hashable], dt.date | None]


def count(choices: Mapping[str, Sequence[Hashable]], rows: Sequence[Mapping[str, Written]], under: Under) -> Counts:
    """Count implausible pairs of dates for every combination of readings.

    Args:
        choices: The readings of each column, by field.
        rows: What the cells of some rows may mean, by field.
        under: The day of a field's cell under a reading.
    """
    combinations = [tuple(zip(choices, choice, strict=True)) for choice in product(*choices.values())]
    rows = rows[:: max(1, len(rows) * len(combinations) // MOST_PAIRS)]
    return {combination: _implausible(dict(combination), rows, under) for combination in combinations}


def _implausible(
    readings: Mapping[str, Hashable], rows: Sequence[Mapping[str, Written]], under: Under
) -> tuple[int, int]:
    bad = compared = 0
    pairs = [pair for pair in PLAUSIBLE if pair[0] in readings and pair[1] in readings]
    for row in rows:
        days = {field: under(field, row[field], reading) for field, reading in readings.items()}
        for early, late, least, most in pairs:
            first, second = days[early], days[late]
            if first is not None and second is not None:
                compared += 1
                bad += not least <= (second - first).days <= most
    return bad, compared


def best[Reading: Hashable](field: str, readings: Sequence[Reading], counts: Counts) -> dict[Reading, tuple[int, int]]:
    """Return, for each reading of a column, its best case over all readings of the other columns."""
    return {
        reading: min((found for combination, found in counts.items() if (field, reading) in combination), key=_share)
        for reading in readings
    }


def _share(found: tuple[int, int]) -> float:
    return found[0] / found[1] if found[1] else 0.0


def surviving[Reading: Hashable](field: str, readings: Sequence[Reading], counts: Counts) -> tuple[Reading, ...]:
    """Return the readings of a column that the other columns leave possible."""
    found = best(field, readings, counts)
    if min(map(_share, found.values())) > CLEAN_SHARE:
        return tuple(readings)
    nonsense = {
        reading for reading, pairs in found.items() if pairs[0] >= NONSENSE_PAIRS and _share(pairs) >= NONSENSE_SHARE
    }
    return tuple(reading for reading in readings if reading not in nonsense)
