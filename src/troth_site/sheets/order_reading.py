"""Reading one row of an order list under the decisions made for the whole file."""

import datetime as dt
import re
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field

from troth.basis.text import gettext_noop
from troth_site.sheets.centuries import USUAL
from troth_site.sheets.dates import DateReader, Unread
from troth_site.sheets.mapping import REQUIRED, Columns
from troth_site.sheets.messages import Said, said
from troth_site.sheets.number_forms import CODES, SHARED_SIGNS, SIGNS, Amount
from troth_site.sheets.numbers import NumberReader, quantity_problem
from troth_site.sheets.order_rows import AnyRow, OrderRow, Reason, RefusedRow, RepeatedRow, SetAsideRow
from troth_site.sheets.repeats import Repeated
from troth_site.sheets.studies import Study
from troth_site.sheets.tables import Cells, Row, Table, text_of

MISSING = gettext_noop("This cell is blank, but every line needs it.")
NO_REASONS: tuple[Reason, ...] = ()


def set_aside_rule(columns: Columns, cells: Cells) -> int | None:
    """Return the index of the column whose rule sets this row aside."""
    for index, value in columns.set_aside:
        if text_of(cells[index]).strip().casefold() == value.strip().casefold():
            return index
    return None


@dataclass(slots=True)
class OrderReader:
    """Everything needed to read one row, looked up once."""

    header: tuple[str, ...]
    columns: Columns
    dates: list[tuple[str, int, DateReader]]
    numbers: list[tuple[str, int, NumberReader]]
    fractions_usual: bool
    header_currency: str | None
    repeated: Repeated
    broken: AnyMapping[int, AnyMapping[int, Said]]
    # Somewhere it is tomorrow already.
    latest: dt.date = field(default_factory=lambda: dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1))
    texts: list[tuple[str, int]] = field(default_factory=list)
    # Rows of which something is to be said.
    odd: frozenset[int] = frozenset()

    @classmethod
    def of(cls, table: Table, study: Study) -> "OrderReader":
        """Prepare reading a table under a study."""
        columns, quantity = study.columns, study.numbers.get("quantity")
        system = table.facts.date_system or 1900
        return cls(
            header=table.header,
            columns=columns,
            dates=[
                (name, columns.fields[name], DateReader(decided.order, system, decided.window or USUAL))
                for name, decided in study.dates.items()
            ],
            numbers=[(n, columns.fields[n], NumberReader(d.style)) for n, d in study.numbers.items()],
            fractions_usual=quantity is not None and quantity.fractions_usual,
            header_currency=currency_in_header(columns.names.get("value", "")),
            repeated=study.repeated,
            broken=table.broken,
            texts=[(n, columns.fields[n]) for n in ("order", "line", "item", "unit") if n in columns.fields],
            odd=frozenset({*study.repeated.again, *study.repeated.against, *table.broken}),
        )

    def read(self, row: Row) -> AnyRow:
        """Read one row."""
        number, cells = row
        if len(cells) != len(self.header):
            return RefusedRow(number, cells, (self._ragged(cells),))
        if self.columns.set_aside and (rule := set_aside_rule(self.columns, cells)) is not None:
            return SetAsideRow(number, self.header[rule], text_of(cells[rule]).strip())
        if number in self.repeated.again:
            return RepeatedRow(number, self.repeated.again[number])
        reasons: list[Reason] = []
        if number in self.broken:
            self._broken(number, cells, reasons)
        days = self._days(cells, reasons)
        amounts = self._amounts(cells, reasons)
        currency = self._currency(cells, amounts.get("value"), reasons)
        key = self._key(number, cells, reasons)
        warnings = self._check(cells, days, reasons)
        factory = text_of(cells[self.columns.fields["factory"]]).strip()
        if not factory:
            reasons.append(self._reason("factory", cells, said(MISSING)))
        if reasons:
            return RefusedRow(number, cells, tuple(reasons))
        texts = {name: text_of(cells[index]).strip() for name, index in self.texts}
        return OrderRow(
            number=number,
            key=key,
            factory=factory,
            promised=days["promised"],
            delivered=days.get("delivered"),
            recorded=days.get("recorded"),
            ordered=days.get("ordered"),
            quantity=amounts.get("quantity", UNKNOWN).point,
            value=amounts.get("value", UNKNOWN).point,
            currency=currency,
            warnings=warnings,
            **texts,
        )

    def _days(self, cells: Cells, reasons: list[Reason]) -> dict[str, dt.date]:
        days: dict[str, dt.date] = {}
        for name, index, reader in self.dates:
            found = reader.read(cells[index])
            if isinstance(found, dt.date):
                days[name] = found
            elif name in REQUIRED:
                reasons.append(self._reason(name, cells, found.problem if found else said(MISSING)))
            elif found is not None and not found.is_words:
                reasons.append(self._reason(name, cells, found.problem))
        return days

    def _amounts(self, cells: Cells, reasons: list[Reason]) -> dict[str, Amount]:
        amounts: dict[str, Amount] = {}
        for name, index, reader in self.numbers:
            found = reader.read(cells[index])
            if found is None:
                continue
            if isinstance(found, Unread):
                if not found.is_words:
                    reasons.append(self._reason(name, cells, found.problem))
                continue
            amounts[name] = found
            problem = self._amount_problem(name, found)
            if problem is not None:
                reasons.append(self._reason(name, cells, problem))
        return amounts

    def _amount_problem(self, name: str, amount: Amount) -> Said | None:
        if name == "quantity":
            return quantity_problem(amount, fractions_usual=self.fractions_usual)
        return said(gettext_noop("A percentage is no value.")) if amount.percent else None

    def _currency(self, cells: Cells, value: Amount | None, reasons: list[Reason]) -> str | None:
        written = text_of(cells[self.columns.fields["currency"]]).strip() if "currency" in self.columns.fields else ""
        stated, sign = currency_of(written) if written else (self.header_currency, None)
        if written and stated is None and sign is None:
            reasons.append(self._reason("currency", cells, said(gettext_noop("This is no currency we know."))))
            return None
        if value is None:
            return stated
        if not _agree(stated, value):
            message = gettext_noop("The amount is in %(one)s, but the currency column says %(other)s.")
            one = value.currency or value.shared_sign
            reasons.append(self._reason("value", cells, said(message, one=one, other=stated)))
        return stated or value.currency

    def _key(self, number: int, cells: Cells, reasons: list[Reason]) -> str:
        parts = [text_of(cells[index]).strip() for index in self.columns.key]
        if "" in parts:
            index = self.columns.key[parts.index("")]
            message = said(gettext_noop("This cell is blank, but it names the line."))
            reasons.append(Reason("key", self.header[index], "", message))
        elif number in self.repeated.against:
            message = said(
                gettext_noop("Row %(other)s has the same key but says something else. Keep the one that is right."),
                other=self.repeated.against[number],
            )
            columns = ", ".join(self.header[index] for index in self.columns.key)
            reasons.append(Reason("key", columns, " | ".join(parts), message))
        return " | ".join(parts)

    def _check(self, cells: Cells, days: AnyMapping[str, dt.date], reasons: list[Reason]) -> tuple[Reason, ...]:
        ordered, delivered, recorded = days.get("ordered"), days.get("delivered"), days.get("recorded")
        if delivered is None:
            return NO_REASONS
        if delivered > self.latest:
            message = gettext_noop(
                "Delivered on %(delivered)s, which still lies ahead: leave it empty until it has come."
            )
            reasons.append(self._reason("delivered", cells, said(message, delivered=delivered)))
        if ordered is not None and delivered < ordered:
            message = gettext_noop("Delivered on %(delivered)s, before the order of %(ordered)s.")
            reasons.append(self._reason("delivered", cells, said(message, delivered=delivered, ordered=ordered)))
        if recorded is not None and recorded < delivered:
            message = gettext_noop("Recorded on %(recorded)s, before the delivery of %(delivered)s; kept as it is.")
            return (self._reason("recorded", cells, said(message, recorded=recorded, delivered=delivered)),)
        return NO_REASONS

    def _broken(self, number: int, cells: Cells, reasons: list[Reason]) -> None:
        names = {index: name for name, index in self.columns.fields.items()}
        for index, problem in self.broken[number].items():
            if index in names or index in self.columns.key:
                reasons.append(self._reason(names.get(index, "key"), cells, problem, index))

    def _reason(self, name: str, cells: Cells, problem: Said, index: int | None = None) -> Reason:
        index = self.columns.fields[name] if index is None else index
        return Reason(name, self.header[index], text_of(cells[index]).strip(), problem)

    def _ragged(self, cells: Cells) -> Reason:
        message = gettext_noop(
            "The row has %(cells)s cells, the header %(header)s. Put a cell that contains the separator in quotation "
            "marks, or fill in the missing one."
        )
        return Reason("", "", "", said(message, cells=len(cells), header=len(self.header)))


UNKNOWN = Amount()


def _agree(stated: str | None, value: Amount) -> bool:
    if stated is None:
        return True
    if value.currency is not None:
        return stated == value.currency
    return value.shared_sign is None or stated in SHARED_SIGNS[value.shared_sign]


def currency_of(written: str) -> tuple[str | None, str | None]:
    """Return the currency a cell names, or the sign that several currencies share.

    >>> currency_of("usd"), currency_of("€"), currency_of("$")
    (('USD', None), ('EUR', None), (None, '$'))
    """
    plain = written.casefold()
    if written.upper() in CODES:
        return written.upper(), None
    return SIGNS.get(plain), plain if plain in SHARED_SIGNS else None


def currency_in_header(header: str) -> str | None:
    """Return the one currency a header names, as in Freight Cost (USD)."""
    found = {word for word in re.findall(r"[A-Z]{3}", header) if word in CODES}
    return found.pop() if len(found) == 1 else None
