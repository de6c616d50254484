"""One look at the database for all open pages of a process, and the streams that wait for what it finds.

A stream holds a thread of the server but no connection to the database: a single watcher looks while anybody listens.
There are only so many streams, fewer than threads; a page that gets none asks again and again instead.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from django.db import OperationalError, connection

from troth_site.queries.communication.live import Change, changes_after, newest

LOOK_SECONDS = 0.7
BEAT_SECONDS = 5
MOST_SECONDS = 20
MOST_STREAMS = 8
"""`troth serve` gives a worker so many threads more than it needs for pages."""
KEPT = 500
# Numbers are given before an act is committed, so a smaller one may come to light after a larger one.
OVERLAP = 50


@dataclass(slots=True)
class Watcher:
    """Looks for changes while anybody listens, and keeps the last ones in the order in which they came to light."""

    arrived: threading.Condition = field(default_factory=threading.Condition)
    listening: int = 0
    turn: int = 0
    kept: deque[tuple[int, Change]] = field(default_factory=lambda: deque(maxlen=KEPT))
    thread: threading.Thread | None = None

    def enter(self, since: int) -> int | None:
        """Begin to listen: return the turn to wait for, None where there is no room for one more."""
        with self.arrived:
            if self.listening >= MOST_STREAMS:
                return None
            self.listening += 1
            if self.thread is None or not self.thread.is_alive():
                self.thread = threading.Thread(target=self._watch, args=(since,), name="live", daemon=True)
                self.thread.start()
            return self.turn

    def leave(self) -> None:
        """Listen no more."""
        with self.arrived:
            self.listening -= 1

    def after(self, turn: int, *, wait: float) -> tuple[int, list[Change]]:
        """Return what came to light after a turn, waiting so many seconds for the first, and the turn reached."""
        with self.arrived:
            self.arrived.wait_for(lambda: self.turn > turn, timeout=wait)
            return self.turn, [change for at, change in self.kept if at > turn]

    def _watch(self, seen: int) -> None:
        known = set(range(max(0, seen - OVERLAP), seen + 1))
        try:
            # The first look waits too: who left at once is not waited for.
            while self._is_wanted():
                with suppress(OperationalError):
                    found = [change for change in changes_after(seen - OVERLAP) if change.id not in known]
                    seen = max([seen, *(change.id for change in found)])
                    known = {number for number in known if number > seen - 2 * OVERLAP} | {x.id for x in found}
                    self._hand_on(found)
        finally:
            connection.close()

    def _is_wanted(self) -> bool:
        time.sleep(LOOK_SECONDS)
        return self.listening > 0

    def _hand_on(self, found: Sequence[Change]) -> None:
        if not found:
            return
        with self.arrived:
            self.turn += 1
            self.kept.extend((self.turn, change) for change in found)
            self.arrived.notify_all()


WATCHER = Watcher()


def stream(
    heard: Callable[[Change], bool], *, turn: int, since: int, missed: Sequence[Change] = (), watcher: Watcher = WATCHER
) -> Iterator[str]:
    """Yield server-sent events until it is time to come again; the caller has entered.

    Args:
        heard: Which changes this page hears of.
        turn: The watcher's turn when the caller entered.
        since: Number of the last change the page knows.
        missed: What changed between the page's drawing and now.
        watcher: Whose finds are waited for.

    Source: WHATWG HTML, section 9.2, server-sent events.
    """
    until = time.monotonic() + MOST_SECONDS
    changes = list(missed)
    try:
        yield f"retry: 1000\nid: {since}\nevent: here\ndata: here\n\n"
        while time.monotonic() < until:
            for change in filter(heard, changes):
                since = max(since, change.id)
                yield f"id: {since}\nevent: changed\ndata: {change.kind} {change.subject}\n\n"
            turn, changes = watcher.after(turn, wait=BEAT_SECONDS)
            if not changes:
                yield ": still here\n\n"
    finally:
        watcher.leave()


def last_known(given: str) -> int:
    """Return the number a page knows, the newest where it names none."""
    return int(given) if given.isascii() and given.isdigit() and len(given) < 18 else newest()
