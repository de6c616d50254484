"""In-line inspection of a running line: every unit until a run of good ones, then a share at random (CSP-1)."""

from dataclasses import dataclass

import numpy as np

from troth.basis.counts import checked_fraction
from troth.quality.operating_curves import ImpossiblePlan, OutgoingLimit

_FINEST = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class ContinuousResult:
    """Hold what a continuous plan does at a quality.

    Args:
        in_full: Units looked at one by one after a defect, on average (u).
        in_part: Units that pass under sampling before a defect is found, on average (v).
        inspected: Average share of units looked at.
        outgoing: Average fraction nonconforming that goes out, found ones replaced.
        passed: Share of units that pass under sampling.
    """

    in_full: float
    in_part: float
    inspected: float
    outgoing: float
    passed: float


def continuous_result(*, nonconforming: float, clearance: int, share: float) -> ContinuousResult:
    """Compute what a CSP-1 plan does at a quality.

    Args:
        nonconforming: Incoming fraction nonconforming, between 0 and 1.
        clearance: i, good units in a row before sampling begins, 1 or more.
        share: f, the share looked at while sampling, between 0 and 1.

    Raises:
        NotAFraction: A fraction is out of range.
        ImpossiblePlan: The clearance is below 1.

    Source: Dodge, Annals of Mathematical Statistics 14 (1943) 264-279; MIL-STD-1235, CSP-1.

    >>> f"{continuous_result(nonconforming=0.02, clearance=40, share=0.1).outgoing:.6f}"
    '0.016009'
    """
    p = checked_fraction(nonconforming, name="fraction nonconforming")
    f = checked_fraction(share, name="share looked at")
    if clearance < 1:
        raise ImpossiblePlan(f"A clearance of {clearance} units is none.")
    good_run = (1 - p) ** clearance
    # Written without dividing by the chance of a clear run, which is 0 in floating point where quality is bad.
    in_part = 1 / (f * p)
    weight_full, weight_part = (1 - good_run) / p, in_part * good_run
    inspected = (weight_full + f * weight_part) / (weight_full + weight_part)
    return ContinuousResult(
        in_full=weight_full / good_run if good_run > 0 else float("inf"),
        in_part=in_part,
        inspected=inspected,
        outgoing=p * (1 - inspected),
        passed=weight_part / (weight_full + weight_part),
    )


def continuous_limit(*, clearance: int, share: float) -> OutgoingLimit:
    """Find the worst average outgoing quality of a CSP-1 plan, and where it lies.

    Args:
        clearance: i, good units in a row before sampling begins.
        share: f, the share looked at while sampling.

    Source: the maximum of Dodge's outgoing quality.

    >>> f"{continuous_limit(clearance=58, share=0.2).outgoing:.4f}"
    '0.0122'
    """
    low, high = 1e-6, 1 - 1e-6
    for _ in range(4):
        qualities = np.linspace(low, high, _FINEST + 1)
        outgoing = [
            continuous_result(nonconforming=float(p), clearance=clearance, share=share).outgoing for p in qualities
        ]
        best = int(np.argmax(outgoing))
        low, high = float(qualities[max(best - 1, 0)]), float(qualities[min(best + 1, _FINEST)])
    incoming = (low + high) / 2
    worst = continuous_result(nonconforming=incoming, clearance=clearance, share=share)
    return OutgoingLimit(incoming=incoming, outgoing=worst.outgoing)
