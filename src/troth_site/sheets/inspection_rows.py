"""Inspection results from a table: one row an inspection, or one a defect; blank is unknown, pending is not passed."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from troth.basis.text import gettext_noop
from troth.quality.origin_questions import parted_names
from troth_site.actions.quality.inspections_imported import Found, Result
from troth_site.sheets import date_orders, inspection_counts
from troth_site.sheets.centuries import USUAL
from troth_site.sheets.dates import DateColumn, DateReader
from troth_site.sheets.header_names import plain
from troth_site.sheets.inspection_columns import CLASSES, NUMBERS, columns_of
from troth_site.sheets.messages import Said, said
from troth_site.sheets.questions import Question
from troth_site.sheets.tables import Cells, Table, text_of

SOURCES = {"final": "final", "终检": "final", "fri": "final", "in line": "in-line", "inline": "in-line",
           "dupro": "in-line",
           "巡检": "in-line", "arrival": "arrival", "on arrival": "arrival", "customer": "customer"}  # fmt: skip
NO_VERDICT = gettext_noop("This word is not known here: write passed, failed or pending, or leave it blank.")
NO_SOURCE = gettext_noop("This word is not known here: write final, in-line, arrival or customer, or leave it blank.")
VERDICTS = {
    **dict.fromkeys(("accepted", "accept", "passed", "pass", "ok", "合格", "通过"), "accepted"),
    **dict.fromkeys(("failed", "fail", "rejected", "reject", "not accepted", "不合格"), "not-accepted"),
    **dict.fromkeys(("pending", "hold", "on hold", "open", "待定"), "pending"),
}
BLANK = (None, "", ())
LONGEST, MOST_NAMES = 120, 40
TOO_LONG = gettext_noop("This is longer than 120 characters: shorten it.")
TOO_MANY = gettext_noop("These are more than 40 names: leave out those that matter least.")


@dataclass(frozen=True, slots=True)
class RefusedCell:
    """Why a row is refused: its number, the column, the value, and the sentence."""

    row: int
    column: str
    value: str
    said: Said


@dataclass(slots=True)
class Results:
    """What a table came to: inspections, refused cells, open questions, and which column is what.

    Attributes:
        kept_out: Rows of inspections that are refused because of any of their rows.
        decision: How the column of days is read; None while that is a question.
        numbers: How the columns of numbers are read.
        named: The first row that names most sub-suppliers, and the names as they were parted.
    """

    columns: Mapping[str, str]
    read: int = 0
    results: list[Result] = field(default_factory=list)
    refused: list[RefusedCell] = field(default_factory=list)
    questions: tuple[Question, ...] = ()
    kept_out: set[int] = field(default_factory=set)
    decision: date_orders.DateDecision | None = None
    numbers: inspection_counts.Counts = field(default_factory=lambda: inspection_counts.Counts({}))
    named: tuple[int, tuple[str, ...]] | None = None


def read_results(
    table: Table, *, factory: str, chosen: Mapping[str, str] | None = None, answers: Mapping[str, str] | None = None,
    guess: bool = True,
) -> Results:  # fmt: skip
    """Read a table of inspection results.

    Args:
        table: The opened file.
        factory: The column that names the factory.
        chosen: Fields mapped by hand.
        answers: Order of day and month by column, where it was asked.
        guess: Take further columns whose names say what they are.

    Raises:
        UnreadableFile: A column is missing or unknown, or the day's column mixes orders.
    """
    columns = columns_of(table, {**(chosen or {}), "factory": factory}, guess=guess)
    study = DateColumn(table.header[columns["day"]], table.facts.date_system)
    for row in table.rows():
        if len(row.cells) == len(table.header):
            study.study(row.cells[columns["day"]], row.number)
    decided, questions = date_orders.decide({"day": study}, [], answers or {})
    numbers, more = inspection_counts.study(table, columns, answers or {})
    found = Results({name: table.header[index] for name, index in columns.items()}, questions=(*questions, *more))
    found.numbers = inspection_counts.Counts(numbers)
    if found.questions:
        return found
    found.decision = decision = decided["day"]
    reader = DateReader(decision.order, table.facts.date_system or 1900, decision.window or USUAL)
    reading = _Reading(table, columns, reader, found)
    for row in table.rows():
        found.read += 1
        reading.take(row.number, row.cells)
    reading.close()
    return found


@dataclass(slots=True)
class _Lot:
    """One inspection as its rows gather."""

    rows: list[int]
    said: dict[str, object]
    found: list[Found]
    is_refused: bool = False


@dataclass(slots=True)
class _Reading:
    table: Table
    columns: Mapping[str, int]
    days: DateReader
    into: Results
    lots: dict[tuple[str, str, dt.date], _Lot] = field(default_factory=dict)

    def take(self, number: int, cells: Cells) -> None:
        """Read one row; anything amiss refuses it, and with it the inspection it belongs to."""
        if len(cells) != len(self.table.header):
            self.into.refused.append(
                RefusedCell(number, "", "", said(gettext_noop("The row is not as wide as the header.")))
            )
            return
        before = len(self.into.refused)
        day = self._day(number, cells)
        values: dict[str, object] = {name: self._number(number, cells, name) for name in NUMBERS}
        values["verdict"] = self._word(number, cells, "verdict", VERDICTS, "", NO_VERDICT)
        values["source"] = self._word(number, cells, "source", SOURCES, "final", NO_SOURCE)
        values |= {name: self._text(cells, name) for name in ("order", "inspector", "family")}
        values["line"] = self._name(number, cells, "line", " ".join(self._text(cells, "line").split()))
        values["suppliers"] = self._suppliers(number, cells)
        defect = self._defect(number, cells, values.pop("count"))
        for name in ("factory", "lot"):
            if not self._text(cells, name):
                self._refuse(number, cells, name, gettext_noop("This cell is blank, but every row needs it."))
        self._compare(number, cells, values)
        if day is None:
            return
        lot = self.lots.setdefault((self._text(cells, "factory"), self._text(cells, "lot"), day), _Lot([], values, []))
        self._join(lot, number, cells, values)
        lot.found.extend([defect] if defect else [])
        lot.is_refused |= len(self.into.refused) > before

    def close(self) -> None:
        """Make inspections of what was gathered; one with a refused row is refused whole."""
        for (factory, name, day), lot in self.lots.items():
            if lot.is_refused:
                self.into.kept_out |= set(lot.rows)
            else:
                known: dict[str, Any] = lot.said
                result = Result(
                    factory=factory, lot=name, day=day, rows=tuple(lot.rows), found=tuple(lot.found), **known
                )  # fmt: skip
                self.into.results.append(result)

    def _join(self, lot: _Lot, number: int, cells: Cells, values: dict[str, object]) -> None:
        lot.rows.append(number)
        for name, value in values.items():
            known = lot.said.get(name)
            if known in BLANK:
                lot.said[name] = value
            elif value not in (*BLANK, known):
                message = gettext_noop("Row %(other)s says something else of this lot and day.")
                self._refuse(number, cells, name, message, other=lot.rows[0])

    def _text(self, cells: Cells, name: str) -> str:
        return text_of(cells[self.columns[name]]).strip() if name in self.columns else ""

    def _refuse(self, number: int, cells: Cells, name: str, message: str, **values: object) -> None:
        column = self.table.header[self.columns[name]] if name in self.columns else ""
        self.into.refused.append(RefusedCell(number, column, self._text(cells, name), said(message, **values)))

    def _day(self, number: int, cells: Cells) -> dt.date | None:
        found = self.days.read(cells[self.columns["day"]])
        if not isinstance(found, dt.date):
            self._refuse(number, cells, "day", gettext_noop("This is no day, but every row needs one."))
            return None
        if found > dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1):
            self._refuse(number, cells, "day", gettext_noop("This day still lies ahead."))
        return found

    def _number(self, number: int, cells: Cells, name: str) -> int | None:
        if name not in self.columns:
            return None
        found = self.into.numbers.read(name, cells[self.columns[name]])
        if isinstance(found, str):
            self._refuse(number, cells, name, found)
            return None
        return found

    def _name(self, number: int, cells: Cells, name: str, text: str) -> str:
        if len(text) > LONGEST:
            self._refuse(number, cells, name, TOO_LONG)
        return text

    def _suppliers(self, number: int, cells: Cells) -> tuple[str, ...]:
        names = parted_names(self._text(cells, "suppliers"))
        if len(names) > MOST_NAMES:
            self._refuse(number, cells, "suppliers", TOO_MANY)
        for each in names:
            self._name(number, cells, "suppliers", each)
        if names and (self.into.named is None or len(names) > len(self.into.named[1])):
            self.into.named = (number, names)
        return names

    def _word(self, number: int, cells: Cells, name: str, words: Mapping[str, str], blank: str, unknown: str) -> str:
        text = self._text(cells, name)
        if not text:
            return blank
        if plain(text) not in words:
            self._refuse(number, cells, name, unknown)
            return blank
        return words[plain(text)]

    def _defect(self, number: int, cells: Cells, count: object) -> Found | None:
        name, grade = self._text(cells, "defect"), plain(self._text(cells, "class"))
        if not name and not grade and count is None:
            return None
        if grade not in CLASSES:
            self._refuse(number, cells, "class", gettext_noop("A defect is critical, major or minor."))
            return None
        return Found(name=name or grade, defect_class=grade, count=count if isinstance(count, int) else None)

    def _compare(self, number: int, cells: Cells, values: Mapping[str, object]) -> None:
        looked_at, size = values["inspected"], values["lot_size"]
        if isinstance(looked_at, int) and isinstance(size, int) and looked_at > size:
            self._refuse(number, cells, "inspected", gettext_noop("More units were inspected than the lot holds."))
        for name in CLASSES:
            bad = values[name]
            if not isinstance(bad, int):
                continue
            if not isinstance(looked_at, int):
                self._refuse(
                    number, cells, name, gettext_noop("Bad units are counted, but not how many were inspected.")
                )
            elif bad > looked_at:
                message = gettext_noop("More bad units than the %(units)s that were inspected.")
                self._refuse(number, cells, name, message, units=looked_at)
