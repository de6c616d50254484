"""What a row of the table is, and who is meant by each of its sets."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.cast import EVERYBODY, NOBODY, Cast, orders_file

BUYERS = frozenset({"buyer", "finance", "manager"})
SALES = frozenset({"sales", "owner"})
SEE = BUYERS | SALES
RECORD = SETTLE = frozenset({"buyer", "manager"}) | SALES
IMPORT_OURS = frozenset({"buyer", "manager"})
IMPORT = IMPORT_OURS | {"other buyer"}
SIGNED_IN = frozenset(EVERYBODY) - {NOBODY}
ALL = frozenset(EVERYBODY)
NONE: frozenset[str] = frozenset()
NOT_IMPORTING = SIGNED_IN - IMPORT

Given = Callable[[Cast, str], dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One address.

    Attributes:
        where: Its parts, from the cast.
        get: Who may visit it; None where it cannot be visited.
        post: Who may post to it; None where nothing can be posted.
        closed: Who is told that it is closed to them, instead of finding nothing.
        given: What is posted.
        is_api: It answers 401 to nobody.
        is_public: Nobody is not sent to sign in.
        reads_only: Somebody else's page that answers alike however it is asked.
        named_to: Who reads the names of the two sides there, without reading their record.
    """

    where: Given = lambda cast, part: {}
    get: frozenset[str] | None = None
    post: frozenset[str] | None = None
    closed: frozenset[str] = NONE
    given: Given = lambda cast, part: {}
    is_api: bool = False
    is_public: bool = False
    reads_only: bool = False
    named_to: frozenset[str] = NONE


def on(name: str, key: str = "pk", **more: Any) -> Given:
    """Return where an address is: the key of something of the cast."""
    return lambda cast, part: {key: cast.key(name), **more}


def ahead(days: int) -> str:
    """Return a day so many days from now, as a form takes it."""
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def themselves(cast: Cast, part: str) -> dict[str, Any]:
    """Return whoever presses as the person a form names."""
    return {"person": cast.people[part].pk if part in cast.people else 0}


def said(**words: Any) -> Given:
    """Return what a form says."""
    return lambda cast, part: words


def dropped(cast: Cast, part: str) -> dict[str, Any]:
    """Return a file dropped on a page."""
    return {"file": SimpleUploadedFile("again.csv", orders_file()), "kind": "orders"}


def api_route(where: Given = lambda cast, part: {}, get: frozenset[str] = SIGNED_IN) -> Row:
    """Return the row of a route that reads."""
    return Row(where=where, get=get, is_api=True)


def api_writes(where: Given, who: frozenset[str], said: Given = lambda cast, part: {}) -> Row:
    """Return the row of a route that writes into a record which others read; theirs is not theirs to change."""
    return Row(where=where, post=who, closed=SEE - who, given=said, is_api=True)


def button(where: Given, who: frozenset[str], said: Given = lambda cast, part: {}) -> Row:
    """Return the row of a button whose record others see, closed to them."""
    return Row(where=where, post=who, closed=SEE - who, given=said)
