"""The command that imports an order history."""

import ctypes
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from troth_site.access import Actor
from troth_site.actions import imports as steps
from troth_site.actions import people
from troth_site.actions.partners import found_organisation
from troth_site.management import door, files
from troth_site.management.answers import No, WrongUse, print_json
from troth_site.queries import imports as known
from troth_site.sheets import importing

OWN_NAME = "Our company"
NOBODY_YET = 0  # no row has this number: a buyer that only an import would found has no record to compare with
M_MMAP_THRESHOLD, LARGE_BYTES = -3, 1 << 18


def orders(arguments: Namespace) -> int | None:
    """Import an order history, or with --dry-run say what importing it would do."""
    _give_large_blocks_back()
    by = door.operator(arguments.as_email)
    saved = _profile(by, arguments)
    read = _read(arguments, saved)
    answer: dict[str, Any] = {"questions": read.questions, "columns": read.columns}
    if read.study is None or read.questions:
        raise No(files.open_question(read), {**_nothing(read.rows), **answer})
    buyer, by = _buyer(by, arguments.buyer, dry_run=arguments.dry_run)
    progress = _progress(arguments, read.study.read)
    checked = importing.check(read.table, read.study, buyer=buyer, progress=progress)
    if not arguments.dry_run:
        _apply(by, buyer, read, checked, progress)
    _answer(arguments, {**checked.as_json(), **answer, "elsewhere": checked.counts.elsewhere,
                        "reasons": files.reasons(checked.reasons), "warnings": files.reasons(checked.warnings),
                        "notes": [str(note) for note in read.study.notes]})  # fmt: skip
    return None


def _give_large_blocks_back() -> None:
    """Have memory of large arrays go back when they are freed, where the C library is one that can be told so.

    By itself glibc keeps what is smaller than the largest block it has seen freed: 25 MB of a million rows' keys.
    """
    tell = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if tell is not None:
        tell(M_MMAP_THRESHOLD, LARGE_BYTES)


def _read(arguments: Namespace, saved: dict[str, Any] | None) -> files.Read:
    """Open the file; a refused one answers in the same shape as an imported one."""
    try:
        return files.read_orders(arguments, saved)
    except No as no:
        raise No(str(no), {**_nothing(0), "questions": [], "columns": {}, "error": str(no)}) from no


def _apply(by: Actor, buyer: int, read: files.Read, checked: importing.Checked, progress: Any) -> None:
    """Record the file as an import that a page can show and undo."""
    with Path(read.path).open("rb") as handle:
        received = steps.receive(
            by=by, organisation=buyer, file_name=Path(read.path).name, study_later=False,
            parts=iter(lambda: handle.read(1 << 20), b""),
        )  # fmt: skip
    steps.note(by=by, batch=received.pk, state="applying", mapping=read.mapping.as_json())
    importing.bring_in(read.table, read.study, checked, by=by, batch=received.pk, progress=progress)


def _buyer(by: Actor, name: str | None, *, dry_run: bool) -> tuple[int, Actor]:
    """Return whose record it is: the named buyer, or the only one there is; the first import founds it."""
    seats = [seat for seat in by.seats if seat.organisation in by.organisations("import") and seat.kind == "buyer"]
    if name is not None:
        seats = [seat for seat in seats if seat.organisation_name.casefold() == name.strip().casefold()]
    if len(seats) == 1:
        return seats[0].organisation, by
    if seats:
        names = ", ".join(repr(seat.organisation_name) for seat in seats)
        raise WrongUse(f"several buyers keep their record here: say whose this is with --buyer, one of {names}")
    if not by.as_operator or by.email != people.OPERATOR_EMAIL:
        raise WrongUse("you may import for no buyer" + (f" called {name!r}" if name else ""))
    if dry_run:
        return NOBODY_YET, by
    founded = found_organisation(by=by, kind="buyer", name=name or OWN_NAME)
    people.take_seat(by=by, person=people.local_operator(), organisation=founded.pk, role="operator")
    return founded.pk, door.operator(None)


def _profile(by: Actor, arguments: Namespace) -> dict[str, Any] | None:
    if arguments.profile is None:
        return None
    saved = known.profile(by, arguments.profile)
    if saved is None:
        names = ", ".join(repr(name) for _pk, name, _mapping in known.profiles(by)) or "none is saved"
        raise WrongUse(f"no profile is called {arguments.profile!r} ({names})")
    return saved


def _progress(arguments: Namespace, total: int) -> Any:
    if arguments.json or not sys.stderr.isatty():
        return None

    def show(done: int) -> None:
        filled = 30 * done // max(total, 1)
        end = "\n" if done >= total else ""
        print(
            f"\r[{'#' * filled}{'.' * (30 - filled)}] {done:,} of {total:,} rows", end=end, file=sys.stderr, flush=True
        )

    return show


def _nothing(read: int) -> dict[str, int]:
    return {"read": read, "new": 0, "changed": 0, "unchanged": 0, "refused": 0, "set_aside": 0}


def _answer(arguments: Namespace, answer: dict[str, Any]) -> None:
    if arguments.json:
        print_json(answer)
        return
    for name in ("read", "new", "changed", "unchanged", "refused", "set_aside"):
        print(f"{name.replace('_', ' '):>10}  {answer[name]:,}")
    for note in answer.get("notes", []):
        print(f"  {note}")
    for column in answer["columns"].values():
        words = ", ".join(repr(word) for word in column.get("unknown", {}))
        if words:
            print(f"  {column['column']}: read as unknown: {words}")
    for reason in answer.get("reasons", []):
        print(f"  refused {_told(reason)}")
    for warning in answer.get("warnings", []):
        print(f"  worth a look, kept {_told(warning)}")


def _told(reason: dict[str, Any]) -> str:
    """Return one reason in a line; of a row as a whole there is no column to name."""
    column = f"{reason['column']}: " if reason["column"] else ""
    return f"{reason['count']:,} × {column}{reason['reason']} ({reason['example']})"
