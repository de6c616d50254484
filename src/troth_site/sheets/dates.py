"""The order of day and month, decided for each column from all its values, never silently guessed."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from troth.basis.text import gettext_noop
from troth_site.sheets.centuries import USUAL, ShortYears, Window
from troth_site.sheets.date_forms import NOT_A_DATE, ORDERS, Order, Written, read_date, serial_day
from troth_site.sheets.messages import Said, UnreadableFile, at_row, said
from troth_site.sheets.tables import Cell, text_of

REMEMBERED = 8_000  # distinct cells kept in memory for one column
SAMPLES = 6
NO_DATE: Mapping[Order, str] = {
    "day-first": gettext_noop("The column %(column)s cannot be read day-first: %(value)s would be no date."),
    "month-first": gettext_noop("The column %(column)s cannot be read month-first: %(value)s would be no date."),
    "year-first": gettext_noop("The column %(column)s cannot be read year-first: %(value)s would be no date."),
}


@dataclass(frozen=True, slots=True)
class Unread:
    """A cell that could not be read: why, and whether it is mere words, which may stand for "unknown"."""

    problem: Said
    is_words: bool = False


def _tells(written: Written) -> bool:
    """Say whether day first and month first make two days of it, as they do not of 03/03/2026."""
    return written.under("day-first") != written.under("month-first")


@dataclass(slots=True)
class DateColumn:
    """What all values of one column say about the order of day and month; feed it row by row."""

    name: str
    system: int | None = None
    remaining: set[Order] = field(default_factory=lambda: set(ORDERS))
    against: dict[Order, tuple[int, str]] = field(default_factory=dict)  # the first value that excludes an order
    samples: list[str] = field(default_factory=list)
    dates: int = 0
    different: int = 0  # values other than words, each as often as it was learnt
    broken: int = 0
    shaped: int = 0  # of the broken ones, those in the form of a date, such as 31 April
    example: str = ""  # a value that is no date
    words: dict[str, int] = field(default_factory=dict)
    triples: int = 0
    serials: int = 0
    short_years: ShortYears = field(default_factory=ShortYears)
    first_parts: set[int] = field(default_factory=set)
    last_parts: set[int] = field(default_factory=set)
    known: dict[Cell, Written] = field(default_factory=dict, repr=False)

    def study(self, cell: Cell, row: int) -> None:
        """Take one value into account; a value seen before costs a look-up."""
        written = self.known.get(cell)
        if written is None:
            written = self._learn(cell, row)
        if written.problem is None:
            if written is not NOTHING:
                self.dates += 1
        elif written.is_words:
            text = text_of(cell).strip()
            self.words[text] = self.words.get(text, 0) + 1
        else:
            self.broken += 1
            self.shaped += written.problem.template != NOT_A_DATE

    def _learn(self, cell: Cell, row: int) -> Written:
        written = read_date(cell)
        if len(self.known) >= REMEMBERED:
            self.known.clear()
        self.known[cell] = written
        self.different += not written.is_words
        if written.problem is not None:
            self.example = self.example or text_of(cell)
        self.serials += written.serial is not None
        if written.short_year:
            self.short_years.take(written, text_of(cell))
        if written.parts is not None:
            self._weigh(written, row, text_of(cell))
        return written

    def _weigh(self, written: Written, row: int, text: str) -> None:
        self.triples += 1
        if written.parts is not None:
            self.first_parts.add(written.parts[0])
            self.last_parts.add(written.parts[2])
        self._keep_sample(written, text)
        for order in ORDERS:
            if order not in written.shapes:
                self.against.setdefault(order, (row, text))
                self.remaining.discard(order)

    def _keep_sample(self, written: Written, text: str) -> None:
        """Keep the first values; one that each order reads as another day pushes out one that all read alike."""
        if len(self.samples) < SAMPLES:
            self.samples.append(text)
        elif _tells(written):
            alike = next((at for at, kept in enumerate(self.samples) if not _tells(read_date(kept))), None)
            if alike is not None:
                self.samples[alike] = text

    def possible(self) -> tuple[Order, ...]:
        """Return the orders under which every value is a date; refuse a column that mixes them.

        A two-digit year in front is considered only where the first numbers vary no more than the last ones:
        days vary more than years.
        """
        if not self.triples:
            return ()
        if not self.remaining:
            raise self._mixed()
        others = [order for order in ORDERS if order in self.remaining and order != "year-first"]
        if "year-first" in self.remaining and (not others or len(self.first_parts) <= len(self.last_parts)):
            others.append("year-first")
        return tuple(others)

    def _mixed(self) -> UnreadableFile:
        (row, value), (other_row, other) = self.against["day-first"], self.against["month-first"]
        message = gettext_noop(
            "The column %(column)s mixes orders of day and month: %(value)s (row %(row)s) cannot have the day first, "
            "%(other)s (row %(other_row)s) cannot have the month first."
        )
        return UnreadableFile(
            said(message, column=self.name, value=value, row=row, other=other, other_row=other_row),
            place=at_row(max(row, other_row)),
            mend=said(gettext_noop("Write the dates of one column in one order, such as 2026-05-31.")),
        )

    def check_answer(self, order: Order) -> None:
        """Refuse an answer that a value of the column proves wrong."""
        if order in self.remaining or not self.triples:
            return
        row, value = self.against[order]
        raise UnreadableFile(
            said(NO_DATE[order], column=self.name, value=value),
            place=at_row(row),
            mend=said(gettext_noop("Give another answer for this column.")),
        )

    def proof(self, order: Order) -> tuple[int, str] | None:
        """Return the row and value that exclude the reading people would take it for otherwise."""
        return self.against.get("day-first" if order == "month-first" else "month-first")


NOTHING = read_date("")


@dataclass(slots=True)
class DateReader:
    """Reads the cells of one column; remembers what it has read."""

    order: Order | None
    system: int
    window: Window = USUAL
    known: dict[Cell, dt.date | Unread | None] = field(default_factory=dict, repr=False)

    def read(self, cell: Cell) -> dt.date | Unread | None:
        """Return the day, None for a blank, or why there is no day."""
        try:
            return self.known[cell]
        except KeyError:
            if len(self.known) >= REMEMBERED:
                self.known.clear()
            found = self.known[cell] = self._read(cell)
            return found

    def _read(self, cell: Cell) -> dt.date | Unread | None:
        written = read_date(cell)
        if written.problem is not None:
            return Unread(written.problem, written.is_words)
        if written.serial is not None:
            day = serial_day(written.serial, system=self.system)
            if day is None:
                message = gettext_noop("%(value)s is 29 February 1900, a day only Excel knows.")
                return Unread(said(message, value=text_of(cell)))
            return day
        if written is NOTHING:
            return None
        day = written.under(self.order)
        if day is not None and written.short_year:
            day = self.window.place(day)
        if day is not None:
            return day
        return Unread(said(gettext_noop("%(value)s does not exist in the calendar."), value=text_of(cell)))
