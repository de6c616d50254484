"""The command that reads a mailbox file: it counts, and with a partner takes the mail in."""

from argparse import Namespace
from dataclasses import replace
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from troth.communication.archive import ArchiveContents, archive_contents
from troth.communication.mail import parse_mail
from troth.communication.mbox import NotAMailbox, split_mbox
from troth_site.management import door
from troth_site.management.answers import No, WrongUse, print_json


def mail(arguments: Namespace) -> None:
    """Count what a file of mail holds; with --partner also take it into that record."""
    path = Path(arguments.file)
    if arguments.partner is None and (arguments.side or arguments.with_rest):
        raise WrongUse("--side and --with-rest say how mail is taken in: name the record with --partner NAME")
    found = _contents(path)
    counts = as_document(found)
    if not counts["messages"]:
        raise No(f"{path}: the file holds no message")
    if arguments.partner is not None:
        # Counting needs no database; only taking mail in does.
        door.open_site()
        import_module("troth_site.management.mail_partner").take_in(arguments, path)
    if arguments.json:
        print_json(counts)
    else:
        print("\n".join(sentences(counts)))


def as_document(found: ArchiveContents) -> dict[str, int]:
    """Return the counts of a file as the command's contract names them."""
    return {
        "messages": len(found.mails) + len(found.copies),
        "without_date": found.without_date,
        "duplicates": len(found.copies),
        "threads": len(found.threads),
    }


def sentences(counts: dict[str, int]) -> list[str]:
    """Return the counts in words."""
    return [
        f"{counts['messages']:,} messages, {counts['duplicates']:,} of them repeated copies, in "
        f"{counts['threads']:,} threads.",
        f"{counts['without_date']:,} state no date that can be read.",
    ]


def _contents(path: Path) -> ArchiveContents:
    now = datetime.now(UTC)
    try:
        with path.open("rb") as file:
            # Their words are not counted, and a large file's would fill the memory.
            mails = (parse_mail(raw, as_of=now) for raw in split_mbox(file))
            return archive_contents(replace(mail, text="", quoted="") for mail in mails)
    except OSError as error:
        raise No(f"{path}: {error.strerror}") from error
    except NotAMailbox as error:
        raise No(f"{path}: {error} Give a file of the kind mail programs export, .mbox or .eml.") from error
