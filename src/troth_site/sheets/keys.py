"""Which columns together name an order line, found by reading the whole file once."""

from array import array
from collections.abc import Sequence
from itertools import combinations

import numpy as np

from troth.basis.text import gettext_noop
from troth_site.sheets.header_names import likeness
from troth_site.sheets.messages import said
from troth_site.sheets.questions import Offer, Question
from troth_site.sheets.tables import Table, text_of

NAMED_LIKE_A_KEY = 0.9
# An order number alone is the key of a list without lines or items, unless most orders come more than once.
MOSTLY_UNIQUE = 0.5


def propose_key(table: Table, fields: dict[str, str]) -> tuple[tuple[str, ...], tuple[Question, ...]]:
    """Propose the columns that name a line: a unique id, else the order, with its line, else with its item.

    Returns:
        The headers, and a question where nothing is unique.
    """
    candidates = _candidates(table, fields)
    shares = _shares(table, candidates)
    for candidate in candidates:
        if shares[candidate] == 1.0 and not _is_running_number(table, candidate, fields):
            return candidate, ()
    fallback = _fallback(fields)
    if fallback and shares.get(fallback, 0.0) >= MOSTLY_UNIQUE:
        return fallback, ()
    message = gettext_noop("No column tells the lines of this file apart. Which columns together name a line?")
    offers = tuple(
        Offer(", ".join(candidate), said(gettext_noop("%(share)s %% of the rows differ."), share=int(100 * share)))
        for candidate, share in sorted(shares.items(), key=lambda found: -found[1])
    )
    return (), (Question("key", "key", said(message), offers),)


def _candidates(table: Table, fields: dict[str, str]) -> list[tuple[str, ...]]:
    ids = [name for name in table.header if likeness(name, "key")[0] >= NAMED_LIKE_A_KEY]
    ids = [name for name in ids if name not in fields.values() or name == fields.get("order")]
    parts = [fields[name] for name in ("order", "line", "item") if name in fields]
    joined = [(fields["order"], *rest) for rest in _rests(fields)] if "order" in fields else []
    found = [(name,) for name in ids] + joined
    if "order" not in fields and len(parts) > 1:
        found.append(tuple(parts))
    return list(dict.fromkeys(found))


def _rests(fields: dict[str, str]) -> list[tuple[str, ...]]:
    """What may stand beside the order number: with a line column it is needed, whether or not orders repeat yet."""
    others = [fields[name] for name in ("line", "item") if name in fields]
    start = 1 if "line" in fields else 0
    return [rest for size in range(start, len(others) + 1) for rest in combinations(others, size)]


def _fallback(fields: dict[str, str]) -> tuple[str, ...]:
    return tuple(fields[name] for name in ("order", "line") if name in fields) if "order" in fields else ()


def _shares(table: Table, candidates: Sequence[tuple[str, ...]]) -> dict[tuple[str, ...], float]:
    """Return the share of rows with a key of their own, from eight bytes a row and candidate."""
    indexes = [[table.column(name) for name in candidate] for candidate in candidates]
    prints = [array("q") for _ in candidates]
    width = len(table.header)
    for row in table.rows():
        if len(row.cells) == width:
            for columns, found in zip(indexes, prints, strict=True):
                found.append(hash(tuple([text_of(row.cells[i]).strip() for i in columns])))
    return {candidate: _different(found) for candidate, found in zip(candidates, prints, strict=True)}


def _different(found: array[int]) -> float:
    """Return the share of different fingerprints; they are sorted where they stand, to save memory."""
    if not found:
        return 0.0
    values = np.frombuffer(found, dtype=np.int64)
    values.sort()
    return (1 + int(np.count_nonzero(values[1:] != values[:-1]))) / len(values)


def _is_running_number(table: Table, candidate: tuple[str, ...], fields: dict[str, str]) -> bool:
    """1, 2, 3 … beside an order column only counts the rows of this one file; the next export counts anew."""
    if len(candidate) > 1 or "order" not in fields or candidate[0] == fields["order"]:
        return False
    index = table.column(candidate[0])
    return all(
        text_of(row.cells[index]).strip() == str(count)
        for count, row in enumerate(table.rows(), 1)
        if index < len(row.cells)
    )
