"""How often one token may ask: counted in a file of its own, so that all worker processes of a machine count together.

Django's caches read and write in two steps, between which a neighbour's request is lost; a lock around both counts
exactly, and costs less than one query.
"""

import math
import struct
import time
from pathlib import Path

from django.conf import settings
from django.core.files import locks
from django.http import HttpRequest
from ninja.throttling import BaseThrottle

WINDOW_SECONDS = 60
STORED = struct.Struct("<dQ")  # when the window began, in seconds of the clock, and how many requests it has seen


class PerToken(BaseThrottle):
    """So many requests a minute for each token; who is signed in on the pages is not counted."""

    def allow_request(self, request: HttpRequest) -> bool:
        """Count a request, and tell whether it is answered."""
        token = getattr(request, "troth_token", None)
        limit = settings.TROTH_API_REQUESTS_A_MINUTE
        if token is None or not limit:
            return True
        ends_in = over_limit(Path(settings.TROTH_API_COUNTS) / str(token), limit=limit, now=time.time())
        request.troth_retry_after = ends_in  # type: ignore[attr-defined]
        return ends_in is None


def over_limit(path: Path, *, limit: int, now: float) -> int | None:
    """Count one request; return in how many seconds the window ends where there were too many, else None.

    Args:
        path: The file of the token; made where it is missing.
        limit: Requests answered in a window, which begins with the first of them.
        now: Seconds of the clock.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("a+b") as file:
        locks.lock(file, locks.LOCK_EX)
        file.seek(0)
        kept = file.read(STORED.size)
        began, seen = STORED.unpack(kept) if len(kept) == STORED.size else (now, 0)
        if not 0 <= now - began < WINDOW_SECONDS:
            began, seen = now, 0
        if seen >= limit:
            return max(1, math.ceil(began + WINDOW_SECONDS - now))
        file.truncate(0)
        file.write(STORED.pack(began, seen + 1))
    return None
