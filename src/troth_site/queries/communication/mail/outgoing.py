"""Letters of a thread that a person has had, so that the next one stands below them in their mail program."""

from dataclasses import dataclass

from troth_site.models import Attachment, Message, OutgoingMail

MOST = 20


@dataclass(frozen=True, slots=True)
class Earlier:
    """Identifiers of what a person has of a thread in their mail program, the oldest first."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A kept file of a message: its name, its size, and where it lies below the folder of files."""

    name: str
    size: int
    path: str


@dataclass(frozen=True, slots=True)
class Enclosure:
    """The kept files of a message, and whether a letter may carry them all."""

    rows: tuple[Enclosed, ...]
    are_small: bool


def files_of(message: int, *, most: int) -> Enclosure:
    """Return the kept files of a message; they are small where together they have at most so many bytes."""
    found = Attachment.objects.filter(message=message).exclude(path="").order_by("pk")
    rows = tuple(Enclosed(name, size, path) for name, size, path in found.values_list("name", "size", "path"))
    return Enclosure(rows, sum(each.size for each in rows) <= most)


def earlier_of(thread: int, person: int) -> Earlier:
    """Return the letters of a thread that were sent to a person, and what they wrote into it by mail."""
    sent = OutgoingMail.objects.filter(message__thread=thread, person=person).exclude(sent_at=None)
    wrote = Message.objects.filter(thread=thread, author=person, origin="mail").exclude(mail_id="")
    placed = [*sent.values_list("sent_at", "mail_id"), *wrote.values_list("recorded_at", "mail_id")]
    return Earlier(tuple(name for _at, name in sorted(placed))[-MOST:])
