"""What a photo says of itself, compared with where and when it was sent: kept as it came, and noticed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from troth.quality.integrity import GEOFENCE_M, Place, metres_apart

MOST_PIXELS = 60_000_000
CLOCK_MAY_DIFFER = timedelta(hours=24)
HASH_COLUMNS, HASH_ROWS = 9, 8


class NoHash(ValueError):
    """The brightness of a picture did not come as 8 rows of 9 values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Noticed:
    """Hold one thing noticed on a photo.

    Args:
        code: "elsewhere", "another-time" or "large".
        value: Metres from the site, seconds from the server's clock, pixels.
    """

    code: str
    value: int


def difference_hash(rows: Sequence[Sequence[int]]) -> str:
    """Return 64 bits that stay nearly the same when a picture is scaled or saved again.

    Args:
        rows: Brightness, 0 to 255, of the picture scaled down to 9 by 8: 8 rows of 9 values.

    Returns:
        16 hexadecimal digits: a bit for each value that is brighter than its left neighbour, row by row.

    Raises:
        NoHash: There are not 8 rows of 9.

    Source: difference hash, N. Krawetz, "Kind of like that" (2013).

    >>> difference_hash([[0, 1, 2, 3, 4, 5, 6, 7, 8]] + [[0] * 9] * 7)
    'ff00000000000000'
    """
    if len(rows) != HASH_ROWS or any(len(row) != HASH_COLUMNS for row in rows):
        raise NoHash("A difference hash takes 8 rows of 9 values.")
    bits = [right > left for row in rows for left, right in pairwise(row)]
    return f"{sum(bit << place for place, bit in enumerate(reversed(bits))):016x}"


def noticed(
    *,
    pixels: int | None,
    place: Place | None,
    site: Place | None,
    taken_at: datetime | None,
    received_at: datetime,
    fence_m: float = GEOFENCE_M,
) -> tuple[Noticed, ...]:
    """Compare what a photo says of itself with the site and with the server's clock.

    Args:
        pixels: Width times height; None of a file that is no picture.
        place: Where the file says it was taken; None where it says nothing, which is no finding.
        site: Where the site is; None where nobody said.
        taken_at: When the file says it was taken, with a zone; None where it says nothing.
        received_at: When it came, by the server's clock.
        fence_m: Metres from the site that are still at it.

    Source: domain report d.5; `integrity` for the distance.

    >>> at = datetime.fromisoformat("2026-11-21T10:00+00:00")
    >>> noticed(pixels=None, place=None, site=None, taken_at=at - timedelta(days=3), received_at=at)
    (Noticed(code='another-time', value=259200),)
    """
    found = []
    if pixels is not None and pixels > MOST_PIXELS:
        found.append(Noticed(code="large", value=pixels))
    if place is not None and site is not None:
        metres = metres_apart(place, site)
        if metres - place.accuracy_m > fence_m:
            found.append(Noticed(code="elsewhere", value=round(metres)))
    if taken_at is not None and abs(received_at - taken_at) > CLOCK_MAY_DIFFER:
        found.append(Noticed(code="another-time", value=round((received_at - taken_at).total_seconds())))
    return tuple(found)
