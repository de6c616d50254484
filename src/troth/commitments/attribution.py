"""Whose the late days are: every day lost belongs to exactly one cause, and the days always add up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from troth.basis.spans import Span
from troth.commitments.outcomes import Side

Cause = Literal["force_majeure", "carrier", "factory", "buyer"]


class NoExtentError(ValueError):
    """Raised for a delay that names neither its days nor a number of days, or both, or a negative number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delay:
    """Days lost to a cause, as recorded.

    Attributes:
        cause: "carrier" only where the carrier was not the promisor's own; a side's own carrier is that side.
        span: The days lost, half-open; spans that overlap are counted once.
        days: Their number, where the days themselves are not known; 0 or more.
        accepted: True once the other side or a reviewer accepted it. Until then the days stay with the promisor.
        recorded_on: Day from which it is known in this form.
    """

    cause: Cause
    accepted: bool
    recorded_on: date
    span: Span | None = None
    days: int | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        if (self.span is None) == (self.days is None) or (self.days or 0) < 0:
            raise NoExtentError("a delay needs either the days it took or their number, 0 or more")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Late days by who caused them, in calendar days; together they are the days lost."""

    factory_days: int = 0
    buyer_days: int = 0
    excused_days: int = 0
    carrier_days: int = 0

    @property
    def total(self) -> int:
        """All days lost."""
        return self.factory_days + self.buyer_days + self.excused_days + self.carrier_days

    def of(self, side: Side) -> int:
        """The days a side answers for."""
        return self.factory_days if side == "factory" else self.buyer_days


def attribute(*, days_late: int, delays: Sequence[Delay] = (), promisor: Side = "factory") -> Attribution:
    """Split late days over who caused them.

    But for the accepted delays the promise would have been met that much earlier, so their days are taken out; what is
    left is the promisor's own. Where spans overlap, a day belongs to the first of: force majeure, the carrier, the
    other side (nobody is charged with a day that would have been lost anyway). Never more days are taken out than
    were lost, in the same order.

    Args:
        days_late: Calendar days after the promised day, 0 or more.
        delays: Those not accepted, and those of the promisor itself, take nothing out.
        promisor: Whose promise it was.

    Source: domain report a.4, factory_days = max(0, total - buyer-caused - excused).

    >>> storm = Delay(cause="force_majeure", days=4, accepted=True, recorded_on=date(2026, 3, 2))
    >>> attribute(days_late=9, delays=[storm]).factory_days
    5
    """
    if days_late < 0:
        raise ValueError(f"days late are 0 or more, not {days_late}")
    claimed = claimed_days(delays, promisor=promisor) if delays else None
    if claimed is None or days_late == 0:
        return _with_own(promisor, own=days_late)
    excused = min(days_late, claimed.excused_days)
    carrier = min(days_late - excused, claimed.carrier_days)
    other = min(days_late - excused - carrier, claimed.of(_other(promisor)))
    own = days_late - excused - carrier - other
    return _with_own(promisor, own=own, other=other, excused=excused, carrier=carrier)


def claimed_days(delays: Sequence[Delay], *, promisor: Side = "factory") -> Attribution:
    """Count the accepted days of each cause but the promisor, overlapping days once.

    >>> first = Delay(cause="buyer", span=Span(date(2026, 3, 2), date(2026, 3, 6)), accepted=True,
    ...               recorded_on=date(2026, 3, 6))
    >>> storm = Delay(cause="force_majeure", span=Span(date(2026, 3, 4), date(2026, 3, 8)), accepted=True,
    ...               recorded_on=date(2026, 3, 8))
    >>> claimed_days([first, storm])
    Attribution(factory_days=0, buyer_days=2, excused_days=4, carrier_days=0)
    """
    taken: set[date] = set()
    excused = _days_of("force_majeure", delays, taken)
    carrier = _days_of("carrier", delays, taken)
    other = _days_of(_other(promisor), delays, taken)
    return _with_own(promisor, own=0, other=other, excused=excused, carrier=carrier)


def _days_of(cause: Cause, delays: Sequence[Delay], taken: set[date]) -> int:
    accepted = [delay for delay in delays if delay.accepted and delay.cause == cause]
    spans = [delay.span for delay in accepted if delay.span is not None]
    fresh = {span.start + timedelta(days=n) for span in spans for n in range(span.days)} - taken
    taken |= fresh
    return len(fresh) + sum(delay.days or 0 for delay in accepted)


def _other(side: Side) -> Side:
    return "buyer" if side == "factory" else "factory"


def _with_own(promisor: Side, *, own: int, other: int = 0, excused: int = 0, carrier: int = 0) -> Attribution:
    factory, buyer = (own, other) if promisor == "factory" else (other, own)
    return Attribution(factory_days=factory, buyer_days=buyer, excused_days=excused, carrier_days=carrier)
