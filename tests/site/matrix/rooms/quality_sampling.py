"""The room of sampling: computed for whoever is signed in, about nobody."""

from typing import Any

from tests.cast import Cast
from tests.site.matrix.rows import SIGNED_IN, Row, api_route

ROWS: dict[str, Row] = {
    "sampling": Row(get=SIGNED_IN),
    "api:sampling-plan": api_route(lambda cast, part: {"lot": 3200, "aql": "2.5"}),
    "api:sampling-double": api_route(lambda cast, part: {"lot": 3200, "aql": "2.5"}),
    "api:sampling-curve": api_route(lambda cast, part: {"n": 125, "ac": 7}),
    "api:sampling-drop": api_route(lambda cast, part: {"weight": "14.5"}),
    "api:sampling-zero": api_route(lambda cast, part: {"p": "0.01", "risk": "0.05"}),
    "api:sampling-zero-of-lot": api_route(lambda cast, part: {"lot": 100, "bad": 5, "risk": "0.05"}),
}
PRESSED_BY: dict[str, str] = {}
LEAVE_NOTHING: set[str] = set()


def gather(cast: Cast) -> dict[str, Any]:
    """Leave nothing."""
    return {}
