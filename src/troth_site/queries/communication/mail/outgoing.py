"""Letters of a thread that a person has had, so that the next one stands below them in their mail program."""

from dataclasses import dataclass

from troth_site.models import Message, OutgoingMail

MOST = 20


@dataclass(frozen=True, slots=True)
class Earlier:
    """Identifiers of what a person has of a thread in their mail program, the oldest first."""

    names: tuple[str, ...]


def earlier_of(thread: int, person: int) -> Earlier:
    """Return the letters of a thread that were sent to a person, and what they wrote into it by mail."""
    sent = OutgoingMail.objects.filter(message__thread=thread, person=person).exclude(sent_at=None)
    wrote = Message.objects.filter(thread=thread, author=person, origin="mail").exclude(mail_id="")
    placed = [*sent.values_list("sent_at", "mail_id"), *wrote.values_list("recorded_at", "mail_id")]
    return Earlier(tuple(name for _at, name in sorted(placed))[-MOST:])
