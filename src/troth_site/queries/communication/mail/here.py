"""Which messages of a file are here already, and in which threads the others belong."""

from collections.abc import Collection
from dataclasses import dataclass, field

from troth_site.among import among
from troth_site.models import Message, OutgoingMail


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
    _answering(found, relationship, names)
    _letters(found, relationship, names)
    rows = Message.objects.filter(among("mail_id", names), relationship=relationship).exclude(mail_id="")
    for name, sender, thread in rows.values_list("mail_id", "author_address", "thread_id"):
        found.senders[name], found.threads[name] = sender, thread
    return found


def _answering(found: Here, relationship: int, names: Collection[str]) -> None:
    """Messages here that answer one of these say where it belongs, though it is not here itself."""
    rows = Message.objects.filter(among("in_reply_to", names), relationship=relationship).exclude(in_reply_to="")
    for name, thread in rows.order_by("-pk").values_list("in_reply_to", "thread_id"):
        found.threads[name] = thread


def _letters(found: Here, relationship: int, names: Collection[str]) -> None:
    rows = OutgoingMail.objects.filter(among("mail_id", names), message__relationship=relationship)
    for name, thread in rows.values_list("mail_id", "message__thread_id"):
        found.senders[name], found.threads[name] = "", thread
