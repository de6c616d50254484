"""What follows from numbers: actions opened by a missed target, red flags raised and closed, effects checked."""

from collections.abc import Sequence
from datetime import date

from troth_site.models import Relationship
from troth_site.queries.trust import Judged


def follow_up(rows: Sequence[Relationship], found: Sequence[dict[str, Judged]], *, as_of: date) -> None:
    """Open, close and check what follows from the numbers of these relationships."""
