"""Plain makers of raw messages."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def raw_mail(body="When do you ship?", *, hours=0.0, **fields):
    """Return a raw message; a field set to None is left out, "_" in names stands for "-"."""
    standing = {
        "Message-ID": "<ask@brand.example>",
        "From": "Ana <ana@brand.example>",
        "To": "Bao <bao@mill.example>",
        "Subject": "PO 7001",
        "Date": format_datetime(START + timedelta(hours=hours)),
        **{name.replace("_", "-"): value for name, value in fields.items()},
    }
    head = "".join(f"{name}: {value}\n" for name, value in standing.items() if value is not None)
    return head.encode("utf-8", "surrogateescape") + b"\n" + (body if isinstance(body, bytes) else body.encode())
