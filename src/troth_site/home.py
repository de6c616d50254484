"""Where an installation keeps its database, its files and its secret."""

import os
import secrets
import sys
from contextlib import suppress
from pathlib import Path

USUAL_PORT = 8000
_PORT = "port"


def home() -> Path:
    """Return the folder of database and files: TROTH_HOME, else a folder in the user's data directory."""
    named = os.environ.get("TROTH_HOME")
    return Path(named).expanduser().resolve() if named else _user_data() / "troth"


def _user_data() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    return Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local" / "share"))


def secret_key(folder: Path) -> str:
    """Return the installation's secret: TROTH_SECRET_KEY, else the key file, made on first use for its owner alone."""
    given = os.environ.get("TROTH_SECRET_KEY")
    if given:
        return given
    file = folder / "secret.key"
    try:
        descriptor = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return file.read_text("utf-8")
    with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
        key = secrets.token_urlsafe(48)
        handle.write(key)
    return key


def remember_port(folder: Path, port: int) -> None:
    """Keep at which port this installation was served last, for links that are made beside it."""
    with suppress(OSError):
        (folder / _PORT).write_text(str(port), "utf-8")


def remembered_port(folder: Path) -> int:
    """Return the port this installation was served at last, 8000 where it never was."""
    try:
        port = int((folder / _PORT).read_text("utf-8"))
    except (OSError, ValueError):
        return USUAL_PORT
    return port if 0 < port < 65536 else USUAL_PORT
