"""Browser push: RFC 8030, encrypted by RFC 8291, in the installation's own name by RFC 8292 (VAPID)."""

import base64
import json
import os
import secrets
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings

from troth_site.actions.bridges.letters import Letter
from troth_site.actions.bridges.outcomes import Opened, Outcome, by_status
from troth_site.outside import Answer, Call

if TYPE_CHECKING:
    from py_vapid import Vapid02

HOSTS = (
    "fcm.googleapis.com", "updates.push.services.mozilla.com", "*.push.services.mozilla.com", "*.notify.windows.com",
    "web.push.apple.com", "*.push.apple.com",
)  # fmt: skip
"""The push services of browsers; a page's own word for where to push is not taken for anything else."""
KEEP_SECONDS = 24 * 3600
SIGNED_FOR = timedelta(hours=12)
GONE = frozenset({404, 410})
POINT_BYTES, AUTH_BYTES = 65, 16


def public_key() -> str:
    """Return the installation's public key, as a browser takes it."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat  # noqa: PLC0415 - see _own_key

    return _text(_own_key().public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def is_subscription(endpoint_key: str, auth: str) -> bool:
    """Tell whether a browser's two keys can be meant."""
    try:
        point, secret = _bytes(endpoint_key), _bytes(auth)
    except ValueError:
        return False
    return len(point) == POINT_BYTES and point[:1] == b"\x04" and len(secret) == AUTH_BYTES


def call(letter: Letter, opened: Opened, at: datetime) -> Call:
    """Write the request; its topic is the letter's, so that a repeated one takes the place of the first."""
    import http_ece  # noqa: PLC0415 - see _own_key

    asked = opened.secrets
    one = letter.lines[0].url if len(letter.lines) == 1 else letter.home
    said = json.dumps({"title": "Troth", "body": letter.title, "url": one, "tag": letter.uid}, ensure_ascii=False)
    body = http_ece.encrypt(
        said.encode(), salt=secrets.token_bytes(16), private_key=_passing_key(), dh=_bytes(asked["p256dh"]),
        auth_secret=_bytes(asked["auth"]), version="aes128gcm",
    )  # fmt: skip
    where = urlsplit(asked["url"])
    claims = {
        "aud": f"{where.scheme}://{where.netloc}",
        "exp": int((at + SIGNED_FOR).timestamp()),
        "sub": f"mailto:{settings.DEFAULT_FROM_EMAIL}",
    }
    headers = {
        **_own_key().sign(claims),
        "TTL": str(KEEP_SECONDS),
        "Urgency": "high" if letter.is_urgent else "normal",
        "Topic": letter.uid.replace("-", "")[:32],
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
    }
    return Call(url=asked["url"], headers=headers, body=body, hosts=HOSTS)


def judge(answer: Answer) -> Outcome:
    """Read the answer of a push service."""
    return Outcome("gone", is_final=True) if answer.status in GONE else by_status(answer)


def _own_key() -> "Vapid02":
    """Return the installation's key, made on first use for its owner alone."""
    # reason: five megabytes that most worker processes never need
    from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415
        Encoding,
        NoEncryption,
        PrivateFormat,
    )
    from py_vapid import Vapid02  # noqa: PLC0415 - reason: as above

    file: Path = settings.TROTH_HOME / "push.key"
    made = Vapid02()
    made.generate_keys()
    try:
        descriptor = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return Vapid02.from_pem(file.read_bytes())
    with os.fdopen(descriptor, "wb") as handle:
        handle.write(made.private_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return made


def _passing_key() -> object:
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415 - see _own_key

    return ec.generate_private_key(ec.SECP256R1())


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
