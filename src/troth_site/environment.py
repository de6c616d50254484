"""Typed readers of environment variables which fail loudly."""

import os
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

EMBEDDED = "troth_site.embedded"
"""Django's name of the database that comes with Troth."""


class BadSetting(ValueError):
    """An environment variable holds something that cannot be meant."""


def flag(name: str, *, default: bool) -> bool:
    """Return a yes-or-no variable."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() in {"1", "yes", "true", "on"}:
        return True
    if value.lower() in {"0", "no", "false", "off", ""}:
        return False
    raise BadSetting(f"{name}={value!r}: write yes or no.")


def number(name: str, *, default: int, least: int = 0) -> int:
    """Return a whole number."""
    value = os.environ.get(name, "").strip() or str(default)
    if not (value.isascii() and value.isdigit()) or int(value) < least:
        raise BadSetting(f"{name}={value!r}: write a whole number, {least} or more.")
    return int(value)


def words(name: str, *, default: str) -> list[str]:
    """Return a comma-separated variable as a list."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def database(name: str, *, folder: Any) -> dict[str, Any]:
    """Return Django's settings of the database: embedded by default, PostgreSQL by one address.

    Args:
        name: Variable holding ``postgresql://user:password@host:port/name``; absent means SQLite in the folder.
        folder: Folder of the embedded database.
    """
    address = os.environ.get(name)
    if not address:
        return _embedded(folder / "troth.sqlite3")
    parts = urlsplit(address)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise BadSetting(f"{name}: write postgresql://user:password@host:port/database.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.strip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def _embedded(path: Any) -> dict[str, Any]:
    return {
        "ENGINE": EMBEDDED,
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # Each connection keeps the statements it ran last, those of an import 100 kB each: pages need no more than
            # half of what the driver would keep, and an import's memory grows by 10 MB less.
            "cached_statements": 64,
            # A write-ahead log loses no committed act when Troth dies, and synchronous=NORMAL keeps the file whole in a
            # power cut, though the last acts may be gone. The log is written back every 16,000 pages (64 MB), not every
            # 1,000: that takes longer than a receipt, and whoever comes last waits for it; a part of a large import
            # touches 10,000 pages, mostly those that the part before touched. Each thread of a web server keeps pages
            # of its own, 4 MB at most: imports and pages gain nothing from 16, as the system keeps the file too.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA wal_autocheckpoint=16000;"
            " PRAGMA cache_size=-4000; PRAGMA temp_store=MEMORY;",
        },
    }


def mail(*, folder: Any) -> dict[str, Any]:
    """Return how letters leave: by the server TROTH_MAIL_HOST names, else into a folder where the operator finds them.

    Args:
        folder: Where letters lie while no server is named.
    """
    host = os.environ.get("TROTH_MAIL_HOST")
    if not host:
        return {"BACKEND": "django.core.mail.backends.filebased.EmailBackend", "OPTIONS": {"file_path": str(folder)}}
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": host,
            "port": int(os.environ.get("TROTH_MAIL_PORT", "25")),
            "username": os.environ.get("TROTH_MAIL_USER", ""),
            "password": os.environ.get("TROTH_MAIL_PASSWORD", ""),
            "use_tls": flag("TROTH_MAIL_TLS", default=False),
        },
    }
