"""The room of specifications and plans: the overview of quality, products, their specifications and their plans."""

from typing import Any

from tests.cast import Cast
from tests.site.matrix.rows import SEE, Row, on

ROWS: dict[str, Row] = {
    "quality": Row(where=on("ours"), get=SEE),
}  # fmt: skip
PRESSED_BY: dict[str, str] = {}
LEAVE_NOTHING: set[str] = set()


def gather(cast: Cast) -> dict[str, Any]:
    """Leave a product with its specification and its plan."""
    return {}
