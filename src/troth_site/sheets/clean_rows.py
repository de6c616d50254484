"""The quick way through an order list: blocks of rows read column by column, as long as nothing is amiss.

A row with anything to refuse, to warn of or to pass over goes to the careful reader, which says what; both ways give
the same order line, and a test holds them to it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import batched, repeat
from typing import Any

from troth_site.sheets.dates import DateReader, Unread
from troth_site.sheets.mapping import REQUIRED
from troth_site.sheets.number_forms import PLAIN, is_whole
from troth_site.sheets.numbers import NumberReader
from troth_site.sheets.order_reading import NO_REASONS, OrderReader, currency_of
from troth_site.sheets.order_rows import AnyRow, OrderRow
from troth_site.sheets.tables import Cell, Row, text_of

BLOCK = 500
AMISS = object()
Column = Sequence[Any]


def stream(reader: OrderReader, rows: Iterable[Row]) -> Iterator[AnyRow]:
    """Read rows in their order: clean ones quickly, all others by the careful reader."""
    currencies: dict[Cell, Any] = {}
    width = len(reader.header)
    for rows_of_block in batched(rows, BLOCK):
        if any(len(row.cells) != width for row in rows_of_block):
            yield from map(reader.read, rows_of_block)
        else:
            yield from _Block(reader, rows_of_block, currencies).read()


@dataclass(slots=True)
class _Block:
    """Some full rows, turned into columns; `amiss` gathers the places of the rows that need a careful look."""

    reader: OrderReader
    rows: Sequence[Row]
    currencies: dict[Cell, Any]
    columns: list[tuple[Cell, ...]] = field(default_factory=list)
    amiss: set[int] = field(default_factory=set)

    def read(self) -> Iterator[AnyRow]:
        numbers, cells = zip(*self.rows, strict=True)
        self.columns = list(zip(*cells, strict=True))
        self._pass_over(numbers)
        days = {name: self._days(name, index, known) for name, index, known in self.reader.dates}
        self._compare(days)
        amounts = {name: self._amounts(name, index, known) for name, index, known in self.reader.numbers}
        texts = {name: self._texts(index) for name, index in self.reader.texts}
        # In the order of the fields of an order line; what the file does not have is unknown.
        fields = zip(
            numbers, self._keys(), self._filled(self.reader.columns.fields["factory"]), days["promised"],
            days.get("delivered") or repeat(None), days.get("recorded") or repeat(None),
            amounts.get("quantity") or repeat(None), amounts.get("value") or repeat(None), self._currency(),
            days.get("ordered") or repeat(None),
            *(texts.get(name) or repeat("") for name in ("order", "line", "item", "unit")),
            repeat(NO_REASONS),
        )  # fmt: skip
        # The columns are made before the first row leaves, so all that is amiss is known by then.
        lines = map(OrderRow._make, fields)
        if not self.amiss:
            return lines
        pairs = zip(self.rows, lines, strict=True)
        return (self.reader.read(row) if at in self.amiss else line for at, (row, line) in enumerate(pairs))

    def _pass_over(self, numbers: Sequence[int]) -> None:
        """Leave repeated rows, contradicting ones and broken cells to the careful reader, and rows set aside."""
        odd = self.reader.odd
        if odd:
            self.amiss.update(at for at, number in enumerate(numbers) if number in odd)
        for index, value in self.reader.columns.set_aside:
            wanted = value.strip().casefold()
            texts = enumerate(self._texts(index))
            self.amiss.update(at for at, text in texts if text.casefold() == wanted)

    def _days(self, name: str, index: int, reader: DateReader) -> Column:
        known, read = reader.known, reader.read
        found = [known[cell] if cell in known else read(cell) for cell in self.columns[index]]
        if Unread in set(map(type, found)):
            found = self._without(found, lambda day: type(day) is Unread)
        if name in REQUIRED and None in found:
            self.amiss.update(at for at, day in enumerate(found) if day is None)
        return found

    def _compare(self, days: dict[str, Column]) -> None:
        """A day of delivery that lies ahead, before the order, or after its own record needs a word."""
        latest, nothing = self.reader.latest, [None] * len(self.rows)
        three = zip(*(days.get(name, nothing) for name in ("delivered", "ordered", "recorded")), strict=True)
        self.amiss.update(
            at
            for at, (delivered, ordered, recorded) in enumerate(three)
            if delivered is not None
            and (delivered > latest or (ordered or delivered) > delivered or (recorded or delivered) < delivered)
        )

    def _amounts(self, name: str, index: int, reader: NumberReader) -> Column:
        is_point = reader.style != "comma"
        found = [
            Decimal(cell)
            if type(cell) is str and (is_whole(cell) or (is_point and PLAIN.fullmatch(cell)))
            else _number(reader, cell)
            for cell in self.columns[index]
        ]
        if name == "quantity":
            usual = self.reader.fractions_usual
            return self._without(found, lambda number: number is AMISS or not _is_quantity(number, usual=usual))
        return self._without(found, lambda number: number is AMISS)

    def _currency(self) -> Iterable[str | None]:
        index = self.reader.columns.fields.get("currency")
        if index is None:
            return repeat(self.reader.header_currency)
        known = self.currencies
        for cell in set(self.columns[index]) - known.keys():
            known[cell] = self._currency_of(text_of(cell).strip())
        return self._without([known[cell] for cell in self.columns[index]], lambda currency: currency is AMISS)

    def _currency_of(self, written: str) -> Any:
        if not written:
            return self.reader.header_currency
        stated, sign = currency_of(written)
        return AMISS if stated is None and sign is None else stated

    def _keys(self) -> Iterable[str]:
        parts = [self._filled(index) for index in self.reader.columns.key]
        return parts[0] if len(parts) == 1 else map(" | ".join, zip(*parts, strict=True))

    def _filled(self, index: int) -> list[str]:
        texts = self._texts(index)
        if "" in texts:
            self.amiss.update(at for at, text in enumerate(texts) if not text)
        return texts

    def _texts(self, index: int) -> list[str]:
        return [cell.strip() if type(cell) is str else text_of(cell).strip() for cell in self.columns[index]]

    def _without(self, found: Column, is_amiss: Callable[[Any], bool]) -> Column:
        """Note the places of values that are amiss, and leave nothing in their stead."""
        places = {at for at, value in enumerate(found) if is_amiss(value)}
        self.amiss |= places
        return [None if at in places else value for at, value in enumerate(found)] if places else found


def _number(reader: NumberReader, cell: Cell) -> Any:
    """Return a bare number or nothing; one with a sign of its own, or none at all, is for the careful reader."""
    found = reader.read(cell)
    if found is None:
        return None
    if isinstance(found, Unread) or found.currency or found.shared_sign or found.percent:
        return AMISS
    return found.point


def _is_quantity(number: Decimal | None, *, usual: bool) -> bool:
    return number is None or (number >= 0 and (usual or number % 1 == 0))
