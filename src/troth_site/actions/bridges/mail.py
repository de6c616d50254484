"""Letters by e-mail, through the site's own mailer, to the address a person signs in with and no other."""

import smtplib
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from troth_site.actions.bridges.letters import Letter
from troth_site.actions.bridges.outcomes import Outcome
from troth_site.models import Person

LONGEST_SUBJECT = 120


def send(letter: Letter, person: Person) -> Outcome:
    """Mail a letter; its Message-ID is the letter's, so that a repeated one is known for what it is."""
    host = urlsplit(settings.TROTH_ORIGIN).hostname or "troth.invalid"
    with translation.override(person.language or settings.LANGUAGE_CODE):
        message = EmailMessage(
            subject=letter.title[:LONGEST_SUBJECT],
            body=_body(letter),
            to=[person.email],
            # Nobody's automatic reply is wanted, and none is answered (RFC 3834).
            headers={"Message-ID": f"<troth.{letter.uid}@{host}>", "Auto-Submitted": "auto-generated"},
        )
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused:
        return Outcome("mailbox", is_final=True)
    except (smtplib.SMTPException, OSError):
        return Outcome("mail")
    return Outcome()


def _body(letter: Letter) -> str:
    parts = [f"{line.says}\n{line.url}" for line in letter.lines]
    if letter.rest:
        parts.append(f"{letter.rest}\n{letter.home}")
    why = _("You are told of this because you chose it. Here you can choose otherwise:")
    return "\n\n".join([*parts, f"-- \n{why}\n{settings.TROTH_ORIGIN}/settings/channels/\n"])
