"""A card and its twin on an outside board: what of it is mirrored, compared and written."""

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.conf import settings

from troth_site.actions.bridges.trello import Outside
from troth_site.models import Card

LONGEST_TITLE, LONGEST_TEXT = 300, 15_000
_MARK = re.compile(r"\n*— Troth (?P<url>\S+)\?card=(?P<uid>[0-9a-f-]{36})\s*\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a card and its twin say alike."""

    title: str
    text: str
    column: str
    due_on: date | None
    is_archived: bool

    def digest(self) -> str:
        """Return a digest by which equal contents are known."""
        return hashlib.sha256(json.dumps(self.as_json(), sort_keys=True).encode()).hexdigest()

    def as_json(self) -> dict[str, Any]:
        """Return it for the history."""
        return asdict(self) | {"due_on": self.due_on.isoformat() if self.due_on else None}


def of_card(card: Card) -> Content:
    """Return what our copy says."""
    return Content(
        title=_title(card.title), text=_text(card.text), column=card.column, due_on=card.due_on,
        is_archived=card.archived_at is not None,
    )  # fmt: skip


def of_outside(found: Outside, *, columns: dict[str, str], column: str) -> Content:
    """Return what their copy says; in a list that is none of ours it stays in the column where we have it."""
    return Content(
        title=_title(found.name), text=_text(_MARK.sub("", found.text)), column=columns.get(found.in_list, column),
        due_on=found.due_on, is_archived=found.closed,
    )  # fmt: skip


def uid_in(found: Outside) -> str:
    """Return whose twin a card says it is, empty where it says nothing."""
    mark = _MARK.search(found.text)
    return mark["uid"] if mark else ""


def for_outside(card: Card, said: Content, *, lists: dict[str, str]) -> dict[str, Any]:
    """Return what is written outside; the mark shows the way back, and lets a lost answer be found again."""
    mark = f"— Troth {settings.TROTH_ORIGIN}/partners/{card.relationship_id}/?card={card.uid}"
    written: dict[str, Any] = {
        "name": said.title, "desc": f"{said.text}\n\n{mark}".strip(),
        "due": f"{said.due_on.isoformat()}T12:00:00.000Z" if said.due_on else None, "closed": said.is_archived,
    }  # fmt: skip
    return written | ({"idList": lists[said.column]} if said.column in lists else {})


def _title(text: str) -> str:
    return " ".join(text.split())[:LONGEST_TITLE] or "–"


def _text(text: str) -> str:
    return text.replace("\r\n", "\n").strip()[:LONGEST_TEXT].strip()
