"""Visiting as somebody, without leaving a trace: every visit is rolled back."""

import html
import json
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.cast import BUYER, FACTORY, NOBODY, NOTES, SEATS, SECRETS, WORKER, Cast, relationships_of
from tests.site.matrix.rows import Row

TOKEN = "c" * 32
# Asked by a program, or by the phone itself.
BY_PROGRAM = ("/api/", "/field/")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, in words that can be searched."""

    status: int
    where_to: str
    text: str

    @property
    def is_in(self) -> bool:
        """Tell whether the person was let in: shown the page, led on, thanked, or told what their form lacks."""
        return self.status in {200, 204, 409, 422} or (self.status == 302 and not self.leads_to_sign_in)

    @property
    def leads_to_sign_in(self) -> bool:
        """Tell whether the person is asked to sign in first."""
        return self.status == 302 and self.where_to.startswith("/sign-in/?next=")


class Visitors:
    """The cast, each with a browser that keeps their cookie; buttons want the token of their form."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.browsers = {}
        for part in (*cast.people, NOBODY):
            browser = Client(enforce_csrf_checks=True, raise_request_exception=False)
            if part in cast.people:
                browser.force_login(cast.people[part], backend="allauth.account.auth_backends.AuthenticationBackend")
            browser.cookies["csrftoken"] = TOKEN
            self.browsers[part] = browser

    def visit(self, part: str, name: str, row: Row, **query: str) -> Answer:
        """Open a page."""
        return self._asked(part, "get", self.address(part, name, row), query)

    def post(self, part: str, name: str, row: Row, *, with_token: bool = True, **more: str) -> Answer:
        """Press a button."""
        said = {**row.given(self.cast, part), **more}
        if with_token:
            said["csrfmiddlewaretoken"] = TOKEN
        return self._asked(part, "post", self.address(part, name, row), said)

    def press(self, part: str, name: str, row: Row, **more: Any) -> Answer:
        """Press a button and keep what it did; the test undoes it."""
        said = {**row.given(self.cast, part), "csrfmiddlewaretoken": TOKEN, **more}
        return self._sent(part, "post", self.address(part, name, row), said)

    def follow(self, part: str, path: str) -> Answer:
        """Open an address as it stands in a link."""
        return self._asked(part, "get", path, {})

    def address(self, part: str, name: str, row: Row) -> str:
        """Return where an address is for somebody."""
        return reverse(name, kwargs=row.where(self.cast, part))

    def _asked(self, part: str, method: str, path: str, said: dict[str, Any]) -> Answer:
        browser = self.browsers[part]
        cookies = browser.cookies.output()
        with transaction.atomic():
            answer = self._sent(part, method, path, said)
            transaction.set_rollback(True)
        browser.cookies.clear()
        browser.cookies.load(cookies.replace("Set-Cookie: ", ""))
        return answer

    def _sent(self, part: str, method: str, path: str, said: dict[str, Any]) -> Answer:
        browser = self.browsers[part]
        if method == "post" and path.startswith(BY_PROGRAM):
            response = browser.post(path, **_by_program(said))
        else:
            response = getattr(browser, method)(path, said)
        content = _read(response)
        return Answer(response.status_code, response.headers.get("Location", ""), _words(content))


def _by_program(said: dict[str, Any]) -> dict[str, Any]:
    """Return what a form says as a program sends it: as JSON, or with its file; tokens and tickets are headers."""
    given = {name: value for name, value in said.items() if name not in {"csrfmiddlewaretoken", "ticket"}}
    headers = {"Idempotency-Key": said.get("ticket", "a-visit")}
    if "csrfmiddlewaretoken" in said:
        headers["X-CSRFToken"] = said["csrfmiddlewaretoken"]
    if any(hasattr(value, "chunks") for value in given.values()):
        return {"data": given, "headers": headers}
    return {"data": given, "content_type": "application/json", "headers": headers}


def _read(response: Any) -> bytes:
    """Return what came back; of a stream that stays open, what comes at once."""
    if not response.streaming:
        return response.content
    if response.headers["Content-Type"] != "text/event-stream":
        return b"".join(response.streaming_content)
    first = next(iter(response.streaming_content))
    response.close()
    return first


def _words(content: bytes) -> str:
    text = content.decode("utf-8", "replace")
    try:
        return json.dumps(json.loads(text), ensure_ascii=False)
    except ValueError:
        return html.unescape(text)


def hidden_from(part: str, cast: Cast) -> set[str]:
    """Return what somebody must never read anywhere."""
    readable = relationships_of(part, cast)
    found = {word for name, words in SECRETS.items() if getattr(cast, name) not in readable for word in words}
    if not {cast.ours, cast.beside} & readable:
        found.add(BUYER)
    if not {cast.ours, cast.elsewhere} & readable:
        found.add(FACTORY)
    if part not in SEATS or SEATS[part][0] != FACTORY:
        found.add(WORKER)
    # Notes kept in the house, and those one keeps alone, by whoever wrote them.
    for writer in ("buyer", "sales"):
        if part not in SEATS or SEATS[part][0] != SEATS[writer][0]:
            found.add(f"{NOTES['side']} of {writer}")
        if part != writer:
            found.add(f"{NOTES['private']} of {writer}")
    return found


def leaks(answer: Answer, part: str, cast: Cast, *, told: frozenset[str] = frozenset()) -> list[str]:
    """Return the hidden words an answer holds, but for those that somebody is told there."""
    said = answer.text + answer.where_to
    return sorted(f"{part} reads {word}" for word in hidden_from(part, cast) - told if word in said)
