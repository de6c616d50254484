"""The word a reply by mail must carry: made for one person and one message, from the installation's secret.

It is never kept: whoever reads the database alone cannot answer in anybody's name. It can be made again, so that a
letter tried twice is the same letter.
"""

import re
from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.crypto import salted_hmac

DAYS = timedelta(days=30)
"""For how long a letter can be answered by mail."""

_SALT = "troth.mail.reply"
# Small letters and digits alone: the part before the "@" loses its case on the way through some servers.
_TOKEN = re.compile(r"[0-9a-f]{40}")


def token_of(message: int, person: int) -> str:
    """Return the token of one message for one person."""
    return salted_hmac(_SALT, f"{message}:{person}", algorithm="sha256").hexdigest()[:40]


def reply_address(token: str) -> str:
    """Return where a reply goes; "" where this installation reads no mailbox."""
    local, _at, host = settings.TROTH_REPLY_ADDRESS.rpartition("@")
    return f"{local}+{token}@{host}" if local and host else ""


def tokens_in(addresses: Iterable[str]) -> list[str]:
    """Return the tokens in the addresses a letter was sent to."""
    local, _at, host = settings.TROTH_REPLY_ADDRESS.lower().rpartition("@")
    found = []
    for address in addresses:
        before, _at, domain = address.strip().lower().rpartition("@")
        name, _plus, token = before.partition("+")
        if local and (name, domain) == (local, host) and _TOKEN.fullmatch(token):
            found.append(token)
    return found


def mail_id(message: int, person: int, event: str = "") -> str:
    """Return the identifier of the letter of a message to a person, which nobody can guess."""
    drawn = salted_hmac("troth.mail.id", f"{message}:{person}:{event}", algorithm="sha256").hexdigest()[:32]
    return f"troth.{drawn}@{urlsplit(settings.TROTH_ORIGIN).hostname or 'troth.invalid'}"
