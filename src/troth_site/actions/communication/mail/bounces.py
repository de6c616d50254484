"""Letters of ours that came back: noted, and told to whoever asked. They stop no clock, and nobody answers them."""

import re
from datetime import datetime

from django.db import transaction

from troth.communication.mail import Mail
from troth_site.actions import audit
from troth_site.actions.bridges import notices
from troth_site.actions.communication import live
from troth_site.models import OutgoingMail

_OURS = re.compile(rb"<(troth\.[0-9a-f]{32}@[^<>\s]{1,250})>")
SEARCHED = 256 * 1024


def bounced(raw: bytes, mail: Mail, *, now: datetime) -> bool:
    """Note which letter of ours came back, and tell whether it was one.

    A report names the letter in its fields, or repeats its header; identifiers of our letters cannot be guessed.

    Args:
        raw: The report as it came.
        mail: The same, read.
        now: The moment at which it is read.
    """
    named = [name for name in (mail.in_reply_to, *mail.references) if name]
    named += [found.decode("ascii", "replace") for found in _OURS.findall(raw[:SEARCHED])]
    rows = OutgoingMail.objects.filter(mail_id__in=named[:50]).select_related(
        "message__thread", "message__relationship", "person"
    )
    letter = rows.order_by("pk").first()
    if letter is None:
        return False
    with transaction.atomic():
        if not OutgoingMail.objects.filter(pk=letter.pk, bounced_at=None).update(bounced_at=now, error="bounced"):
            return True
        audit.record("mail.bounced", by=None, subject=f"letter {letter.pk}",
                     relationship=letter.message.relationship if letter.message else None)  # fmt: skip
        _tell(letter)
    return True


def _tell(letter: OutgoingMail) -> None:
    message = letter.message
    if message is None:
        return
    live.tell(message.relationship_id, "message", f"thread {message.thread_id}", side=message.side)
    if message.author_id is not None:
        notices.notify(
            event="bounced", relationship=message.relationship_id, subject=f"letter {letter.pk}",
            path=f"/threads/{message.thread_id}/#message-{message.pk}", to=[message.author_id],
            data={"who": letter.person.name, "subject": message.thread.subject},
        )  # fmt: skip
