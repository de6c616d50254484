"""Deciding the order of day and month in every date column, one checked against the others."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import cast

from troth.basis.text import gettext_noop
from troth_site.sheets.date_forms import LAST_SHORT_YEAR, ORDERS, Order, Written, read_date
from troth_site.sheets.dates import DateColumn
from troth_site.sheets.messages import Said, UnreadableFile, said
from troth_site.sheets.questions import Offer, Question
from troth_site.sheets.tables import Cell

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
LONGEST_SPAN = 50  # years between the first and last date of one column

MEANINGS: Mapping[Order, str] = {
    "day-first": gettext_noop("The day comes first, then the month."),
    "month-first": gettext_noop("The month comes first, then the day."),
    "year-first": gettext_noop("The year comes first, then the month and the day."),
}


@dataclass(frozen=True, slots=True)
class DateDecision:
    """How one date column is read, and why."""

    field: str
    column: str
    order: Order | None
    how: str  # written (needs no order), proved, cross-checked, answered
    proof: tuple[int, str] | None = None
    notes: tuple[Said, ...] = ()


Sample = Sequence[Mapping[str, Cell]]


def decide(
    columns: Mapping[str, DateColumn], sample: Sample, answers: Mapping[str, str]
) -> tuple[dict[str, DateDecision], tuple[Question, ...]]:
    """Decide every column, or ask.

    Args:
        columns: Studied columns by field (ordered, promised, delivered, recorded).
        sample: Rows of date cells by field, spread over the file, for the cross-check.
        answers: Answers given, by header.
    """
    open_orders = {field: _open(column, answers.get(column.name)) for field, column in columns.items()}
    counts = _counts(open_orders, sample)
    decisions: dict[str, DateDecision] = {}
    questions: list[Question] = []
    for field, column in columns.items():
        orders = open_orders[field]
        left = _surviving(field, orders, counts) if len(orders) > 1 else orders
        if len(left) > 1:
            questions.append(_question(column, left, _best(field, left, counts)))
        how = _how(column, orders, left, answers)
        order = left[0] if len(left) == 1 else None
        decisions[field] = DateDecision(field, column.name, order, how, _proof(column, order, how), _notes(column))
    return decisions, tuple(questions)


def _open(column: DateColumn, answer: str | None) -> tuple[Order, ...]:
    if answer is None:
        return column.possible()
    if answer not in ORDERS:
        message = gettext_noop("%(answer)s is no answer for the date column %(column)s.")
        raise UnreadableFile(
            said(message, answer=answer, column=column.name),
            mend=said(gettext_noop("Answer day-first, month-first or year-first.")),
        )
    order = cast(Order, answer)
    column.check_answer(order)
    return (order,) if column.triples else ()


def _how(column: DateColumn, orders: tuple[Order, ...], left: tuple[Order, ...], answers: Mapping[str, str]) -> str:
    if not orders:
        return "written"
    if column.name in answers:
        return "answered"
    if len(left) > 1:
        return "asked"
    return "proved" if len(orders) == 1 else "cross-checked"


def _proof(column: DateColumn, order: Order | None, how: str) -> tuple[int, str] | None:
    return column.proof(order) if order is not None and how == "proved" else None


def _notes(column: DateColumn) -> tuple[Said, ...]:
    notes = []
    if column.short_years:
        message = gettext_noop("Two-digit years in %(column)s are read as %(first)s to %(last)s.")
        notes.append(said(message, column=column.name, first=1901 + LAST_SHORT_YEAR, last=2000 + LAST_SHORT_YEAR))
        notes.extend(_centuries(column))
    if column.serials:
        message = gettext_noop("Plain numbers in %(column)s are read as Excel days, counted from %(system)s.")
        notes.append(said(message, column=column.name, system=column.system or 1900))
    if column.triples and column.triples < column.different - 1:
        message = gettext_noop("The column %(column)s holds dates in several forms, such as %(value)s.")
        notes.append(said(message, column=column.name, value=column.samples[0]))
    return tuple(notes)


def _centuries(column: DateColumn) -> tuple[Said, ...]:
    """Years far apart hint at the wrong century for some: 31-Dec-69 is 1969 beside dates of this century."""
    first, last = min(column.windowed, default=0), max(column.windowed, default=0)
    if last - first <= LONGEST_SPAN:
        return ()
    message = gettext_noop("The years of %(column)s would reach from %(first)s to %(last)s. Write them in four digits.")
    return (said(message, column=column.name, first=first, last=last),)


Counts = dict[tuple[tuple[str, Order | None], ...], tuple[int, int]]


def _counts(open_orders: Mapping[str, tuple[Order, ...]], sample: Sample) -> Counts:
    """Count implausible pairs of dates for every combination of the readings still open."""
    undecided = [field for field, orders in open_orders.items() if len(orders) > 1]
    if not undecided:
        return {}
    written = [{field: read_date(row[field]) for field in row} for row in sample]
    choices: list[tuple[Order | None, ...]] = [orders or (None,) for orders in open_orders.values()]
    combinations = [tuple(zip(open_orders, choice, strict=True)) for choice in product(*choices)]
    written = written[:: max(1, len(written) * len(combinations) // MOST_PAIRS)]
    return {combination: _implausible(dict(combination), written) for combination in combinations}


def _implausible(orders: Mapping[str, Order | None], rows: Sequence[Mapping[str, Written]]) -> tuple[int, int]:
    bad = compared = 0
    pairs = [pair for pair in PLAUSIBLE if pair[0] in orders and pair[1] in orders]
    for row in rows:
        days = {field: written.under(orders[field]) for field, written in row.items()}
        for early, late, least, most in pairs:
            first, second = days[early], days[late]
            if first is not None and second is not None:
                compared += 1
                bad += not least <= (second - first).days <= most
    return bad, compared


def _best(field: str, orders: tuple[Order, ...], counts: Counts) -> dict[Order, tuple[int, int]]:
    """Return, for each reading of a column, its best case over all readings of the other columns."""
    return {
        order: min((count for combination, count in counts.items() if (field, order) in combination), key=_share)
        for order in orders
    }


def _share(count: tuple[int, int]) -> float:
    return count[0] / count[1] if count[1] else 0.0


def _surviving(field: str, orders: tuple[Order, ...], counts: Counts) -> tuple[Order, ...]:
    best = _best(field, orders, counts)
    if min(map(_share, best.values())) > CLEAN_SHARE:
        return orders
    nonsense = {
        order for order, count in best.items() if count[0] >= NONSENSE_PAIRS and _share(count) >= NONSENSE_SHARE
    }
    return tuple(order for order in orders if order not in nonsense)


def _question(column: DateColumn, orders: tuple[Order, ...], counts: Mapping[Order, tuple[int, int]]) -> Question:
    offers = tuple(
        Offer(
            order,
            said(MEANINGS[order]),
            tuple((text, _iso(read_date(text).under(order))) for text in column.samples),
            *counts[order],
        )
        for order in orders
    )
    message = gettext_noop("In the column %(column)s every date can be read in several ways. Which one is right?")
    return Question("date-order", column.name, said(message, column=column.name), offers)


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""
