"""Secrets of other people's services: sealed with the installation's key, since they have to be sent again."""

import base64
import hashlib
import json
from typing import TYPE_CHECKING, Any

from django.conf import settings

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet

PURPOSE = b"troth.bridges.secrets\n"


class Unreadable(Exception):
    """The secret was sealed with another key than this installation has."""


def seal(secrets: dict[str, Any]) -> str:
    """Return secrets as text that this installation alone can open."""
    return _keys().encrypt(json.dumps(secrets).encode()).decode()


def unseal(text: str) -> dict[str, Any]:
    """Return what was sealed; nothing where there was nothing to seal.

    Raises:
        Unreadable: The installation's key is another one now.
    """
    from cryptography.fernet import InvalidToken  # noqa: PLC0415 - reason: below

    if not text:
        return {}
    try:
        return dict(json.loads(_keys().decrypt(text.encode())))
    except InvalidToken as error:
        raise Unreadable from error


def _keys() -> "MultiFernet":
    # reason: five megabytes that most worker processes never need
    from cryptography.fernet import Fernet, MultiFernet  # noqa: PLC0415

    named = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(PURPOSE + key.encode()).digest() for key in named]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
