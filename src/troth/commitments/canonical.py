"""The one written form of an entry's content, over which its hash is taken."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

LARGEST_EXACT_INTEGER = 2**53 - 1

_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode


class SealError(ValueError):
    """Raised when content has no single written form, or the entry's frame is not well formed."""


def canonical(content: Mapping[str, Any]) -> bytes:
    """Write content in its one form: JSON, keys sorted, no spaces, UTF-8.

    Args:
        content: Text, whole numbers up to 2**53 - 1, booleans, None, lists and mappings with text keys. Days become
            ISO text, Decimals plain digits, so that content read back from storage gives the same bytes.

    Raises:
        SealError: A float (it has more than one written form; give a Decimal or text), a key that is not text, a
            number too large for other JSON readers, a moment without zone, or text that is not valid Unicode.

    Source: the profile of RFC 8785 (JSON Canonicalization Scheme) without its number formatting.

    >>> canonical({"kept": True, "due": date(2026, 3, 2), "quantity": Decimal("1.50")})
    b'{"due":"2026-03-02","kept":true,"quantity":"1.50"}'
    """
    try:
        return _encode(_plain_mapping(content)).encode("utf-8")
    except UnicodeEncodeError as error:
        raise SealError("the content holds text that is not valid Unicode (a lone surrogate)") from error


@lru_cache(maxsize=8)  # entries that are appended together carry one moment
def moment_text(moment: datetime) -> str:
    """Write a moment in its one form: UTC, microseconds, Z.

    Raises:
        SealError: The moment carries no zone.

    >>> moment_text(datetime(2026, 3, 2, 8, 30, tzinfo=UTC))
    '2026-03-02T08:30:00.000000Z'
    """
    if moment.tzinfo is None:
        raise SealError("a moment without zone has no place in the ledger")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")[:-6] + "Z"


def _plain_mapping(content: Mapping[str, Any]) -> dict[str, Any]:
    plain = {}
    for key, value in content.items():
        if type(key) is not str:
            raise SealError(f"the key {key!r} is not text")
        kind = type(value)
        plain[key] = value if kind is str or kind is bool or value is None else _plain(value)
    return plain


def _plain(value: Any) -> Any:
    if isinstance(value, str | bool | None):
        return value
    if isinstance(value, int):
        if abs(value) > LARGEST_EXACT_INTEGER:
            raise SealError(f"{value} is too large for other readers of JSON: write it as text")
        return value
    if isinstance(value, Mapping):
        return _plain_mapping(value)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return _plain_text(value)


def _plain_text(value: Any) -> str:
    if isinstance(value, Decimal) and value.is_finite():
        return format(value, "f")
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, date):
        return value.isoformat()
    raise SealError(f"{value!r} has no single written form: give a Decimal or text")
