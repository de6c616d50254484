"""The command that says how soon a mailbox's questions were answered: a file in, no database."""

import sys
from argparse import Namespace
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from troth.communication.archive import ArchiveResponse, archive_response
from troth.communication.clock import ResponseSummary
from troth.communication.mail import Mail, parse_mail
from troth.communication.mbox import NotAMailbox, split_mbox
from troth_site.management.answers import No, percent, print_json


def response(arguments: Namespace) -> None:
    """Say how soon a mailbox's requests were answered."""
    path = Path(arguments.file)
    try:
        found = archive_response(_mails(path))
    except OSError as error:
        raise No(f"{path}: {error.strerror}") from error
    except NotAMailbox as error:
        raise No(f"{path}: {error} Give a file of the kind mail programs export, .mbox or .eml.") from error
    if arguments.json:
        print_json(as_document(found.summary))
    else:
        print("\n".join(sentences(found)))
    if found.untimed:
        print(f"troth: {path}: {_left_out(found.untimed)}", file=sys.stderr)


def _mails(path: Path) -> Iterator[Mail]:
    now = datetime.now(UTC)
    with path.open("rb") as file:
        for raw in split_mbox(file):
            yield parse_mail(raw, as_of=now)


def as_document(summary: ResponseSummary) -> dict[str, int | float | None]:
    """Return the summary as the command's contract names it."""
    return {
        "requests": summary.requests,
        "answered": summary.answered,
        "open": summary.open,
        "within_24h": summary.share,
        "median_hours": summary.median_hours,
        "low": summary.low,
        "high": summary.high,
    }


def sentences(found: ArchiveResponse) -> list[str]:
    """Return the answer in words."""
    summary = found.summary
    lines = [
        f"{_counted(found.messages, 'message')}; {_counted(found.copies, 'repeated copy', 'repeated copies')} "
        f"and {found.automatic:,} sent by machines do not count."
    ]
    if summary.share is None or summary.low is None or summary.high is None:
        return [*lines, "No request can be timed, so nothing can be said about answers."]
    lines += [
        f"{_counted(summary.requests, 'request')}: {summary.answered} answered, {summary.open} open.",
        f"Answered within {summary.target_hours:.0f} hours: {percent(summary.share)}; "
        f"the true share is probably {percent(summary.low)} to {percent(summary.high)}.",
    ]
    if summary.median_hours is None:
        return [*lines, "Half of the requests have not been answered yet, so there is no median."]
    return [*lines, f"Half are answered within {summary.median_hours:.1f} hours{_range(summary)}."]


def _range(summary: ResponseSummary) -> str:
    if summary.median_low is None:
        return ""
    if summary.median_high is None:
        return f" (probably more than {summary.median_low:.1f})"
    return f" (probably {summary.median_low:.1f} to {summary.median_high:.1f})"


def _left_out(untimed: int) -> str:
    return f"{_counted(untimed, 'request')} left out, because no usable date says when it was asked or answered"


def _counted(number: int, one: str, more: str = "") -> str:
    return f"{number:,} {one if number == 1 else more or one + 's'}"
