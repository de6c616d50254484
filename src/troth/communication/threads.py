"""Which messages belong together, by what they say they answer; an equal subject is no evidence."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

from troth.communication.mail import Mail

_LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """Hold the messages of one conversation.

    Args:
        root_id: Identifier of its first message as far as known; that message may be missing.
        mails: Its messages by the time they were sent, those without a time last, in the order they came.
    """

    root_id: str
    mails: tuple[Mail, ...]


def threads(mails: Iterable[Mail]) -> list[Thread]:
    r"""Gather messages into conversations.

    A message belongs to what In-Reply-To names, else to the last of its References; these belong to the one before
    each. Messages that answer the same missing one are together. A message that would come to answer itself starts
    anew: whoever made that circle, nothing is lost and nothing turns for ever.

    Args:
        mails: Messages with different identifiers (see unique_mails), in any order.

    Returns:
        The conversations in the order of their first message; every message is in exactly one.

    Source: the idea of J. Zawinski, Message Threading (1997), without its grouping by subject.

    >>> from troth.communication.mail import parse_mail
    >>> first, answer = b"Message-ID: <a@b>\n\nWhen?", b"Message-ID: <c@d>\nIn-Reply-To: <a@b>\n\nFriday."
    >>> [len(thread.mails) for thread in threads([parse_mail(first), parse_mail(answer)])]
    [2]
    """
    ordered = list(mails)
    parents: dict[str, str] = {}
    for mail in ordered:
        chain = [*mail.references, *([mail.in_reply_to] if mail.in_reply_to else []), mail.message_id]
        # What a message says of itself outweighs what others say of it.
        own = mail.in_reply_to or (mail.references[-1] if mail.references else None)
        if own is not None:
            parents.pop(mail.message_id, None)
            _hang(parents, mail.message_id, own)
        for older, newer in pairwise(chain[:-1]):
            if newer not in parents:
                _hang(parents, newer, older)
    gathered: dict[str, list[Mail]] = {}
    for mail in ordered:
        gathered.setdefault(_root(parents, mail.message_id), []).append(mail)
    return [Thread(root_id=root, mails=tuple(sorted(group, key=_when))) for root, group in gathered.items()]


def starters(mails: Iterable[Mail]) -> list[Thread]:
    r"""Gather messages by In-Reply-To alone, one thread for each message whose In-Reply-To is not among them.

    This is the plain rule of the command `troth response`: whoever recomputes it needs no more than that field.

    Args:
        mails: Messages with different identifiers, in any order.

    Returns:
        Threads in the order of their first message; that message stands first in each, the others by time, those
        without one last. Messages that answer each other in a circle are in none.

    >>> from troth.communication.mail import parse_mail
    >>> lone = parse_mail(b"Message-ID: <c@d>\nIn-Reply-To: <gone@b>\n\nFriday.")
    >>> starters([lone])[0].root_id
    'c@d'
    """
    ordered = list(mails)
    known = {mail.message_id for mail in ordered}
    answers: dict[str, list[Mail]] = {}
    for mail in ordered:
        if mail.in_reply_to in known:
            answers.setdefault(str(mail.in_reply_to), []).append(mail)
    return [_below(mail, answers) for mail in ordered if mail.in_reply_to not in known]


def _below(first: Mail, answers: dict[str, list[Mail]]) -> Thread:
    found, waiting = list[Mail](), [first.message_id]
    while waiting:
        direct = answers.get(waiting.pop(), [])
        found += direct
        waiting += [mail.message_id for mail in direct]
    return Thread(root_id=first.message_id, mails=(first, *sorted(found, key=_when)))


def _hang(parents: dict[str, str], child: str, parent: str) -> None:
    if _root(parents, parent) != child and child != parent:
        parents[child] = parent


def _root(parents: dict[str, str], name: str) -> str:
    path = [name]
    while (above := parents.get(path[-1])) is not None:
        path.append(above)
    return path[-1]


def _when(mail: Mail) -> datetime:
    return mail.sent.astimezone(UTC) if mail.sent is not None else _LAST
