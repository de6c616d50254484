"""What one row of an order list becomes: an order line, a refusal with its reasons, or a row passed over."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from troth_site.sheets.messages import Said
from troth_site.sheets.tables import Cells


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a row is refused, or what to know about one that is kept."""

    field: str  # a field of the mapping, or empty for the row as a whole
    column: str  # the header as the file writes it
    value: str
    said: Said


class OrderRow(NamedTuple):
    """One order line; what is unknown is None, or empty text. A tuple, because files hold a million."""

    number: int
    key: str
    factory: str
    promised: dt.date
    delivered: dt.date | None = None
    recorded: dt.date | None = None
    quantity: Decimal | None = None
    value: Decimal | None = None
    currency: str | None = None
    ordered: dt.date | None = None
    order: str = ""
    line: str = ""
    item: str = ""
    unit: str = ""
    warnings: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that is not imported; its cells leave as they came."""

    number: int
    cells: Cells
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class SetAsideRow:
    """A row set aside by a rule of the mapping."""

    number: int
    column: str
    value: str


@dataclass(frozen=True, slots=True)
class RepeatedRow:
    """A row that says exactly what an earlier row of the file said."""

    number: int
    first: int


AnyRow = OrderRow | RefusedRow | SetAsideRow | RepeatedRow


@dataclass(frozen=True, slots=True)
class ReasonGroup:
    """One reason for many rows: the sentence without its values, how often, and the first examples."""

    field: str
    column: str
    template: str
    count: int
    examples: tuple[tuple[int, str, Said], ...]  # row, value, sentence


def grouped(reasons: Iterable[tuple[int, Reason]], *, examples: int = 5) -> tuple[ReasonGroup, ...]:
    """Group reasons by column and sentence, the most frequent first."""
    counts: dict[tuple[str, str, str], int] = {}
    firsts: dict[tuple[str, str, str], list[tuple[int, str, Said]]] = {}
    for row, reason in reasons:
        group = (reason.field, reason.column, reason.said.template)
        counts[group] = counts.get(group, 0) + 1
        shown = firsts.setdefault(group, [])
        if len(shown) < examples:
            shown.append((row, reason.value, reason.said))
    ordered = sorted(counts, key=lambda group: -counts[group])
    return tuple(ReasonGroup(*group, counts[group], tuple(firsts[group])) for group in ordered)
