"""Deciding the order of day and month in every date column, one checked against the others."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from troth.basis.text import gettext_noop
from troth_site.sheets import centuries, date_evidence
from troth_site.sheets.centuries import Window
from troth_site.sheets.date_forms import ORDERS, Order, Written, read_date
from troth_site.sheets.dates import DateColumn
from troth_site.sheets.messages import Said, UnreadableFile, said
from troth_site.sheets.questions import Offer, Question
from troth_site.sheets.tables import Cell

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
    window: Window | None = None  # where years have two digits


Sample = Sequence[Mapping[str, Cell]]
NO_ANSWERS: centuries.Answers = (None, None)


def decide(
    columns: Mapping[str, DateColumn], sample: Sample, answers: Mapping[str, str], *, this_year: int | None = None
) -> tuple[dict[str, DateDecision], tuple[Question, ...]]:
    """Decide every column, or ask.

    Args:
        columns: Studied columns by field (ordered, promised, delivered, recorded).
        sample: Rows of date cells by field, spread over the file, for the cross-check.
        answers: Answers given, by header; two to one column stand with a blank between.
        this_year: The year in which the file is read; the present one unless said otherwise.
    """
    given = {name: centuries.parted(answer) for name, answer in answers.items()}
    orders = {field: _open(column, given.get(column.name, NO_ANSWERS)[0]) for field, column in columns.items()}
    undecided = any(len(each) > 1 for each in orders.values())
    shorts = [field for field, column in columns.items() if column.short_years.counts]
    written = [{field: read_date(row[field]) for field in row} for row in sample] if undecided or shorts else []
    left = _left(orders, written) if undecided else {field: dict.fromkeys(each) for field, each in orders.items()}
    found = _windows(columns, left, given, written, this_year or dt.datetime.now(dt.UTC).year)
    decisions: dict[str, DateDecision] = {}
    questions: list[Question] = []
    for field, column in columns.items():
        if len(left[field]) > 1:
            questions.append(_question(column, tuple(left[field]), left[field]))
        century = found.get(field, centuries.Century(None))
        questions.extend([century.question] if century.question else [])
        decisions[field] = _decision(field, column, orders[field], left[field], given, century)
    return decisions, tuple(questions)


Left = dict[Order, tuple[int, int]]


def _left(orders: Mapping[str, tuple[Order, ...]], written: Sequence[Mapping[str, Written]]) -> dict[str, Left]:
    """Return the orders that the other columns leave, with the pairs of dates that each makes implausible."""
    choices = {field: each or (None,) for field, each in orders.items()}
    counts = date_evidence.count(choices, written, lambda _field, cell, order: cell.under(cast(Order, order)))
    left = {
        field: date_evidence.surviving(field, each, counts) if len(each) > 1 else each for field, each in orders.items()
    }
    return {field: date_evidence.best(field, each, counts) for field, each in left.items()}


def _windows(
    columns: Mapping[str, DateColumn],
    left: Mapping[str, Left],
    given: Mapping[str, centuries.Answers],
    written: Sequence[Mapping[str, Written]],
    this_year: int,
) -> dict[str, centuries.Century]:
    """Decide the centuries of the columns whose order is decided; the others are asked about that first."""
    known = {
        field: centuries.ShortColumn(
            column.name, column.short_years, next(iter(left[field]), None), given.get(column.name, NO_ANSWERS)[1]
        )
        for field, column in columns.items()
        if len(left[field]) <= 1
    }
    return centuries.decide(known, written, this_year=this_year)


def _decision(
    field: str,
    column: DateColumn,
    orders: tuple[Order, ...],
    left: Left,
    given: Mapping[str, centuries.Answers],
    century: centuries.Century,
) -> DateDecision:
    how = _how(orders, left, is_answered=given.get(column.name, NO_ANSWERS)[0] is not None)
    order = next(iter(left)) if len(left) == 1 else None
    notes = (*century.notes, *_notes(column))
    return DateDecision(field, column.name, order, how, _proof(column, order, how), notes, century.window)


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


def _how(orders: tuple[Order, ...], left: Left, *, is_answered: bool) -> str:
    if not orders:
        return "written"
    if is_answered:
        return "answered"
    if len(left) > 1:
        return "asked"
    return "proved" if len(orders) == 1 else "cross-checked"


def _proof(column: DateColumn, order: Order | None, how: str) -> tuple[int, str] | None:
    return column.proof(order) if order is not None and how == "proved" else None


def _notes(column: DateColumn) -> tuple[Said, ...]:
    notes = []
    if column.serials:
        message = gettext_noop("Plain numbers in %(column)s are read as Excel days, counted from %(system)s.")
        notes.append(said(message, column=column.name, system=column.system or 1900))
    if column.triples and column.triples < column.different - 1:
        message = gettext_noop("The column %(column)s holds dates in several forms, such as %(value)s.")
        notes.append(said(message, column=column.name, value=column.samples[0]))
    return tuple(notes)


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
