"""Trello's REST API, as far as mirroring needs it. Source: Atlassian, "Trello REST API", cards, lists and boards."""

import json
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import quote, urlencode

from troth_site.actions.bridges.outcomes import by_status
from troth_site.outside import Call, NoAnswer, NotCalled, Reach
from troth_site.outside import call as call_outside

HOSTS = ("api.trello.com",)
FIELDS = "name,desc,idList,closed,due,dateLastActivity"
MOST_CARDS = 1000
_BOARD = re.compile(r"(?:https://trello\.com/b/)?([0-9A-Za-z]{8}|[0-9a-f]{24})(?:/.*)?")
_KEY = re.compile(r"[0-9A-Za-z]{16,120}")
_ID = re.compile(r"[0-9a-f]{24}")


class TrelloSaysNo(Exception):
    """The board could not be read or written; `error` is as problems.said() reads it."""

    def __init__(self, error: str, *, is_final: bool = False) -> None:
        super().__init__(error)
        self.error = error
        self.is_final = is_final


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """A card as Trello has it."""

    pk: str
    name: str
    text: str
    in_list: str
    closed: bool
    due_on: date | None
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """A board, the key and the token that open it, and the way there."""

    board: str
    key: str
    token: str
    reach: Reach


def board_of(text: str) -> str:
    """Return the name of a board out of its address, empty where there is none."""
    found = _BOARD.fullmatch(text.strip())
    return found[1] if found else ""


def is_key(text: str) -> bool:
    """Tell whether a key or a token can be meant."""
    return bool(_KEY.fullmatch(text.strip()))


def lists(door: Door) -> dict[str, str]:
    """Return the open lists of the board by their name; of two of one name the first."""
    found: dict[str, str] = {}
    for row in _ask(door, "GET", f"/1/boards/{door.board}/lists", {"fields": "name", "filter": "open"}):
        found.setdefault(str(row["name"]).strip(), _id(row))
    return found


def make_list(door: Door, name: str) -> str:
    """Make a list at the right end of the board, and return its id."""
    board = _ask(door, "GET", f"/1/boards/{door.board}", {"fields": "id"})
    return _id(_ask(door, "POST", "/1/lists", {"name": name, "idBoard": _id(board), "pos": "bottom"}))


def cards(door: Door) -> list[Outside]:
    """Return all cards of the board, closed ones too."""
    return [_card(row) for row in _ask(door, "GET", f"/1/boards/{door.board}/cards/all", {"fields": FIELDS})]


def make_card(door: Door, said: dict[str, str]) -> Outside:
    """Make a card and return it."""
    return _card(_ask(door, "POST", "/1/cards", said))


def change_card(door: Door, pk: str, said: dict[str, str]) -> Outside:
    """Write over a card and return it."""
    return _card(_ask(door, "PUT", f"/1/cards/{quote(pk, safe='')}", said))


def _ask(door: Door, method: str, path: str, said: dict[str, str]) -> Any:
    # In a header, so that no log of addresses holds the token.
    headers = {
        "Authorization": f'OAuth oauth_consumer_key="{door.key}", oauth_token="{door.token}"',
        "Accept": "application/json",
    }
    url, body = f"https://{HOSTS[0]}{path}", b""
    if method == "GET":
        url += f"?{urlencode(said)}"
    else:
        headers["Content-Type"] = "application/json"
        body = json.dumps(said).encode()
    try:
        answer = call_outside(Call(url=url, method=method, headers=headers, body=body, hosts=HOSTS), reach=door.reach)
    except (NotCalled, NoAnswer) as error:
        raise TrelloSaysNo(error.why) from error
    outcome = by_status(answer)
    if not outcome.arrived:
        raise TrelloSaysNo(outcome.error, is_final=outcome.is_final)
    try:
        return json.loads(answer.body)
    except ValueError as error:
        raise TrelloSaysNo("vendor ?") from error


def _card(row: Any) -> Outside:
    try:
        due = row.get("due")
        return Outside(
            pk=_id(row), name=str(row["name"]), text=str(row.get("desc") or ""), in_list=str(row["idList"]),
            closed=bool(row.get("closed")), due_on=_moment(due).date() if due else None,
            changed_at=_moment(row["dateLastActivity"]),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise TrelloSaysNo("vendor ?") from error


def _id(row: Any) -> str:
    found = str(row.get("id", "")) if isinstance(row, dict) else ""
    if not _ID.fullmatch(found):
        raise TrelloSaysNo("vendor ?")
    return found


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
