"""Files that hang on messages."""

from dataclasses import dataclass

from troth_site import access
from troth_site.access import Actor
from troth_site.models import Attachment


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file that came with a message.

    Attributes:
        path: Where it lies below the folder of files; "" where it was not kept.
        refused: Why it was not kept, "" where it was.
    """

    pk: int
    message: int
    name: str
    size: int
    path: str
    refused: str


def attachment(by: Actor, pk: int) -> File:
    """Return one file of a message the person may read.

    Raises:
        access.NotThere: There is none for this person.
    """
    row = Attachment.objects.filter(pk=pk).select_related("message").first()
    if row is None:
        raise access.NotThere
    access.relationship(by, row.message.relationship_id)
    if row.message.send_at is not None and row.message.sent_at is None:
        # A message that waits to be sent is its own side's, and so is what hangs on it.
        seen = access.relationship(by, row.message.relationship_id)
        if access.side_of(by, seen) != row.message.side:
            raise access.NotThere
    return _file(row)


def attachments_of(messages: list[int]) -> dict[int, tuple[File, ...]]:
    """Return the files of messages the caller may read, in one query, by message."""
    found: dict[int, tuple[File, ...]] = {}
    for row in Attachment.objects.filter(message__in=messages).order_by("pk"):
        found[row.message_id] = (*found.get(row.message_id, ()), _file(row))
    return found


def _file(row: Attachment) -> File:
    return File(
        pk=row.pk, message=row.message_id, name=row.name, size=row.size, path=row.path, refused=row.refused
    )  # fmt: skip
