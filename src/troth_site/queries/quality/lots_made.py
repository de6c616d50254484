"""Where lots were made, read: one lot's, and what several have in common."""

from collections.abc import Sequence
from dataclasses import dataclass

from troth.quality.replication import Origin, named_once
from troth_site.access import ASSIGNED_ROLES, Actor
from troth_site.models import Inspection
from troth_site.models.quality.choices import InspectionState
from troth_site.queries.partners import Partnership, may


@dataclass(frozen=True, slots=True, kw_only=True)
class LotMade:
    """Line or machine, and sub-suppliers of materials and work; empty where nobody said."""

    line: str
    suppliers: tuple[str, ...]
    may_say: bool


def lot_made(by: Actor, row: Inspection, found: Partnership | None) -> LotMade:
    """Return where the lot of an inspection was made; the partnership is None for whoever inspects for others."""
    is_assigned = row.inspector_id == by.person and any(seat.role in ASSIGNED_ROLES for seat in by.seats)
    records = is_assigned or (found is not None and may(by, found, "record"))
    return LotMade(
        line=row.line, suppliers=tuple(row.suppliers.splitlines()),
        may_say=records and row.state != InspectionState.CANCELLED,
    )  # fmt: skip


def origin_of(rows: Sequence[Inspection]) -> Origin:
    """Return where lots were made: site and line where no lot names another, and every sub-supplier named."""
    sites = {row.site.name for row in rows if row.site is not None}
    lines = named_once(row.line for row in rows)
    suppliers = named_once(name for row in rows for name in row.suppliers.splitlines())
    return Origin(
        # Made at several places, no one of them is where it was made.
        site=sites.pop() if len(sites) == 1 else "",
        line=lines[0] if len(lines) == 1 else "",
        suppliers=frozenset(suppliers),
    )
