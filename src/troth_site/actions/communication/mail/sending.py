"""Handing a letter to the mail server, once: what may have arrived is sent again only under the same name."""

import smtplib

from django.core.mail import EmailMessage

from troth_site.actions.communication.mail import letters
from troth_site.actions.communication.mail.letters import Letter


class NotSent(Exception):
    """The server did not take the letter now; `is_final` where it never will."""

    def __init__(self, why: str, *, is_final: bool = False) -> None:
        super().__init__(why)
        self.is_final = is_final


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
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as error:
        letters.failed(letter.pk, "the server knows no such address")
        raise NotSent("mailbox", is_final=True) from error
    except (smtplib.SMTPException, OSError) as error:
        letters.failed(letter.pk, type(error).__name__)
        raise NotSent("mail") from error
    letters.came(letter.pk)
