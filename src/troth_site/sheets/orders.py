"""An order list: studied once as a whole, then read row by row."""

from collections.abc import Callable, Iterator
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from troth.basis.text import gettext_noop
from troth_site.sheets import clean_rows, date_orders, misplaced
from troth_site.sheets import mapping as mappings
from troth_site.sheets.dates import DateColumn
from troth_site.sheets.mapping import DATE_FIELDS, NUMBER_FIELDS, Columns, Mapping
from troth_site.sheets.messages import UnreadableFile, said
from troth_site.sheets.numbers import NumberColumn, NumberDecision
from troth_site.sheets.order_reading import OrderReader, currency_in_header, set_aside_rule
from troth_site.sheets.order_rows import AnyRow
from troth_site.sheets.questions import Question
from troth_site.sheets.repeats import Repeats
from troth_site.sheets.studies import Study
from troth_site.sheets.tables import Cell, Cells, Row, Table, text_of

MOST_SAMPLED = 4_000


@dataclass(slots=True)
class _Pass:
    """What is gathered while the rows go by once."""

    columns: Columns
    width: int
    dates: dict[str, tuple[int, DateColumn]]
    numbers: dict[str, tuple[int, NumberColumn]]
    content: Callable[[Cells], Any]
    repeats: Repeats = field(default_factory=Repeats)
    sample: list[dict[str, Cell]] = field(default_factory=list)
    stride: int = 1
    read: int = 0
    set_aside: int = 0

    def take(self, row: Row) -> None:
        self.read += 1
        number, cells = row
        if len(cells) != self.width:
            return
        if set_aside_rule(self.columns, cells) is not None:
            self.set_aside += 1
            return
        for index, column in self.dates.values():
            column.study(cells[index], number)
        for index, amounts in self.numbers.values():
            amounts.study(cells[index], number)
        self.repeats.add(number, key=key_of(self.columns, cells), content=self.content(cells))
        if self.read % self.stride == 0:
            self._keep(cells)

    def _keep(self, cells: Cells) -> None:
        self.sample.append({name: cells[index] for name, (index, _) in self.dates.items()})
        if len(self.sample) >= MOST_SAMPLED:
            self.sample = self.sample[::2]
            self.stride *= 2


def study(table: Table, mapping: Mapping, answers: AnyMapping[str, str] | None = None) -> Study:
    """Read the whole file once and decide how each column is read.

    Args:
        table: The opened file.
        mapping: Which column is what; `factory` and `promised` are needed.
        answers: Answers by header beside those of the mapping: day-first, month-first, year-first, point, comma.

    Raises:
        UnreadableFile: A column is missing or mixes orders, or the promised column holds no dates.
    """
    columns = mappings.apply(_with_key(mapping, answers), table)
    content = itemgetter(*columns.fields.values())
    found = _Pass(columns, len(table.header), _date_columns(table, columns), _number_columns(columns), content)
    for row in table.rows():
        found.take(row)
    misplaced.refuse(table, columns, promised=found.dates["promised"][1])
    studied = {name: column for name, (_, column) in found.dates.items()}
    dates, questions = date_orders.decide(studied, found.sample, columns.answers)
    numbers, more = _numbers(found)
    decisions = [*dates.values(), *numbers.values()]
    return Study(
        columns=columns,
        questions=(*questions, *more),
        dates=dates,
        numbers=numbers,
        read=found.read,
        set_aside=found.set_aside,
        repeated=found.repeats.found(),
        unknown=_unknown(found),
        notes=(*table.facts.notes, *(note for decision in decisions for note in decision.notes)),
    )


def rows(table: Table, study: Study) -> Iterator[AnyRow]:
    """Stream every row of the file as an order line, a refusal, a row set aside or a repetition.

    Raises:
        ValueError: A question is still open: nothing may be imported on a guess.
    """
    if study.questions:
        raise ValueError(f"{len(study.questions)} questions are still open")
    return clean_rows.stream(OrderReader.of(table, study), table.rows())


def _with_key(mapping: Mapping, answers: AnyMapping[str, str] | None) -> Mapping:
    key = mapping.key or tuple(mapping.fields[name] for name in ("order", "line") if name in mapping.fields)
    if not key:
        raise UnreadableFile(
            said(gettext_noop("Nothing tells one order line from another.")),
            mend=said(gettext_noop("Choose the columns that together name a line, such as order number and line.")),
        )
    return Mapping(mapping.fields, key, mapping.set_aside, {**mapping.answers, **(answers or {})})


def key_of(columns: Columns, cells: Cells) -> str:
    """Return the key of a row: the cells of its key columns, joined."""
    if len(columns.key) == 1:
        return text_of(cells[columns.key[0]]).strip()
    return " | ".join([text_of(cells[index]).strip() for index in columns.key])


def _date_columns(table: Table, columns: Columns) -> dict[str, tuple[int, DateColumn]]:
    return {
        name: (columns.fields[name], DateColumn(columns.names[name], table.facts.date_system))
        for name in DATE_FIELDS
        if name in columns.fields
    }


def _number_columns(columns: Columns) -> dict[str, tuple[int, NumberColumn]]:
    return {
        name: (columns.fields[name], NumberColumn(columns.names[name]))
        for name in NUMBER_FIELDS
        if name in columns.fields
    }


def _numbers(found: _Pass) -> tuple[dict[str, NumberDecision], tuple[Question, ...]]:
    decisions: dict[str, NumberDecision] = {}
    questions: list[Question] = []
    columns = found.columns
    stated = "currency" in columns.fields or currency_in_header(columns.names.get("value", "")) is not None
    for name, (_, column) in found.numbers.items():
        answer = columns.answers.get(column.name)
        decisions[name], question = column.decide(name, answer, currency_stated=stated)
        if question is not None:
            questions.append(question)
    return decisions, tuple(questions)


def _unknown(found: _Pass) -> dict[str, dict[str, int]]:
    words = {name: column.words for name, (_, column) in found.dates.items()}
    return words | {name: column.words for name, (_, column) in found.numbers.items()}
