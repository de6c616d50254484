"""Commands that list imports and take one back."""

from argparse import Namespace
from typing import Any

from troth_site.access import Actor
from troth_site.actions import imports as steps
from troth_site.management import door
from troth_site.management.answers import No, WrongUse, print_json
from troth_site.queries import imports as known
from troth_site.queries import imports_repeated
from troth_site.queries.imports import Batch

COUNTED = ("new", "changed", "unchanged", "refused", "set_aside")


def listed(arguments: Namespace) -> None:
    """List the latest imports, the newest first."""
    rows = [_row(batch) for batch in known.batches(door.operator(arguments.as_email))]
    if arguments.json:
        print_json(rows)
        return
    for row in rows:
        counts = ", ".join(f"{row[name]:,} {name}" for name in ("new", "changed") if row[name] is not None)
        print(f"{row['number']:>5}  {row['state']:<8}  {row['at']:%Y-%m-%d}  {row['file']}  {counts}".rstrip())
    if not rows:
        print("No file was imported for a buyer you act for. Act as somebody else with troth --as EMAIL.")


def undo(arguments: Namespace) -> None:
    """Take an import back as a whole, or with --dry-run say what that would do."""
    by = door.operator(arguments.as_email)
    batch = _chosen(by, arguments.which)
    if batch.state not in ("done", "applying", "undone"):
        raise No(f"{batch.file_name} is not imported: it is {batch.state}. There is nothing to take back.")
    would = imports_repeated.undoing(batch.pk)
    if batch.state != "undone" and not arguments.dry_run:
        steps.undo(by=by, batch=batch.pk)
    answer = {
        "number": batch.pk, "file": batch.file_name, "leave": would.leave, "stay": dict(would.stay),
        "put_back": would.put_back, "remain": dict(would.remain), "unnoted": list(would.unnoted),
        "undone": batch.state == "undone" or not arguments.dry_run,
    }  # fmt: skip
    if arguments.json:
        print_json(answer)
    elif batch.state == "undone":
        print(f"{batch.file_name} was taken back before.")
    else:
        _tell(would)


def _tell(would: imports_repeated.Undoing) -> None:
    told = {
        "leave": (would.leave, ()), "stay": (would.staying, would.stay), "put back": (would.put_back, ()),
        "remain": (would.remaining, would.remain),
    }  # fmt: skip
    for name, (count, files) in told.items():
        named = ", ".join(f"{file} ({n:,})" for file, n in files)
        print(f"{name:>10}  {count:,}" + (f"  told by {named} too" if named else ""))
    if would.unnoted:
        names = ", ".join(would.unnoted)
        print(f"  which lines these files repeat was not kept when they came in: {names}; import them again first")


def _chosen(by: Actor, which: str) -> Batch:
    """Return an import by its number, or the latest that stands of a file of this name."""
    batches = known.batches(by)
    found = [batch for batch in batches if which in (str(batch.pk), batch.uid)]
    found = found or [batch for batch in batches if batch.file_name == which and batch.state in ("done", "applying")]
    if not found:
        raise WrongUse(f"no import is called {which!r}; see troth import list")
    if len(found) > 1:
        numbers = ", ".join(str(batch.pk) for batch in found)
        raise WrongUse(f"several imports of {which!r} stand: name one by its number, {numbers}")
    return found[0]


def _row(batch: Batch) -> dict[str, Any]:
    counts = batch.counts or {}
    return {
        "number": batch.pk, "id": batch.uid, "file": batch.file_name, "state": batch.state, "kind": batch.kind,
        "by": batch.person_name, "at": batch.created_at, **{name: counts.get(name) for name in COUNTED},
    }  # fmt: skip
