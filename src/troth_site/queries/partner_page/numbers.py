"""The numbers of both sides of one relationship, as its viewer may see them."""

from dataclasses import dataclass, replace
from datetime import date

from troth.commitments.outcomes import SIDES, Side
from troth.trust.judgement import Judgement
from troth.trust.tallies import Tallies
from troth_site.access import Actor
from troth_site.models import Tally
from troth_site.prepared import Prepared, given
from troth_site.queries.partners import Partnership
from troth_site.queries.trust import Judged, judge_relationships, judged_by_portfolio

DELIVERY = "delivery"
_OTHERS = Prepared(
    lambda: (
        Tally.objects.filter(relationship=given("relationship"))
        .exclude(dimension=DELIVERY)
        .values_list("dimension")
        .distinct()
        .order_by("dimension")
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BothSides:
    """What is known of both sides as of a day.

    Attributes:
        delivery: Each side's delivery numbers; the forecast is None, and the state the side's own, where the viewer's
            organisations do not judge it.
        dimensions: Each side's numbers in every dimension in which anything is on the record.
        judged_by_us: The sides whose judging organisation is one of the viewer's.
        tallies: The delivery tallies they were judged from; the group is the side's place in SIDES.
    """

    delivery: dict[Side, Judged]
    dimensions: dict[Side, dict[str, Judgement]]
    judged_by_us: frozenset[Side]
    tallies: Tallies


def both_sides(by: Actor, found: Partnership, *, as_of: date) -> BothSides:
    """Return the numbers of both sides of a relationship the viewer was let into."""
    ours = judged_by_viewer(by, found)
    numbers, tallies = judge_relationships([found.pk], as_of=as_of, dimension=DELIVERY)
    judge_of = {side: [_judge(found, side)] for side in SIDES}
    judged = judged_by_portfolio([found.pk], numbers, tallies, judge_of=judge_of, dimension=DELIVERY)[0]
    delivery = {side: row if side in ours else _withheld(row) for side, row in judged.items()}
    dimensions = _dimensions(found.pk, judged, as_of)
    return BothSides(delivery=delivery, dimensions=dimensions, judged_by_us=ours, tallies=tallies)


def judged_by_viewer(by: Actor, found: Partnership) -> frozenset[Side]:
    """Return the sides of a relationship whose judging organisation is one of the viewer's."""
    mine = by.organisations()
    return frozenset(side for side in SIDES if _judge(found, side) in mine)


def _judge(found: Partnership, side: Side) -> int:
    return found.organisation("buyer" if side == "factory" else "factory")


def _withheld(row: Judged) -> Judged:
    # A pooled forecast, and a state that depends on other partners' tests, would tell a firm about its rivals.
    return replace(row, forecast=None, state=row.own_state)


def _dimensions(pk: int, delivery: dict[Side, Judged], as_of: date) -> dict[Side, dict[str, Judgement]]:
    found: dict[Side, dict[str, Judgement]] = {side: {DELIVERY: delivery[side].numbers} for side in SIDES}
    for (dimension,) in _OTHERS.rows(relationship=pk):
        judged, _tallies = judge_relationships([pk], as_of=as_of, dimension=dimension)
        for at, side in enumerate(SIDES):
            found[side][dimension] = judged.of(at)
    return found
