"""The command that judges lots in their order and says how each was to be inspected."""

from argparse import Namespace
from typing import Any

from troth.quality.schemes import LETTERS, Edition, UnknownAql
from troth.quality.switching import ImpossibleCount, Lot, Standing, Switched, resume, switch
from troth_site.management.answers import No, print_json
from troth_site.management.quality import tables

READ = ("lot", "aql", "letter", "nonconforming", "resubmitted", "steady", "approved")
COUNTED = ("nonconforming", "sample_size", "accept", "score")
WRITTEN = ("state", "sample_size", "accept", "result", "score")
RESULTS = {True: "accepted", False: "not accepted", None: ""}


def lots(arguments: Namespace) -> None:
    """Judge the lots of a file, each by what the lots before it made of inspection."""
    edition, standing = Edition(arguments.edition), Standing()
    given = tables.rows(arguments.file, needed=READ)
    unknown = sorted(set(arguments.resume_before) - {row["lot"] for _, row in given})
    if unknown:
        raise No(f"{arguments.file} has no lot {', '.join(unknown)} to resume before")
    judged = []
    for line, row in given:
        if row["lot"] in arguments.resume_before:
            standing = resume(standing)
        try:
            done = switch(standing, _lot(row), edition=edition)
        except (UnknownAql, ImpossibleCount, tables.BadRow) as error:
            # What follows depends on every lot before it, so nothing is judged past a row that cannot be read.
            raise No(f"{arguments.file}, row {line}: {error}; nothing was judged") from error
        judged.append(row | _written(done))
        standing = done.after
    if arguments.json:
        return print_json([_typed(row) for row in judged])
    out = tables.writer([*(given[0].cells if given else READ), *WRITTEN])
    return out.writerows(judged)


def _lot(row: dict[str, str]) -> Lot:
    letter, resubmitted = row["letter"], tables.said(row, "resubmitted")
    if letter not in LETTERS or len(letter) != 1:
        raise tables.BadRow(f"letter is {tables.shown(letter)!r}; write a code letter from A to R")
    if resubmitted is None:
        raise tables.BadRow("resubmitted is empty; write yes or no, for a resubmitted lot never counts")
    return Lot(
        letter=letter,
        aql=row["aql"],
        nonconforming=tables.whole(row, "nonconforming"),
        resubmitted=resubmitted,
        steady=tables.said(row, "steady"),
        approved=tables.said(row, "approved"),
    )


def _typed(row: dict[str, str]) -> dict[str, Any]:
    """Return a judged row as a program reads it: numbers as numbers, null where nothing was judged or said."""
    said = {name: tables.said(row, name) for name in ("resubmitted", "steady", "approved")}
    numbers = {name: int(row[name]) if row[name] else None for name in COUNTED}
    return row | said | numbers | {"result": row["result"] or None}


def _written(done: Switched) -> dict[str, str]:
    return {
        "state": str(done.stage),
        "sample_size": "" if done.sample_size is None else str(done.sample_size),
        "accept": "" if done.accept is None else str(done.accept),
        "result": RESULTS[done.accepted],
        "score": str(done.after.score),
    }
