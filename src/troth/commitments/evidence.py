"""How much one piece of evidence weighs: its quality, its severity and what was at stake."""

from math import sqrt
from typing import Literal

Quality = Literal[
    "system_observed",
    "third_party_on_site",
    "counterpart_confirmed",
    "documents",
    "remote_verified",
    "unconfirmed",
    "self_declared",
]
QUALITY: dict[Quality, float] = {
    "system_observed": 1.0,
    "third_party_on_site": 1.0,
    "counterpart_confirmed": 0.9,
    "documents": 0.8,
    "remote_verified": 0.7,
    "unconfirmed": 0.6,
    "self_declared": 0.4,
}
"""Share of its weight a piece of evidence of each quality keeps (domain report a.3)."""

Severity = Literal["minor", "normal", "major", "critical"]
SEVERITY: dict[Severity, float] = {"minor": 0.5, "normal": 1.0, "major": 2.0, "critical": 4.0}

LOWEST_STAKE = 0.5
HIGHEST_STAKE = 2.0
FULL_ZERO_DAYS = 10


def stake(value: float | None, median: float | None) -> float:
    """Return what was at stake beside a usual order: the square root of the ratio, 0.5 to 2.

    Args:
        value: Value of the order line, in the currency of the median; None where it is not known.
        median: Median order value of the relationship when the commitment was recorded; None where there is none.

    Returns:
        0.5 to 2; 1 where either is unknown or the median is not positive. A known value of nothing weighs 0.5.

    Source: domain report a.3; the floor and the ceiling answer the attacks of a.9 (many trivial promises, one large).

    >>> stake(400.0, 100.0), stake(1.0, 100.0), stake(None, 100.0)
    (2.0, 0.5, 1.0)
    """
    if value is None or median is None or median <= 0:
        return 1.0
    return min(HIGHEST_STAKE, max(LOWEST_STAKE, sqrt(max(value, 0.0) / median)))


def weight(*, stake: float = 1.0, severity: Severity = "normal", quality: Quality) -> float:
    """Return the weight of one closed commitment: stake x severity x quality.

    >>> weight(stake=2.0, severity="major", quality="unconfirmed")
    2.4
    """
    return stake * SEVERITY[severity] * QUALITY[quality]


def partial(days_late: float, full_zero_days: int = FULL_ZERO_DAYS) -> float:
    """Return the kept share of a promise that many days late: 1 on time, 0 after full_zero_days.

    Args:
        days_late: Responsible days, after grace, buyer-caused and excused days; negative counts as on time.
        full_zero_days: Days after which nothing is left, 1 or more.

    Source: domain report a.3, y = max(0, 1 - d/10); money uses 30 days (a.5).

    >>> [partial(days) for days in (0, 1, 3, 14)]
    [1.0, 0.9, 0.7, 0.0]
    """
    return min(1.0, max(0.0, 1.0 - days_late / full_zero_days))
