"""Reading an order list for a command: what the options map, what is proposed, what stays open."""

from argparse import Namespace
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

from troth_site.management.answers import No, WrongUse
from troth_site.sheets import mapping, orders, proposing, reading
from troth_site.sheets.centuries import window_of
from troth_site.sheets.mapping import Mapping
from troth_site.sheets.messages import UnreadableFile
from troth_site.sheets.order_rows import ReasonGroup
from troth_site.sheets.orders import Study
from troth_site.sheets.tables import Table

ANSWERS = ("day-first", "month-first", "year-first", "point", "comma")


@dataclass(frozen=True, slots=True)
class Read:
    """A file as far as it could be read.

    Attributes:
        study: None while a column that is needed has not been chosen.
        rows: Rows of data, 0 where they were not counted yet.
    """

    path: str
    table: Table
    mapping: Mapping
    study: Study | None
    questions: list[dict[str, Any]]
    columns: dict[str, Any]
    rows: int


def read_orders(
    arguments: Namespace,
    saved: dict[str, Any] | None = None,
    *,
    wanted: Collection[str] = mapping.FIELDS,
    key_needed: bool = True,
) -> Read:
    """Open a file, map its columns and decide how each is read.

    Args:
        arguments: Options of the command.
        saved: A saved mapping, instead of a proposal.
        wanted: The fields the command reads; of other columns nothing is asked.
        key_needed: Whether lines must be told apart by a key; without one, by all their cells.

    Raises:
        No: The file is refused as a whole.
        WrongUse: An option names an unknown field or a column the file does not have.
    """
    try:
        table = reading.open_table(arguments.file, sheet=arguments.sheet)
        found, questions = _mapping(table, arguments, saved)
        found = replace(found, fields={name: column for name, column in found.fields.items() if name in wanted})
        if not key_needed and not found.key:
            found = replace(found, key=tuple(table.header))
            questions = [question for question in questions if question["kind"] != "key"]
        if questions:
            columns = {name: {"column": column} for name, column in found.fields.items()}
            return Read(arguments.file, table, found, None, questions, columns, 0)
        study = orders.study(table, found)
    except UnreadableFile as error:
        raise No(f"{arguments.file}: {error}") from error
    except OSError as error:
        raise No(f"{arguments.file}: {error.strerror}") from error
    asked = [question.as_json() for question in study.questions]
    return Read(arguments.file, table, found, study, asked, study.as_json(), study.read)


def _mapping(table: Table, arguments: Namespace, saved: dict[str, Any] | None) -> tuple[Mapping, list[dict[str, Any]]]:
    answers = _answers(arguments)
    rules = tuple(arguments.set_aside)
    if saved is not None:
        base = Mapping.from_json(saved)
        return Mapping(base.fields, base.key, (*base.set_aside, *rules), {**base.answers, **answers}), []
    chosen = dict(arguments.map)
    for name in chosen:
        if name not in mapping.FIELDS:
            raise WrongUse(f"there is no field {name!r}; the fields are {', '.join(mapping.FIELDS)}")
    factory = arguments.factory_column or chosen.pop("factory", None)
    proposal = proposing.propose(table, factory=factory, chosen=chosen)
    fields = {name: proposed.column for name, proposed in proposal.fields.items() if proposed.column != factory}
    if factory is not None:
        fields["factory"] = factory
    key = tuple(arguments.key) or proposal.key
    open_ones = [q.as_json() for q in proposal.questions if not (q.kind == "key" and key)]
    return Mapping(fields, key, rules, answers), open_ones


def _answers(arguments: Namespace) -> dict[str, str]:
    for column, answer in arguments.answer:
        if answer not in ANSWERS and window_of(answer) is None:
            choices = ", ".join(ANSWERS)
            raise WrongUse(f"--answer {column}={answer}: answer with one of {choices}, or until-YEAR for a century")
    columns = dict(arguments.answer)
    # The order of a column and its century are two questions, and may both be answered.
    return {column: " ".join(answer for name, answer in arguments.answer if name == column) for column in columns}


def open_question(read: Read, *, done: str = "nothing was imported") -> str:
    """Return one line that says what is asked and how to answer it."""
    first = read.questions[0]
    readings = [offer["answer"] for offer in first["readings"]]
    how = {
        "factory": "name it with --factory-column COLUMN",
        "key": "name the columns with --key COLUMN",
        "promised": "name it with --map promised=COLUMN",
    }.get(first["kind"], f"answer with --answer '{first['column']}={'|'.join(readings)}'")
    return f"{read.path}: {done}. {first['message']} ({how})"


def reasons(groups: Iterable[ReasonGroup]) -> list[dict[str, Any]]:
    """Return why rows were refused or are worth a look, the most frequent reason first, with an example each."""
    return [
        {
            "column": group.column,
            "count": group.count,
            "reason": str(group.examples[0][2]),
            "example": _example(*group.examples[0][:2]),
        }
        for group in groups
    ]


def _example(row: int, value: str) -> str:
    return f"row {row}: {value!r}" if value else f"row {row}"
