"""The buyer's duties are measured by the same code: swap the sides and the outcomes swap."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.library.orders.lines import DUE, ORDERED, make_delay, make_line, outcome_for
from troth.commitments.attribution import claimed_days
from troth.orders.duties import delay_of_duty, outcome_of_duty
from troth.orders.facts import LineFacts, Promise
from troth.orders.settlement import settle

OTHER = {"factory": "buyer", "buyer": "factory"}


def swapped(facts: LineFacts) -> LineFacts:
    return replace(
        facts,
        promisor=OTHER[facts.promisor],
        promises=[replace(p, moved_by=OTHER.get(p.moved_by, p.moved_by)) for p in facts.promises],
        delays=[replace(d, cause=OTHER.get(d.cause, d.cause)) for d in facts.delays],
    )


causes = st.sampled_from(["factory", "buyer", "carrier", "force_majeure"])
movers = st.sampled_from(["factory", "buyer", "agreed", "force_majeure"])
facts = st.builds(
    lambda days, received, moves, delays: make_line(
        received=tuple((after, 100) for after in received),
        promises=(Promise(DUE, ORDERED), *(Promise(DUE + timedelta(days=d), ORDERED, who) for d, who in moves)),
        delays=tuple(make_delay(n, cause=cause) for n, cause in delays),
    ),
    st.integers(0, 5),
    st.lists(st.integers(-12, 30), max_size=1),
    st.lists(st.tuples(st.integers(-10, 20), movers), max_size=3),
    st.lists(st.tuples(st.integers(0, 9), causes), max_size=3),
)


@settings(max_examples=200, deadline=None)
@given(facts)
def test_swapping_the_sides_swaps_the_outcomes(line):
    one, other = settle(line), settle(swapped(line))

    assert outcome_for(line) == outcome_for(swapped(line))
    assert (one.factory_days, one.buyer_days, one.state) == (other.buyer_days, other.factory_days, other.state)


@pytest.mark.parametrize("after", [-3, 0, 4, 12, None])
def test_duty_of_the_buyer_weighs_as_a_line_of_the_factory(after):
    done_on = None if after is None else DUE + timedelta(days=after)
    line = make_line(received=() if after is None else ((after, 100),))

    duty = outcome_of_duty(due_on=DUE, done_on=done_on, recorded_on=DUE, weight=1.0)

    assert duty == outcome_for(line)


def test_duty_done_late_becomes_the_delay_of_the_delivery():
    delay = delay_of_duty(due_on=date(2026, 2, 2), done_on=date(2026, 2, 6), recorded_on=date(2026, 2, 6))

    assert claimed_days([delay]).buyer_days == 4
    assert delay_of_duty(due_on=DUE, done_on=DUE, recorded_on=DUE) is None
