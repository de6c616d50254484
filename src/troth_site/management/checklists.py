"""The command that imports a checklist."""

from argparse import Namespace
from pathlib import Path
from typing import Any

from troth.quality.checklists import words
from troth_site.access import Actor
from troth_site.actions.quality import checklists as acts
from troth_site.management import door
from troth_site.management.answers import No, WrongUse, print_json
from troth_site.sheets.messages import UnreadableFile
from troth_site.sheets.xlsforms import Form, FormProblem, read_form


def checklist(arguments: Namespace) -> int | None:
    """Import a form as the newest version of a checklist, or with --dry-run say what it holds."""
    by = door.operator(arguments.as_email)
    organisation = _organisation(by, arguments.organisation)
    try:
        form = read_form(Path(arguments.file), file_name=Path(arguments.file).name)
    except UnreadableFile as error:
        raise No(f"{arguments.file}: {error.text()}") from error
    answer: dict[str, Any] = {
        "code": form.code, "name": form.name, "kept": False, "questions": _questions(form),
        "refused": _told(form.problems), "left_out": _told(form.notes),
    }  # fmt: skip
    if form.problems:
        raise No(f"{arguments.file}: nothing was kept. {_place(answer['refused'][0])}", answer)
    if not arguments.dry_run:
        made = acts.NewChecklist(code=form.code, name=form.name, items=form.items, source="XLSForm")
        acts.bring_in(by=by, organisation=organisation, form=made)
        answer["kept"] = True
    if arguments.json:
        print_json(answer)
    else:
        _print(answer)
    return None


def _organisation(by: Actor, name: str | None) -> int:
    may = by.organisations("record")
    seats = {seat.organisation: seat.organisation_name for seat in by.seats if seat.organisation in may}
    if name is not None:
        seats = {pk: known for pk, known in seats.items() if known.casefold() == name.strip().casefold()}
    if len(seats) != 1:
        raise WrongUse("say whose checklist it is with --organisation NAME")
    return next(iter(seats))


def _questions(form: Form) -> list[dict[str, str]]:
    return [{"name": item.code, "kind": str(item.kind), "label": words(item.label, "en")} for item in form.items]


def _told(problems: tuple[FormProblem, ...]) -> list[dict[str, Any]]:
    return [
        {"sheet": each.sheet, "row": each.row, "column": each.column, "reason": str(each.said)} for each in problems
    ]


def _place(told: dict[str, Any]) -> str:
    column = f", column {told['column']}" if told["column"] else ""
    return f"Sheet {told['sheet']}, row {told['row']}{column}: {told['reason']}"


def _print(answer: dict[str, Any]) -> None:
    print(f"{answer['name']}: {'kept' if answer['kept'] else 'nothing kept yet'}")
    for question in answer["questions"]:
        print(f"  {question['kind']:<8}  {question['label']}")
    for each in answer["left_out"]:
        print(f"  {_place(each)}")
