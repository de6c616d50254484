"""Files that people add to a message: held for its writer until the message goes, then kept with it.

What is held lies below the folder of files under a name of its own. Its key is signed for whoever brought it, so that a
form which is refused for another reason brings it again, and nobody else's form can.
"""

import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from shutil import rmtree
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from troth.communication.attached import LARGEST, MOST_UPLOADED, AttachedFile, Refused, uploaded_file
from troth_site.actions.communication import keeping
from troth_site.actions.communication.keeping import cleaned
from troth_site.models import Attachment, Message

FOLDER = "held"
KEPT_FOR = timedelta(days=2)
MOST_HELD = 3 * MOST_UPLOADED
NAMELESS = "file"


class FileRefused(Exception):
    """A file cannot be added; the message names it and says what to do instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A file that waits for its message.

    Attributes:
        key: What a form carries to bring it again.
        sha256: Of its content, as the ledger will name it.
    """

    key: str
    name: str
    size: int
    sha256: str


def hold(*, owner: str, upload: UploadedFile, others: int = 0) -> Held:
    """Look at a file somebody adds, and hold it for two days.

    Args:
        owner: Whose it is: the same words bring it again.
        upload: The file as it came.
        others: Files the message has already.

    Raises:
        FileRefused: It can harm, is empty or too large, or there are too many.
    """
    name = cleaned(upload.name or NAMELESS)[-keeping.LONGEST_NAME :]
    if others >= MOST_UPLOADED:
        raise FileRefused(_said(Refused.TOO_MANY, name))
    if (upload.size or 0) > LARGEST:
        raise FileRefused(_said(Refused.LARGE, name))
    file = uploaded_file(name=name, media_type=cleaned(upload.content_type or ""), content=upload.read())
    if file.refused is not None or file.content is None:
        raise FileRefused(_said(file.refused or Refused.EMPTY, name))
    place, digest = secrets.token_hex(16), sha256(file.content).hexdigest()
    _sweep()
    folder = _folder(owner)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _make_room(folder)
    with os.fdopen(os.open(folder / place, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "wb") as handle:
        handle.write(file.content)
    told = [place, file.about.name or NAMELESS, file.about.media_type, file.about.size, digest]
    return _held(signing.dumps(told, salt=_salt(owner)), told)


def gather(*, owner: str, keys: Sequence[str], uploads: Sequence[UploadedFile]) -> tuple[list[Held], list[str]]:
    """Return the files a form has now, those it brought again first, and what is wrong with the others.

    Args:
        owner: Whose the form is.
        keys: Of files that an earlier try of the form brought.
        uploads: What came with it this time.
    """
    found, problems = list(held(owner=owner, keys=keys)), list[str]()
    if len(found) < len(set(keys)):
        problems.append(_("A file you had added is held for two days only, and is gone. Choose it again."))
    for upload in uploads:
        try:
            found.append(hold(owner=owner, upload=upload, others=len(found)))
        except FileRefused as refused:
            problems.append(str(refused))
    return found, problems


def held(*, owner: str, keys: Sequence[str]) -> tuple[Held, ...]:
    """Return the files of these keys that are held for this owner; what is over, or somebody else's, is left out."""
    return tuple(_held(key, told) for key, told in _known(owner, keys))


def content_of(*, owner: str, keys: Sequence[str]) -> tuple[AttachedFile, ...]:
    """Return the held files as a message takes them, looked at once more."""
    found = []
    for _key, (place, name, media_type, _size, _digest) in _known(owner, keys):
        content = (_folder(owner) / place).read_bytes()
        found.append(uploaded_file(name=name, media_type=media_type, content=content))
    return tuple(file for file in found if file.refused is None)


def keep(message: Message, files: Sequence[AttachedFile]) -> None:
    """Keep files with a message, inside the act that writes it."""
    if files:
        Attachment.objects.bulk_create(keeping.rows_from(message, files))


def hashes_of(message: Message) -> list[str]:
    """Return the hashes of what hangs on a message, as the ledger proves it."""
    rows = Attachment.objects.filter(message=message).exclude(sha256="").order_by("pk")
    return list(rows.values_list("sha256", flat=True))


def _known(owner: str, keys: Sequence[str]) -> list[tuple[str, list[Any]]]:
    found: list[tuple[str, list[Any]]] = []
    for key in dict.fromkeys(keys[:MOST_HELD]):
        try:
            told = signing.loads(key, salt=_salt(owner), max_age=KEPT_FOR)
        except signing.BadSignature:
            continue
        if (_folder(owner) / told[0]).exists():
            found.append((key, told))
    return found[:MOST_UPLOADED]


def _held(key: str, told: Sequence[Any]) -> Held:
    _place, name, _media_type, size, digest = told
    return Held(key=key, name=name, size=size, sha256=digest)


def _salt(owner: str) -> str:
    return f"held file of {owner}"


def _folder(owner: str) -> Path:
    return Path(settings.TROTH_FILES) / FOLDER / sha256(owner.encode()).hexdigest()[:32]


def _sweep() -> None:
    """Forget what nobody came back for."""
    over = (timezone.now() - KEPT_FOR).timestamp()
    for folder in (Path(settings.TROTH_FILES) / FOLDER).glob("*"):
        if folder.stat().st_mtime < over:
            rmtree(folder, ignore_errors=True)


def _make_room(folder: Path) -> None:
    """Forget the oldest of one owner where they hold more than anybody needs."""
    old = sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime)
    for path in old[: max(0, len(old) - MOST_HELD + 1)]:
        path.unlink(missing_ok=True)


def _said(why: Refused, name: str) -> str:
    named = {"name": name, "limit": filesizeformat(LARGEST), "most": MOST_UPLOADED}
    if why is Refused.TOO_MANY:
        return _("“%(name)s” was not added: a message takes %(most)s files. Send the others in a second one.") % named
    if why is Refused.LARGE:
        return _("“%(name)s” was not added: a file has at most %(limit)s. Send it in parts, or a link to it.") % named
    if why is Refused.EMPTY:
        return _("“%(name)s” was not added: it is empty. Choose it again.") % named
    harmful = _(
        "“%(name)s” was not added: it is a program or a page, or holds macros or programs. "
        "Send a PDF, a picture or a plain table instead."
    )
    return harmful % named
