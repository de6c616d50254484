"""The room of second looks: read by both sides alike."""

from typing import Any

from tests.cast import Cast
from tests.site.matrix.rows import SEE, Row, on

ROWS: dict[str, Row] = {"quality-second-looks": Row(where=on("ours"), get=SEE)}
PRESSED_BY: dict[str, str] = {}
LEAVE_NOTHING: set[str] = set()


def gather(cast: Cast) -> dict[str, Any]:
    """Leave nothing."""
    return {}
