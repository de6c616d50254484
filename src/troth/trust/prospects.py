"""What would raise the standing, and what one broken promise would cost: each open commitment tried both ways."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from troth.commitments.outcomes import LIGHT_BELOW
from troth.trust.policy import DimensionPolicy
from troth.trust.standing import counted, kept_in_all, points


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCommitment:
    """A commitment not closed yet.

    Attributes:
        commitment: Its id, handed back in its prospect.
        weight: What it will weigh when closed: stake x severity x evidence quality, above 0.
    """

    commitment: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """What one open commitment could do to the standing.

    Attributes:
        commitment: Its id.
        if_kept: Change of the standing in points if it is kept, 0 or more.
        if_broken: Change of the standing in points if it is broken, 0 or less.
    """

    commitment: str
    if_kept: float
    if_broken: float


def what_would_raise(
    open_commitments: Sequence[OpenCommitment],
    *,
    kept: float,
    broken: float,
    light: float = 0.0,
    policy: DimensionPolicy,
) -> list[Prospect]:
    """Try each open commitment both ways on today's standing.

    Args:
        open_commitments: Those still open.
        kept: Aged weight kept so far, as far as it counts (``r`` of the judgement).
        broken: Aged weight broken so far, before kappa (``s / kappa`` of the judgement).
        light: Aged weight kept of light promises, all of it (``light`` of the judgement).
        policy: Kappa, bound and the share of light promises.

    Returns:
        One prospect for each, the one that raises the standing most first.

    Source: method a.7 of the domain report.

    >>> from troth.trust.policy import DEFAULT_POLICY
    >>> found = what_would_raise([OpenCommitment(commitment="A")], kept=13, broken=0,
    ...                          policy=DEFAULT_POLICY.of("delivery"))
    >>> round(found[0].if_kept, 1), round(found[0].if_broken, 1)
    (1.2, -15.1)
    """
    weights = np.array([each.weight for each in open_commitments])
    is_light = weights < LIGHT_BELOW
    in_all = kept_in_all(kept, light=light, policy=policy)
    kept_then = counted(in_all + weights, light=light + weights * is_light, policy=policy)
    now = points(kept=np.array([kept]), broken=np.array([broken]), policy=policy)
    if_kept = points(kept=kept_then, broken=np.full(len(weights), broken), policy=policy) - now
    if_broken = points(kept=np.full(len(weights), kept), broken=broken + weights, policy=policy) - now
    found = [
        Prospect(commitment=each.commitment, if_kept=float(up), if_broken=float(down))
        for each, up, down in zip(open_commitments, if_kept, if_broken, strict=True)
    ]
    return sorted(found, key=lambda prospect: -prospect.if_kept)
