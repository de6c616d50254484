"""What a row of the table holds, and what the table can be narrowed to."""

from dataclasses import dataclass
from datetime import date

from troth.commitments.outcomes import Side
from troth_site.queries.ledger import Page

DIMENSION = "delivery"
MONTHS = 12
SORTS = ("name", "rate", "state", "forecast", "standing", "ours", "flags", "contact", "trend")
STATES = ("alarm", "watch", "ok", "insufficient", "no data")


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerRow:
    """A partner in the table.

    Attributes:
        state: As the viewer's organisation judges it.
        standing: What can already be relied on, 0 to 100; None where nothing is known yet.
        ours: The same of the viewer's own side, as the partner reads it.
        months: Promises due and kept in each of the last twelve calendar months, oldest first.
        attention: Place in the list of those who need looking at, the highest first.
    """

    relationship: int
    their_side: Side
    name: str
    latin: str
    country: str
    n: int
    kept: int
    rate: float | None
    low: float | None
    high: float | None
    state: str
    forecast: float | None
    standing: float | None
    ours: float | None
    flags: int
    contact: date | None
    months: tuple[tuple[int, int], ...]
    trend: float | None
    attention: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A page of the table, and the countries in which partners sit."""

    page: Page[PartnerRow]
    countries: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What the table is narrowed to and how it is ordered; empty means all."""

    text: str = ""
    state: str = ""
    country: str = ""
    flags: bool = False
    sort: str = "state"
    descending: bool = True
    page: int = 1

    @property
    def is_narrowed(self) -> bool:
        """Tell whether anything may be left out."""
        return bool(self.text.strip()) or self.is_narrowed_by_numbers

    @property
    def is_narrowed_by_numbers(self) -> bool:
        """Tell whether more than names decides what is left out."""
        return bool(self.state or self.country or self.flags)


def page_within(asked: int, *, total: int, size: int) -> int:
    """Return the page to show: the last one where a longer list was asked for."""
    return min(max(asked, 1), max(1, -(-total // size)))
