"""Numbers: tallies read for the library, and what it says of them, as frozen rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from django.db.models import QuerySet

from troth.basis.discovery import stands_among
from troth.commitments.outcomes import SIDES, Outcome, Side
from troth.trust.delays import consistent_delays
from troth.trust.explanation import Explanation, ScoredEntry
from troth.trust.explanation import explain as explain_entries
from troth.trust.judgement import Judgement, Judgements, judge
from troth.trust.kpis import ALARM, WATCH, portfolio_alarms
from troth.trust.policy import DEFAULT_POLICY, Policy
from troth.trust.prospects import OpenCommitment, Prospect, what_would_raise
from troth.trust.red_flags import RedFlag
from troth.trust.tallies import Tallies
from troth_site.models import Commitment, LedgerEntry
from troth_site.models import Judgement as JudgementRow
from troth_site.prepared import NUMBER, Prepared, given
from troth_site.queries.forecasts import FORECAST, PART, Gathering, fits_of
from troth_site.queries.orders import OUTCOME_FIELDS
from troth_site.queries.tallies import tallies_of

POLICY: Policy = DEFAULT_POLICY
PROSPECTS = 10
CARRIED = "firm."
"""How the kinds of entries begin that bring in the record of the same firm."""


def _tested() -> QuerySet[JudgementRow]:
    """Return the other partners of an organisation who stood a test."""
    mine = JudgementRow.objects.filter(judge=given("judge"), side=given("side"), dimension=given("dimension"))
    return mine.filter(p_value__isnull=False).exclude(relationship=given("relationship"))


_TESTED = Prepared(lambda: _tested().annotate(number=NUMBER).values_list("number"))
_SMALLER = Prepared(lambda: _tested().filter(p_value__lte=given("own")).annotate(number=NUMBER).values_list("number"))
_NEWEST = Prepared(lambda: JudgementRow.objects.order_by("-pk").values_list("pk")[:1])
_LARGER = Prepared(
    lambda: _tested().filter(p_value__gt=given("own"), p_value__lte=POLICY.false_discovery_rate).values_list("p_value")
)


@dataclass(frozen=True, slots=True)
class Judged:
    """One side of one relationship in one dimension as of a day.

    Attributes:
        state: What the judging organisation sees: an alarm there stands after control of false discovery.
        own_state: What the judged side sees: its own test alone.
        forecast: Chance that the next promise is kept, a fraction; None for anybody but the judging organisation.
    """

    relationship: int
    side: Side
    dimension: str
    numbers: Judgement
    state: str
    own_state: str
    forecast: float | None = None


def judge_relationships(
    relationships: Sequence[int],
    *,
    as_of: date,
    dimension: str = "delivery",
    counted_from: date | None = None,
    counted_to: date | None = None,
) -> tuple[Judgements, Tallies]:
    """Return what the library says of both sides of each relationship; group = position x 2 + side (factory first)."""
    tallies = tallies_of(relationships, dimension)
    judged = judge(
        tallies,
        groups=len(relationships) * len(SIDES),
        as_of=as_of,
        policy=POLICY.of(dimension),
        counted_from=counted_from,
        counted_to=counted_to,
    )
    return judged, tallies


def portfolio(
    relationships: Sequence[int],
    *,
    judge_of: dict[Side, Sequence[int]],
    as_of: date,
    dimension: str = "delivery",
    counted_from: date | None = None,
    counted_to: date | None = None,
) -> list[dict[Side, Judged]]:
    """Return both sides of each relationship, alarms controlled over each judging organisation's portfolio.

    Args:
        relationships: Primary keys; all relationships of the judging organisations, or the control is too lenient.
        judge_of: For each judged side, the organisation that judges it in each relationship.
        as_of: Day as of which the record is read.
        dimension: One of DIMENSIONS.
        counted_from: First due day that counts.
        counted_to: Day before which due days count.
    """
    gathered = Portfolio(relationships, judge_of=judge_of, as_of=as_of, dimension=dimension)
    for first in range(0, len(relationships), PART):
        part = relationships[first : first + PART]
        gathered.add(
            *judge_relationships(
                part, as_of=as_of, dimension=dimension, counted_from=counted_from, counted_to=counted_to
            )
        )
    return gathered.found()


def judged_by_portfolio(
    relationships: Sequence[int],
    judged: Judgements,
    tallies: Tallies,
    *,
    judge_of: dict[Side, Sequence[int]],
    dimension: str = "delivery",
) -> list[dict[Side, Judged]]:
    """Return both sides of relationships judged already, alarms controlled as in portfolio."""
    gathered = Portfolio(relationships, judge_of=judge_of, as_of=judged.as_of, dimension=dimension)
    gathered.add(judged, tallies)
    return gathered.found()


class Portfolio:
    """The numbers of a portfolio, gathered part by part: not all tallies of a large one fit into memory at once.

    Where only some partners of a portfolio are judged (`whole` is False), their forecasts lean on the level that was
    fitted on all of them, not on their own.
    """

    def __init__(
        self,
        relationships: Sequence[int],
        *,
        judge_of: Mapping[Side, Sequence[int]],
        as_of: date,
        dimension: str,
        whole: bool = True,
    ) -> None:
        self.relationships, self.dimension = relationships, dimension
        self.judges = {side: np.asarray(judge_of[side], dtype=np.int64) for side in SIDES}
        self.forecasts: dict[Side, Gathering] = {}
        if dimension == FORECAST:
            fits = fits_of(judge for side in SIDES for judge in judge_of[side])
            self.forecasts = {
                side: Gathering(self.judges[side], fits, side=side, as_of=as_of, whole=whole) for side in SIDES
            }
        self.parts: list[Judgements] = []
        self.first = 0

    def add(self, judged: Judgements, tallies: Tallies) -> None:
        """Take in the relationships that come next."""
        for at, side in enumerate(SIDES):
            if side in self.forecasts:
                self.forecasts[side].add(tallies, np.arange(at, len(judged), len(SIDES)), first=self.first)
        self.parts.append(judged)
        self.first += len(judged) // len(SIDES)

    def found(self) -> list[dict[Side, Judged]]:
        """Return both sides of each relationship, now that all are known."""
        return [sides for part in self.in_parts() for sides in part]

    def in_parts(self) -> Iterator[list[dict[Side, Judged]]]:
        """Yield both sides of each relationship in the parts in which they were added.

        What all are needed for, the control of alarms and the level of forecasts, is found before the first part.
        """
        if not self.parts:
            return
        alarms = {side: self._alarms(side) for side in SIDES}
        unknown: list[float | None] = [None] * len(self.relationships)
        chances = {side: self.forecasts[side].chances() if self.forecasts else unknown for side in SIDES}
        first = 0
        for part in self.parts:
            numbers, last = part.rows(), first + len(part) // len(SIDES)
            found: list[dict[Side, Judged]] = [{} for _ in range(first, last)]
            for at, side in enumerate(SIDES):
                those = (self.relationships[first:last], numbers[at :: len(SIDES)], alarms[side][first:last],
                         chances[side][first:last])  # fmt: skip
                for sides, (pk, own, stands, chance) in zip(found, zip(*those, strict=True), strict=True):
                    state = "watch" if own.state == "alarm" and not stands else own.state
                    sides[side] = Judged(pk, side, self.dimension, own, state, own.state, chance)
            yield found
            first = last

    def _alarms(self, side: Side) -> Any:
        """Return whose alarm stands after control of false discovery over the portfolio of each who judges."""
        mine = slice(SIDES.index(side), None, len(SIDES))
        states = np.concatenate([part.kpis.state[mine] for part in self.parts])
        tests = np.concatenate([part.kpis.p_value[mine] for part in self.parts])
        if len(states) == 1:
            asked = {"judge": int(self.judges[side][0]), "relationship": self.relationships[0]}
            found = states[0] == ALARM and alarm_stands(float(tests[0]), **asked, side=side, dimension=self.dimension)
            return np.array([found])
        alarms, judges = np.zeros(len(states), dtype=bool), self.judges[side]
        for organisation in np.unique(judges[states == ALARM]):
            own = judges == organisation
            others = _p_values_of_others(int(organisation), self.relationships, side, self.dimension)
            alarms[own] = _stand(tests[own], states[own], others)
        return alarms


def alarm_stands(p_value: float, *, judge: int, relationship: int, side: str, dimension: str) -> bool:
    """Return whether the alarm of a partner judged alone stands among the last night's tests of its judge's others.

    Most alarms stand in a family of any size, so that nothing is counted for them: there are never more tests than the
    newest key. For the others the number of smaller tests and of all is enough; those between its own and the rate are
    read for an alarm alone that does not stand even so.
    """
    asked = {"judge": judge, "relationship": relationship, "side": side, "dimension": dimension}
    rate = POLICY.false_discovery_rate
    most, *_ = _NEWEST.first() or (0,)
    if stands_among(p_value, smaller=0, tests=most + 1, q=rate):
        return True
    ((smaller,),) = _SMALLER.rows(**asked, own=p_value)
    if stands_among(p_value, smaller=smaller, tests=most + 1, q=rate):
        return True
    ((number,),) = _TESTED.rows(**asked)
    if stands_among(p_value, smaller=smaller, tests=number + 1, q=rate):
        return True
    others = np.ones(number)
    others[:smaller] = 0.0
    larger = _LARGER.rows(**asked, own=p_value)
    others[smaller : smaller + len(larger)] = [p_value for (p_value,) in larger]
    return bool(_stand(np.array([p_value]), np.array([ALARM], dtype=np.int8), others)[0])


def _stand(tests: Any, states: Any, others: Any) -> Any:
    """Return which alarms stand in the family of these tests and those of other partners."""
    all_states = np.concatenate((states, np.full(len(others), WATCH, dtype=np.int8)))
    alarms = portfolio_alarms(np.concatenate((tests, others)), all_states, q=POLICY.false_discovery_rate)
    return alarms[: len(tests)]


def _p_values_of_others(organisation: int, relationships: Sequence[int], side: Side, dimension: str) -> Any:
    """Return the last night's tests of the organisation's other partners: the family is the whole portfolio."""
    others = JudgementRow.objects.filter(judge=organisation, side=side, dimension=dimension, p_value__isnull=False)
    present = set(relationships)
    return np.array([p for pk, p in others.values_list("relationship_id", "p_value") if pk not in present])


def delays(relationships: Sequence[int], *, as_of: date) -> list[tuple[int, Side, RedFlag]]:
    """Return the flags of consistent delays that stood on a day: relationship, side, flag."""
    tallies = tallies_of(relationships, "delivery")
    raised = consistent_delays(tallies, groups=len(relationships) * len(SIDES), as_of=as_of, policy=POLICY)
    return [
        (relationships[group // len(SIDES)], SIDES[group % len(SIDES)], flags[-1])
        for group, flags in raised.items()
        if flags[-1].is_open
    ]


def explain(relationship: int, *, side: str, dimension: str, as_of: date) -> Explanation:
    """Return the standing of one side in one dimension, taken apart entry by entry."""
    rows = (
        LedgerEntry.objects.filter(relationship=relationship, side=side, dimension=dimension, counted_on__isnull=False)
        .order_by("seq")
        .values_list("seq", "commitment_id", "kind", *OUTCOME_FIELDS)
    )
    scored = (
        ScoredEntry(
            entry=str(row[0]),
            commitment=str(row[1]),
            outcome=Outcome(**dict(zip(OUTCOME_FIELDS, row[3:], strict=True))),
            is_carried=row[2].startswith(CARRIED),
        )
        for row in rows.iterator(2000)
    )
    return explain_entries(scored, as_of=as_of, policy=POLICY.of(dimension))


def prospects(relationship: int, *, side: str, dimension: str, numbers: Judgement) -> list[Prospect]:
    """Return what each open promise of a side would do to its standing if kept, and if broken."""
    rows = Commitment.objects.filter(
        relationship=relationship, side=side, dimension=dimension, state__in=["accepted", "at_risk"]
    ).order_by("due_on", "pk")[:PROSPECTS]
    policy = POLICY.of(dimension)
    return what_would_raise(
        [OpenCommitment(commitment=str(row.pk), weight=row.stake * row.quality) for row in rows],
        kept=numbers.r,
        broken=numbers.s / policy.kappa,
        light=numbers.light,
        policy=policy,
    )
