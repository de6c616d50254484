"""Which messages of a file are here already, and in which threads the others belong."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from troth_site.models import Message, OutgoingMail
from troth_site.queries.orders import PARAMETERS


@dataclass(slots=True)
class Here:
    """What is here of some identifiers.

    Attributes:
        senders: By the identifier of a message that is here, its sender's address; "" for a letter of ours.
        threads: By the identifier of a message that is here, or that one here answers, the key of its thread.
    """

    senders: dict[str, str] = field(default_factory=dict)
    threads: dict[str, int] = field(default_factory=dict)


def here(relationship: int, names: Collection[str]) -> Here:
    """Return what is here of some identifiers of mail."""
    found = Here()
    for part in _parts(names):
        _answering(found, relationship, part)
    for part in _parts(names):
        _letters(found, relationship, part)
    for part in _parts(names):
        rows = Message.objects.filter(relationship=relationship, mail_id__in=part).exclude(mail_id="")
        for name, sender, thread in rows.values_list("mail_id", "author_address", "thread_id"):
            found.senders[name], found.threads[name] = sender, thread
    return found


def _answering(found: Here, relationship: int, part: list[str]) -> None:
    """Messages here that answer one of these say where it belongs, though it is not here itself."""
    rows = Message.objects.filter(relationship=relationship, in_reply_to__in=part).exclude(in_reply_to="")
    for name, thread in rows.order_by("-pk").values_list("in_reply_to", "thread_id"):
        found.threads[name] = thread


def _letters(found: Here, relationship: int, part: list[str]) -> None:
    rows = OutgoingMail.objects.filter(message__relationship=relationship, mail_id__in=part)
    for name, thread in rows.values_list("mail_id", "message__thread_id"):
        found.senders[name], found.threads[name] = "", thread


def _parts(names: Collection[str]) -> Iterator[list[str]]:
    listed = sorted(set(names))
    for at in range(0, len(listed), PARAMETERS):
        yield listed[at : at + PARAMETERS]
