"""Whether a meeting lies on a closed day of either side, and which day is open to both next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import get_language

from troth.basis.calendars import NeverOpen, day_state, next_day_open_to_all
from troth.communication.zones import Office
from troth_site.queries.communication.calendars import offices_of
from troth_site.queries.partners import Partnership


@dataclass(frozen=True, slots=True)
class ClosedThen:
    """A meeting on a day on which somebody does not work.

    Attributes:
        sides: Who is closed then, and what the day is called; "" for a day off without a name.
        next_open: The next day open to both, None where there is none within reach.
    """

    sides: tuple[tuple[str, str], ...]
    next_open: date | None


def closed_then(offices: Sequence[Office], start: datetime) -> ClosedThen | None:
    """Return who is closed when a meeting starts, on the day it is for them; None where both sides work."""
    states = [
        (office.name, day_state(start.astimezone(office.zone).date(), calendar=office.calendar)) for office in offices
    ]
    closed = tuple((name, state.name) for name, state in states if not state.is_open)
    if not closed:
        return None
    day = start.astimezone(offices[0].zone).date()
    try:
        found = next_day_open_to_all(day, calendars=[office.calendar for office in offices])
    except (NeverOpen, OverflowError):
        return ClosedThen(closed, None)
    return ClosedThen(closed, found)


def closed_for(found: Partnership, start: datetime) -> ClosedThen | None:
    """Return who of two sides is closed when a meeting starts, in two queries."""
    known = offices_of([found.buyer, found.factory], start.date(), language=get_language() or "en")
    return closed_then((known[found.buyer], known[found.factory]), start)
