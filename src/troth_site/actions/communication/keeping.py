"""Files that hang on messages: kept by their hash below the folder of files, once each, readable by us alone."""

import os
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from troth.communication.attached import AttachedFile, attached_files
from troth_site.models import Attachment, Message

FOLDER = "attachments"
LONGEST_NAME = 300


def cleaned(text: str) -> str:
    """Return a text that any database takes: without NUL, and without halves of characters."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def rows_of(message: Message, raw: bytes) -> list[Attachment]:
    """Keep the files of a raw message and return their rows, not saved yet."""
    return rows_from(message, attached_files(raw))


def rows_from(message: Message, files: Iterable[AttachedFile]) -> list[Attachment]:
    """Keep files that were taken out or added, and return their rows, not saved yet."""
    return [_row(message, file) for file in files]


def path_of(kept: str) -> Path:
    """Return where a kept file lies."""
    return Path(settings.TROTH_FILES) / kept


def forget(paths: Iterable[str]) -> None:
    """Remove kept files that no message has any more."""
    for kept in sorted(set(filter(None, paths))):
        if not Attachment.objects.filter(path=kept).exists():
            path_of(kept).unlink(missing_ok=True)


def _row(message: Message, file: AttachedFile) -> Attachment:
    digest = sha256(file.content).hexdigest() if file.content is not None else ""
    return Attachment(
        message=message, name=cleaned(file.about.name)[:LONGEST_NAME], media_type=cleaned(file.about.media_type)[:120],
        size=file.about.size, sha256=digest, refused=file.refused.value if file.refused else "",
        path=_keep(digest, file.content) if file.content is not None else "",
    )  # fmt: skip


def _keep(digest: str, content: bytes) -> str:
    kept = f"{FOLDER}/{digest[:2]}/{digest}"
    path = path_of(kept)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = path.with_suffix(f".{os.getpid()}")
        with os.fdopen(os.open(part, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as handle:
            handle.write(content)
        # Whole or not at all: a machine that stops leaves no half of a file under its hash.
        part.replace(path)
    return kept
