"""How soon a mailbox's threads were answered, by the plain rule that anybody can recompute from the file."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from troth.communication.clock import TARGET_HOURS, Request, ResponseSummary, response_summary
from troth.communication.mail import Mail, unique_mails
from troth.communication.threads import Thread, starters, threads


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveResponse:
    """Hold what a mailbox says about answers.

    Args:
        summary: How soon its requests were answered, by the wall clock.
        messages: Messages in it, copies included.
        copies: Copies of messages already counted.
        automatic: Messages no person wrote; they neither ask nor answer.
        untimed: Requests left out because no usable time says when they, or their answer, were sent.
        until: When its last dated message was sent; open requests have waited at least until then. None without one.
    """

    summary: ResponseSummary
    messages: int
    copies: int
    automatic: int
    untimed: int
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveContents:
    """Hold what a mailbox contains.

    Args:
        mails: Its messages, each once, in the order of the file.
        copies: Copies set aside.
        threads: The conversations they belong to.
        without_date: Messages that state no date that can be read.
    """

    mails: tuple[Mail, ...]
    copies: tuple[Mail, ...]
    threads: tuple[Thread, ...]
    without_date: int


def archive_contents(mails: Iterable[Mail]) -> ArchiveContents:
    r"""Sort a mailbox out before it is taken in.

    Args:
        mails: All messages, in the order of the file.

    Returns:
        The messages, the copies and the conversations.

    >>> from troth.communication.mail import parse_mail
    >>> mail = parse_mail(b"Message-ID: <a@b>\n\nWhen?")
    >>> found = archive_contents([mail, mail])
    >>> len(found.mails), len(found.copies), len(found.threads), found.without_date
    (1, 1, 1, 1)
    """
    kept, copies = unique_mails(list(mails))
    return ArchiveContents(
        mails=tuple(kept),
        copies=tuple(copies),
        threads=tuple(threads(kept)),
        without_date=sum(mail.sent_stated is None for mail in kept),
    )


def archive_response(mails: Iterable[Mail], *, target_hours: float = TARGET_HOURS) -> ArchiveResponse:
    r"""Measure the answers in a mailbox.

    A request is a message that starts a thread: its In-Reply-To is not in the mailbox. Its answer is the first message
    of another sender in that thread. Requests without an answer are open until the last dated message.

    Args:
        mails: All messages, in the order of the file.
        target_hours: Hours by the wall clock within which an answer is due.

    Returns:
        The summary and what was left out of it.

    Source: `domain.md` b.4.

    >>> from troth.communication.mail import parse_mail
    >>> asked = b"Message-ID: <a@b>\nFrom: ana@b\nDate: Mon, 2 Mar 2026 09:15 +0000\n\nWhen?"
    >>> reply = b"Message-ID: <c@d>\nIn-Reply-To: <a@b>\nFrom: bao@d\nDate: Mon, 2 Mar 2026 11:15 +0000\n\nFriday."
    >>> archive_response([parse_mail(asked), parse_mail(reply)]).summary.median_hours
    2.0
    """
    everything = list(mails)
    kept, copies = unique_mails(everything)
    written = [mail for mail in kept if mail.automatic is None]
    until = max((mail.sent.astimezone(UTC) for mail in kept if mail.sent is not None), default=None)
    found = [_request(thread) for thread in starters(kept) if thread.mails[0].automatic is None]
    timed = [request for request in found if request is not None]
    return ArchiveResponse(
        summary=response_summary(timed, as_of=until or datetime.max.replace(tzinfo=UTC), target_hours=target_hours),
        messages=len(everything),
        copies=len(copies),
        automatic=len(kept) - len(written),
        untimed=len(found) - len(timed),
        until=until,
    )


def _request(thread: Thread) -> Request | None:
    """Return what the thread's first message asks; None where it or its only answers cannot be timed."""
    first, *others = thread.mails
    answers = [mail for mail in others if mail.automatic is None and _is_of_another(mail, first)]
    if first.sent is None:
        return None
    if not answers:
        return Request(asked=first.sent)
    moments = [mail.sent for mail in answers if mail.sent is not None and mail.sent >= first.sent]
    return Request(asked=first.sent, answered=min(moments)) if moments else None


def _is_of_another(mail: Mail, first: Mail) -> bool:
    return mail.sender is not None and _who(mail) != _who(first)


def _who(mail: Mail) -> str:
    return "" if mail.sender is None else mail.sender.email or mail.sender.name
