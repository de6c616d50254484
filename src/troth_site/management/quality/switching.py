"""The command that judges lots in their order and says how each was to be inspected."""

from argparse import Namespace

from troth.quality.schemes import LETTERS, Edition, UnknownAql
from troth.quality.switching import ImpossibleCount, Lot, Standing, Switched, resume, switch
from troth_site.management.answers import No
from troth_site.management.quality import tables

READ = ("lot", "aql", "letter", "nonconforming", "resubmitted", "steady", "approved")
WRITTEN = ("state", "sample_size", "accept", "result", "score")
RESULTS = {True: "accepted", False: "not accepted", None: ""}


def lots(arguments: Namespace) -> None:
    """Judge the lots of a file, each by what the lots before it made of inspection."""
    edition, standing = Edition(arguments.edition), Standing()
    given = list(tables.rows(arguments.file, needed=READ))
    unknown = sorted(set(arguments.resume_before) - {row["lot"] for row in given})
    if unknown:
        raise No(f"{arguments.file} has no lot {', '.join(unknown)} to resume before")
    judged = []
    for line, row in enumerate(given, start=2):
        if row["lot"] in arguments.resume_before:
            standing = resume(standing)
        try:
            done = switch(standing, _lot(row), edition=edition)
        except (UnknownAql, ImpossibleCount, tables.BadRow) as error:
            # What follows depends on every lot before it, so nothing is judged past a row that cannot be read.
            raise No(f"{arguments.file}, row {line}: {error}; nothing was judged") from error
        judged.append(row | _written(done))
        standing = done.after
    out = tables.writer([*(given[0] if given else READ), *WRITTEN])
    out.writerows(judged)


def _lot(row: dict[str, str]) -> Lot:
    letter, resubmitted = row["letter"], tables.said(row, "resubmitted")
    if letter not in LETTERS or len(letter) != 1:
        raise tables.BadRow(f"letter is {letter!r}; write a code letter from A to R")
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


def _written(done: Switched) -> dict[str, str]:
    return {
        "state": str(done.stage),
        "sample_size": "" if done.sample_size is None else str(done.sample_size),
        "accept": "" if done.accept is None else str(done.accept),
        "result": RESULTS[done.accepted],
        "score": str(done.after.score),
    }
