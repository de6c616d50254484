"""The command that imports inspection results."""

from argparse import Namespace
from pathlib import Path
from typing import Any

from troth_site.access import Actor
from troth_site.actions import imports as steps
from troth_site.actions.quality import inspections_imported as acts
from troth_site.management import door
from troth_site.management.answers import No, WrongUse, print_json
from troth_site.sheets.inspection_rows import Results, read_results
from troth_site.sheets.messages import UnreadableFile
from troth_site.sheets.reading import open_table


def inspections(arguments: Namespace) -> int | None:
    """Import inspection results, or with --dry-run say what importing them would do."""
    by = door.operator(arguments.as_email)
    if not arguments.factory_column:
        raise WrongUse("say which column names the factory with --factory-column COLUMN")
    buyer = _buyer(by, arguments.buyer)
    read = _read(arguments)
    if read.questions:
        told = {"questions": [question.as_json() for question in read.questions], "read": 0, "new": 0}
        raise No(f"{arguments.file}: nothing was imported. {read.questions[0].message}", told)
    _new, counts = acts.compare(by=by, buyer=buyer, results=read.results)
    if not arguments.dry_run and read.results:
        counts = _apply(by, buyer, arguments.file, read)
    _answer(arguments, read, counts)
    return None


def _read(arguments: Namespace) -> Results:
    try:
        table = open_table(arguments.file, sheet=arguments.sheet)
        return read_results(
            table, factory=arguments.factory_column, chosen=dict(arguments.map), answers=dict(arguments.answer)
        )
    except UnreadableFile as error:
        raise No(f"{arguments.file}: {error}", {"error": str(error), "read": 0, "new": 0}) from error


def _apply(by: Actor, buyer: int, path: str, read: Results) -> acts.Counts:
    with Path(path).open("rb") as handle:
        received = steps.receive(
            by=by, organisation=buyer, file_name=Path(path).name, study_later=False, kind="inspections",
            parts=iter(lambda: handle.read(1 << 20), b""),
        )  # fmt: skip
    steps.note(
        by=by, batch=received.pk, state="applying", mapping={"kind": "inspections", "fields": dict(read.columns)}
    )
    return acts.bring_in(by=by, batch=received.pk, results=read.results)


def _buyer(by: Actor, name: str | None) -> int:
    seats = [seat for seat in by.seats if seat.organisation in by.organisations("results") and seat.kind == "buyer"]
    if name is not None:
        seats = [seat for seat in seats if seat.organisation_name.casefold() == name.strip().casefold()]
    if len(seats) != 1:
        raise WrongUse("say whose record this is with --buyer NAME")
    return seats[0].organisation


def _answer(arguments: Namespace, read: Results, counts: acts.Counts) -> None:
    answer: dict[str, Any] = {
        "read": read.read, "inspections": len(read.results), "new": counts.new, "unchanged": counts.unchanged,
        "different": [{"row": row, "lot": lot} for row, lot in counts.different],
        "unlinked": [{"row": row, "order": order} for row, order in counts.unlinked],
        "refused": [
            {"row": each.row, "column": each.column, "value": each.value, "reason": str(each.said)}
            for each in read.refused
        ],
        "columns": dict(read.columns), "questions": [],
    }  # fmt: skip
    if arguments.json:
        print_json(answer)
        return
    for name in ("read", "inspections", "new", "unchanged"):
        print(f"{name:>12}  {answer[name]:,}")
    for name, column in read.columns.items():
        print(f"  {name} is read from “{column}”")
    for each in answer["refused"]:
        print(f"  refused row {each['row']}, {each['column']}: {each['value']!r}. {each['reason']}")
    for each in answer["different"]:
        print(f"  row {each['row']}: lot {each['lot']} is recorded already and says something else; it stays as it is")
    for each in answer["unlinked"]:
        print(f"  row {each['row']}: order {each['order']} is not in the record; the inspection comes in without it")
