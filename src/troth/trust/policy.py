"""The agreed policy: every parameter of the standing and the KPIs, versioned, as data.

Scores carry the version of the policy under which they were computed; a changed policy is a new version, never an edit.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from troth.commitments.outcomes import DIMENSIONS

FIRST_VERSION = "2026-1"


class PolicyRefused(ValueError):
    """The policy document is incomplete, names an unknown field or holds an impossible value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionPolicy:
    """The parameters under which one dimension is judged.

    Attributes:
        dimension: One of DIMENSIONS.
        kappa: How many kept promises one broken promise outweighs; 1 or more.
        half_life_kept_days: Days after which a kept promise counts half.
        half_life_broken_days: Days after which a broken promise counts half.
        target: Share of commitments to be kept, a fraction between 0 and 1.
        credible_bound: Tail left below the standing, a fraction; 0.05 gives the lower 5 % bound.
        alarm_level: Largest chance of so few kept under the target that still makes an alarm, a fraction.
        fewest_lines: Below this many lines the state is "insufficient".
        window_months: The KPI window reaches back at least this many calendar months.
        window_lines: The KPI window holds at least this many lines where the record has them.
        light_share: Largest share of what counts as kept that light promises may make up, a fraction.
        version: Version of the policy this belongs to.
    """

    dimension: str
    kappa: float
    half_life_kept_days: int = 365
    half_life_broken_days: int = 730
    target: float = 0.95
    credible_bound: float = 0.05
    alarm_level: float = 0.05
    fewest_lines: int = 5
    window_months: int = 12
    window_lines: int = 50
    light_share: float = 0.20
    version: str = FIRST_VERSION

    def __post_init__(self) -> None:
        """Refuse what cannot be computed with."""
        if self.dimension not in DIMENSIONS:
            raise PolicyRefused(f"Dimension {self.dimension!r} is unknown; use one of {', '.join(DIMENSIONS)}.")
        for name in ("half_life_kept_days", "half_life_broken_days", "fewest_lines", "window_months", "window_lines"):
            if getattr(self, name) < 1:
                raise PolicyRefused(f"{self.dimension}: {name} must be 1 or more, not {getattr(self, name)}.")
        for name in ("target", "credible_bound", "alarm_level"):
            if not 0 < getattr(self, name) < 1:
                raise PolicyRefused(
                    f"{self.dimension}: {name} is a fraction between 0 and 1, not {getattr(self, name)}."
                )
        if not 0 <= self.light_share < 1:
            raise PolicyRefused(
                f"{self.dimension}: light_share is a fraction from 0 to below 1, not {self.light_share}."
            )
        if self.kappa < 1:
            raise PolicyRefused(f"{self.dimension}: kappa must be 1 or more, not {self.kappa}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The whole agreed policy of a relationship or a portfolio.

    Attributes:
        version: Name of this version; stamped on every dimension and every score.
        dimensions: One policy for each dimension, in the order of DIMENSIONS.
        overall_weights: Weight of each dimension in the overall number, in the order of DIMENSIONS; 0 leaves it out.
        critical_cap: Highest overall number while a critical flag is open, in points of 0 to 100.
        false_discovery_rate: Share of false alarms tolerated among the alarms of one night, a fraction.
        smallest_shortfall: A flag needs the rate to lie at least this far below target, a fraction.
        cool_down_days: Days after a flag closed during which its rule does not raise again.
    """

    version: str
    dimensions: tuple[DimensionPolicy, ...]
    overall_weights: tuple[float, ...] = (1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.5)
    critical_cap: float = 40.0
    false_discovery_rate: float = 0.10
    smallest_shortfall: float = 0.02
    cool_down_days: int = 30

    def __post_init__(self) -> None:
        """Refuse a policy that leaves a dimension out or mixes versions."""
        if tuple(each.dimension for each in self.dimensions) != DIMENSIONS:
            raise PolicyRefused(f"A policy needs each dimension once, in this order: {', '.join(DIMENSIONS)}.")
        if any(each.version != self.version for each in self.dimensions):
            raise PolicyRefused(f"Every dimension must carry the policy's own version, {self.version!r}.")
        if len(self.overall_weights) != len(DIMENSIONS) or min(self.overall_weights) < 0:
            raise PolicyRefused(f"overall_weights needs {len(DIMENSIONS)} numbers, 0 or more.")

    def of(self, dimension: str) -> DimensionPolicy:
        """Return the policy of one dimension.

        Raises:
            PolicyRefused: There is no such dimension.

        >>> DEFAULT_POLICY.of("honesty").half_life_broken_days
        1095
        """
        for each in self.dimensions:
            if each.dimension == dimension:
                return each
        raise PolicyRefused(f"Dimension {dimension!r} is unknown; use one of {', '.join(DIMENSIONS)}.")


DEFAULT_POLICY = Policy(
    version=FIRST_VERSION,
    dimensions=(
        DimensionPolicy(dimension="delivery", kappa=2.0),
        DimensionPolicy(dimension="quality", kappa=2.0),
        DimensionPolicy(dimension="communication", kappa=1.5),
        DimensionPolicy(dimension="money", kappa=2.0),
        DimensionPolicy(dimension="honesty", kappa=4.0, half_life_broken_days=1095),
        DimensionPolicy(dimension="ethics", kappa=3.0),
        DimensionPolicy(dimension="partnership", kappa=1.0),
    ),
)
"""The defaults of the method (a.2 and 4.6 of the domain report)."""


def policy_to_json(policy: Policy) -> str:
    """Write a policy as a JSON document that ``policy_from_json`` reads back unchanged.

    >>> policy_from_json(policy_to_json(DEFAULT_POLICY)) == DEFAULT_POLICY
    True
    """
    return json.dumps(asdict(policy), ensure_ascii=False)


def policy_from_json(document: str) -> Policy:
    """Read a policy from a JSON document.

    Fields left out take their defaults; every dimension is stamped with the document's version.

    Raises:
        PolicyRefused: The document is not JSON, names an unknown field or holds an impossible value.

    >>> policy_from_json('{"version": "2027-1", "dimensions": []}')
    Traceback (most recent call last):
    troth.trust.policy.PolicyRefused: A policy needs each dimension once, in this order: delivery, quality, \
communication, money, honesty, ethics, partnership.
    """
    try:
        content: dict[str, Any] = json.loads(document)
        version = str(content["version"])
        given: list[dict[str, Any]] = content["dimensions"]
    except (ValueError, KeyError, TypeError) as error:
        raise PolicyRefused("A policy is a JSON object with at least a version and its dimensions.") from error
    dimensions = tuple(_read(DimensionPolicy, {**each, "version": version}) for each in given)
    rest = {**content, "version": version, "dimensions": dimensions}
    if "overall_weights" in rest:
        rest["overall_weights"] = tuple(rest["overall_weights"])
    return _read(Policy, rest)


def _read[T: (DimensionPolicy, Policy)](kind: type[T], content: Mapping[str, Any]) -> T:
    known = {field.name for field in fields(kind)}
    unknown = sorted(set(content) - known)
    if unknown:
        raise PolicyRefused(f"Unknown field in {kind.__name__}: {', '.join(unknown)}.")
    try:
        return kind(**content)
    except TypeError as error:
        raise PolicyRefused(f"{kind.__name__} is incomplete or holds a value of the wrong type: {error}.") from error
