"""Verifying a copy of a ledger: no server, no database."""

from argparse import Namespace
from pathlib import Path

from troth.commitments.export import verify_lines
from troth_site.management.answers import No, print_json


def verify(arguments: Namespace) -> None:
    """Verify a copy of a ledger without server or database; one altered entry is named."""
    path = Path(arguments.file)
    try:
        with path.open(encoding="utf-8", newline="\n") as lines:
            found = verify_lines(lines, head=arguments.head)
    except OSError as error:
        raise No(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise No(f"{path} is not a ledger: it is not text in UTF-8 (byte {error.start}).") from error
    reason = None if found.problem is None else found.problem.sentence()
    problem = None if reason is None else {"line": found.line, "seq": found.seq, "reason": reason}
    document = {"ok": found.ok, "entries": found.count, "head": found.head, "problem": problem}
    if reason is not None:
        raise No(f"{path}: {reason}", document)
    if arguments.json:
        print_json(document)
    else:
        print(f"The chain holds: {found.count} entries, head {found.head}")
