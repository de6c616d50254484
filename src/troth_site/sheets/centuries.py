"""Years of two digits: which century, decided for each column from all its values and the other date columns.

The usual window (POSIX) reads 69 to 99 as the last century's and 00 to 68 as this one's. It is certain wherever it puts
no date more than some years ahead. Otherwise the nearest window without such dates is held against it.
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from troth.basis.text import gettext_noop
from troth_site.sheets import date_evidence
from troth_site.sheets.date_forms import LAST_SHORT_YEAR, Order, Written
from troth_site.sheets.messages import Said, UnreadableFile, said
from troth_site.sheets.questions import Offer, Question

USUAL_END = 2000 + LAST_SHORT_YEAR
YEARS_AHEAD = 10  # orders are not promised for later
# Single dates far ahead are slips of the pen, and asking about them would not mend them.
DOUBTFUL_SHARE = 0.02
FIRST_END, LAST_END = 1999, 2100
ANSWER = re.compile(r"^until-(\d{4})$")
SAMPLES = 3
CENTURY = 100

MEANING = gettext_noop("The years lie from %(first)s to %(last)s.")


@dataclass(slots=True)
class ShortYears:
    """How often each two-digit year stands in a column, under each order of day, month and year; fed value by value."""

    counts: dict[Order | None, Counter[int]] = field(default_factory=dict)
    samples: dict[tuple[Order | None, int], str] = field(default_factory=dict)

    def take(self, written: Written, text: str) -> None:
        """Take one value into account."""
        days = [(None, written.fixed)] if written.fixed is not None else list(written.by_order)
        for order, day in days:
            if day is not None:
                self.counts.setdefault(order, Counter())[day.year] += 1
                self.samples.setdefault((order, day.year), text)

    def under(self, order: Order | None) -> Counter[int]:
        """Return how often each year stands there, as the usual window reads it."""
        found = Counter(self.counts.get(None, {}))
        if order is not None:
            found += self.counts.get(order, Counter())
        return found

    def sample(self, order: Order | None, year: int) -> str:
        """Return a value of that year as it is written."""
        return self.samples.get((order, year)) or self.samples.get((None, year), "")


@dataclass(frozen=True, slots=True)
class Window:
    """A hundred years that end with `end`.

    >>> Window(2068).place(dt.date(2040, 5, 1)), Window(2036).place(dt.date(2040, 5, 1))
    (datetime.date(2040, 5, 1), datetime.date(1940, 5, 1))
    """

    end: int

    @property
    def first(self) -> int:
        """Return its first year."""
        return self.end - CENTURY + 1

    @property
    def answer(self) -> str:
        """Return the answer that chooses it."""
        return f"until-{self.end}"

    def year(self, year: int) -> int:
        """Return the year of the same two digits that lies in it."""
        return self.end - (self.end - year) % CENTURY

    def place(self, day: dt.date) -> dt.date | None:
        """Return the day in this window; None for 29 February where the year is not a leap year there."""
        try:
            return day.replace(year=self.year(day.year))
        except ValueError:
            return None


USUAL = Window(USUAL_END)


def window_of(answer: str) -> Window | None:
    """Return the window an answer names; None where it is an answer to another question.

    >>> window_of("until-2036"), window_of("day-first")
    (Window(end=2036), None)
    """
    found = ANSWER.match(answer)
    return Window(int(found[1])) if found and FIRST_END <= int(found[1]) <= LAST_END else None


Answers = tuple[str | None, str | None]


def parted(answer: str) -> Answers:
    """Return what a person answered about a column: the order or decimal mark, and the century.

    >>> parted("day-first until-2036"), parted("until-2068"), parted("day-first")
    (('day-first', 'until-2036'), (None, 'until-2068'), ('day-first', None))
    """
    century = [word for word in answer.split() if word.startswith("until-")]
    others = [word for word in answer.split() if not word.startswith("until-")]
    return " ".join(others) or None, century[-1] if century else None


@dataclass(frozen=True, slots=True)
class ShortColumn:
    """A date column as far as its century is concerned: its years, its order, and what was answered."""

    name: str
    years: ShortYears
    order: Order | None
    answer: str | None = None

    def counted(self) -> Counter[int]:
        """Return how often each year stands there, as the usual window reads it."""
        return self.years.under(self.order)

    def doubtful(self, latest: int) -> Counter[int]:
        """Return the years that the usual window puts further ahead than the latest plausible one."""
        return Counter({year: n for year, n in self.counted().items() if year > latest})

    def windows(self, latest: int) -> tuple[Window, ...]:
        """Return the windows that its own values leave possible, the usual one first."""
        if self.answer is not None:
            return (_answered(self.name, self.answer),)
        years = self.counted()
        share = self.doubtful(latest).total() / max(years.total(), 1)
        return (USUAL, Window(latest)) if share > DOUBTFUL_SHARE else (USUAL,)


@dataclass(frozen=True, slots=True)
class Century:
    """How the two-digit years of one column are read: the window, or the question which it is."""

    window: Window | None
    notes: tuple[Said, ...] = ()
    question: Question | None = None


def decide(
    columns: Mapping[str, ShortColumn], sample: Sequence[Mapping[str, Written]], *, this_year: int
) -> dict[str, Century]:
    """Decide the century of every column whose order is decided, or ask.

    Args:
        columns: The columns by field (ordered, promised, delivered, recorded), those without short years too.
        sample: What the cells of some rows may mean, by field, for the cross-check.
        this_year: The year in which the file is read.
    """
    latest = this_year + YEARS_AHEAD
    choices = {field: column.windows(latest) for field, column in columns.items()}
    open_ones = [field for field, windows in choices.items() if len(windows) > 1]

    def under(field: str, written: Written, window: object) -> dt.date | None:
        day = written.under(columns[field].order)
        return window.place(day) if day and written.short_year and isinstance(window, Window) else day

    counts = date_evidence.count(choices, sample, under) if open_ones else {}
    return {
        field: _century(column, _left(field, choices[field], counts), latest)
        for field, column in columns.items()
        if column.counted()
    }


Left = dict[Window, tuple[int, int]]


def _left(field: str, windows: tuple[Window, ...], counts: date_evidence.Counts) -> Left:
    """Return the windows that the other columns leave, with the pairs of dates that each makes implausible."""
    if len(windows) == 1:
        return {windows[0]: (0, 0)}
    left = date_evidence.surviving(field, windows, counts)
    return date_evidence.best(field, left, counts)


def _century(column: ShortColumn, left: Left, latest: int) -> Century:
    if len(left) > 1:
        return Century(None, question=_question(column, left, latest))
    (window,) = left
    message = gettext_noop("Two-digit years in %(column)s are read as %(first)s to %(last)s.")
    notes = [said(message, column=column.name, first=window.first, last=window.end)]
    doubtful = column.doubtful(latest)
    if doubtful and window == USUAL and column.answer is None:
        message = gettext_noop(
            "Some dates in %(column)s, such as %(value)s, would lie after %(latest)s: write their years in four digits."
        )
        example = column.years.sample(column.order, max(doubtful))
        notes.append(said(message, column=column.name, value=example, latest=latest))
    return Century(window, tuple(notes))


def _question(column: ShortColumn, left: Left, latest: int) -> Question:
    years = sorted(column.doubtful(latest))[:SAMPLES]
    offers = tuple(
        Offer(
            window.answer,
            said(MEANING, first=window.first, last=window.end),
            tuple((column.years.sample(column.order, year), str(window.year(year))) for year in years),
            *pairs,
        )
        for window, pairs in left.items()
    )
    message = gettext_noop("In the column %(column)s the years have two digits. Which century is meant?")
    return Question("century", column.name, said(message, column=column.name), offers)


def _answered(name: str, answer: str) -> Window:
    window = window_of(answer)
    if window is None:
        message = gettext_noop("%(answer)s is no answer for the date column %(column)s.")
        raise UnreadableFile(
            said(message, answer=answer, column=name),
            mend=said(gettext_noop("Answer with the last year that is meant, such as until-2068.")),
        )
    return window
