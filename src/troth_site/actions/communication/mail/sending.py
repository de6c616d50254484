"""Handing a letter to the mail server, once: what may have arrived is sent again only under the same name."""

import smtplib

from django.core.mail import EmailMessage

from troth_site.actions.communication.mail import letters
from troth_site.actions.communication.mail.letters import Letter
from troth_site.models import Notification


class NotSent(Exception):
    """The server did not take the letter now; `is_final` where it never will."""

    def __init__(self, why: str, *, is_final: bool = False) -> None:
        super().__init__(why)
        self.is_final = is_final


def bring(notification: str) -> bool:
    """Send the letter of a notification that brings a message, and tell whether there is nothing more to send of it.

    Whatever tells people by e-mail calls this first, with the public name of the notification, and puts into a letter
    of its own only what is left.

    Returns:
        False for an event that is about no message. True where the message was sent, now or before, and where it is
        not to be sent any more.

    Raises:
        NotSent: The server did not take it now; is_final where it never will.
    """
    row = Notification.objects.filter(uid=notification).first()
    if row is None or not letters.is_about_message(row):
        return False
    letter = letters.compose(row)
    if letter is not None:
        send(letter)
    return True


def send(letter: Letter) -> None:
    """Send a letter, and note what came of it.

    Raises:
        NotSent: The server did not take it.
    """
    headers = dict(letter.headers)
    reply_to = headers.pop("Reply-To", "")
    message = EmailMessage(
        subject=letter.subject, body=letter.text, from_email=letter.sender, to=[letter.to], headers=headers,
        reply_to=[reply_to] if reply_to else None,
    )  # fmt: skip
    for name, path in letter.files:
        if path.exists():
            # As on the page: a file to be saved, whatever its sender calls its type.
            message.attach(name, path.read_bytes(), "application/octet-stream")
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as error:
        letters.failed(letter.pk, "the server knows no such address")
        raise NotSent("mailbox", is_final=True) from error
    except (smtplib.SMTPException, OSError) as error:
        letters.failed(letter.pk, type(error).__name__)
        raise NotSent("mail") from error
    letters.came(letter.pk)
